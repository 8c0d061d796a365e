"""Open the door for operators: the fenji command."""
