"""Drafts: edits of a document's plain data, and what they say to a person."""

from rulesets.drafting.edits import Edit, applied
from rulesets.drafting.rebasing import rebased
from rulesets.drafting.renaming import renamed
from rulesets.drafting.sentences import edit_sentences
from rulesets.drafting.showing import Showing
from rulesets.drafting.storing import stored_edits
from rulesets.drafting.written import edits_from, edits_to

__all__ = [
    "Edit",
    "Showing",
    "applied",
    "edit_sentences",
    "edits_from",
    "edits_to",
    "rebased",
    "renamed",
    "stored_edits",
]
