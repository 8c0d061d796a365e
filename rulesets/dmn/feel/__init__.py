"""FEEL, the expressions of DMN: read into a tree and printed."""
