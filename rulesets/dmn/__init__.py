"""DMN in and out: documents of other tools, read into the language and written from it."""
