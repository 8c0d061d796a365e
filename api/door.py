"""What a call finds when it comes in: the house behind the door, and who keeps the door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from api.access import Access
from service.house import House

NAME = "fenji-api"


@dataclass(frozen=True)
class Door:
    """The door of one application."""

    house: House
    access: Access


def door() -> Door:
    """Return the door of the application at hand."""
    return cast("Door", current_app.extensions[NAME])
