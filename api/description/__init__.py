"""What the interface offers, as data: one source for the OpenAPI document and the pages."""
