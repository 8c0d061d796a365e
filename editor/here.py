"""The house a page stands in."""

from __future__ import annotations

from typing import cast

from flask import current_app

from service.house import House


def house() -> House:
    """Return the wired use cases of this application."""
    return cast("House", current_app.extensions["house"])
