"""FEEL said in the language of Fenji, with the same value for all facts."""
