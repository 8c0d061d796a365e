"""What drafts are and stand on, kept in memory: nothing kept here can grow old.

The content of a draft at a revision is never changed, nor is a published document at a version, and
what is checked is kept by all that went into it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from rulesets.checked import CheckedRuleset
from rulesets.documents.rereading import Read
from rulesets.drafting.showing import Showing
from rulesets.drafting.usage import Usage
from rulesets.model import Ruleset, Vocabulary

MOST_CONTENTS = 64
MOST_CHECKED = 16
MOST_DOCUMENTS = 128
MOST_USAGES = 512

Kept = TypeVar("Kept")


class Recent(Generic[Kept]):
    """So many values; the one that was not asked for longest goes first. Threads share it.

    Example:
        >>> recent = Recent[str](1)
        >>> recent.get("a", lambda: "x"), recent.get("a", lambda: "y"), recent.get("b", str)
        ('x', 'x', '')
        >>> recent.get("a", lambda: "z")
        'z'
    """

    def __init__(self, most: int) -> None:
        """Begin empty."""
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Give what is kept, or make it; an error of making it is nobody's answer later."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        self.put(key, made)
        return made

    def find(self, key: Hashable) -> Kept | None:
        """Give what is kept, if it is."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: Hashable, value: Kept) -> None:
        """Keep a value."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


class DraftCache:
    """Contents of drafts by draft and revision, documents by version, rulesets by content."""

    def __init__(self) -> None:
        """Begin empty."""
        self.contents: Recent[dict[str, Any]] = Recent(MOST_CONTENTS)
        self.digests: Recent[str] = Recent(MOST_CONTENTS)
        self.checked: Recent[CheckedRuleset] = Recent(MOST_CHECKED)
        self.latest: Recent[CheckedRuleset] = Recent(MOST_CHECKED)
        """What each draft was when it last passed: most of it is so still."""
        self.showings: Recent[Showing] = Recent(MOST_CHECKED)
        """The names of each draft at a revision, by their titles."""
        self.read: Recent[Read] = Recent(MOST_CHECKED)
        """What each draft was read as last: most rows of a large table are so still."""
        self.documents: Recent[Ruleset | Vocabulary] = Recent(MOST_DOCUMENTS)
        self.usages: Recent[Usage] = Recent(MOST_USAGES)
        """What each published version and each draft reads, by all that went into its check."""
