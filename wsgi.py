"""Wire the whole house: the front that a server starts."""
