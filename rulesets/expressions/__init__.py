"""Expressions and cells: their tree, and the ways from text to tree and back."""
