"""Carry out the use cases: the only package that opens a transaction."""
