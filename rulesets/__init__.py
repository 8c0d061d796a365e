"""The language: what a vocabulary and a ruleset say, and whether they may."""
