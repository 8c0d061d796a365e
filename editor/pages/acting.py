"""What pages that act on a draft share: the newest of it, and why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from editor.here import house, person
from editor.speech import tongue
from rulesets.errors import FenjiError
from service.drafts import Draft, DraftMovedOnError, Edited, get_draft

_MOST_TRIES: Final = 3


def on_newest(draft: str, do: Callable[[Draft], Edited]) -> Edited:
    """Do something on the newest revision, again where somebody else was quicker."""
    for _ in range(_MOST_TRIES - 1):
        try:
            return do(get_draft(house(), person(), draft))
        except DraftMovedOnError:
            continue
    return do(get_draft(house(), person(), draft))


def why(error: FenjiError) -> str:
    """Say why something was refused, and what may be done."""
    fault = error.faults[0]
    language = tongue()
    join = "；" if language == "zh" else "; "
    return join.join(filter(None, (fault.message(language), fault.hint(language))))
