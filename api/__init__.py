"""Open the door for machines: the HTTP interface under /api/v1."""
