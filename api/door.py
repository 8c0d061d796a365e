"""What a call finds when it comes in: the house behind the door, and who keeps the door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import cast

from flask import current_app

from api.access import Access
from service.house import House

NAME = "fenji-api"
MOST_BATCHES = 4
"""How many batches run at once in a process: each takes one of its threads while it lasts."""


@dataclass(frozen=True)
class Door:
    """The door of one application.

    `kept` holds what describes the interface, by page: for which versions it was made, and the
    text. Anyone may ask for it, so it is not made anew for each call. `batches` has a place for
    each batch that may run.
    """

    house: House
    access: Access
    kept: dict[object, tuple[object, bytes]] = field(default_factory=dict)
    batches: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MOST_BATCHES))

    def keep(self, page: object, made_for: object, make: Callable[[], bytes]) -> bytes:
        """Return a page as it was kept, or make and keep it when something else is in force now."""
        found = self.kept.get(page)
        if found is None or found[0] != made_for:
            self.kept[page] = found = (made_for, make())
        return found[1]


def door() -> Door:
    """Return the door of the application at hand."""
    return cast("Door", current_app.extensions[NAME])
