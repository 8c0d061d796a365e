"""The page families, one module each: a blueprint that calls service and renders a template."""
