"""Documents: vocabularies and rulesets as YAML, read and written without loss."""

from rulesets.documents.reader import read
from rulesets.documents.rewriter import rewrite
from rulesets.documents.writer import write

__all__ = ["read", "rewrite", "write"]
