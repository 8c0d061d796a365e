"""The runtimes behind one meaning: facts and a checked ruleset in, an inference out."""
