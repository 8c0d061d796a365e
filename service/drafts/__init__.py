"""Drafts: opened, edited, undone, checked and tried; everything but their pages and review."""

from service.drafts.checking import checked_draft, showing_of, stands_on_drafts, try_draft
from service.drafts.editing import can_step, edit_again, edit_draft, passing_draft, redo, undo
from service.drafts.keeping import discard, take_back
from service.drafts.model import Change, Draft, DraftHead, DraftMovedOnError, Edited
from service.drafts.opening import Empty, FromText, FromVersion, Start, open_draft
from service.drafts.reading import get_draft, history, list_drafts
from service.drafts.renaming import rename_in_draft

__all__ = [
    "Change",
    "Draft",
    "DraftHead",
    "DraftMovedOnError",
    "Edited",
    "Empty",
    "FromText",
    "FromVersion",
    "Start",
    "can_step",
    "checked_draft",
    "discard",
    "edit_again",
    "edit_draft",
    "get_draft",
    "history",
    "list_drafts",
    "open_draft",
    "passing_draft",
    "redo",
    "rename_in_draft",
    "showing_of",
    "stands_on_drafts",
    "take_back",
    "try_draft",
    "undo",
]
