"""Documents: vocabularies and rulesets as YAML, read and written without loss."""

from rulesets.documents.reader import read

__all__ = ["read"]
