"""What expressions, tests and deadlines are worth: shared by the reference and the durable engine.

The compiled engine has its own. Read it beside docs/language.md: it is right by definition.
"""
