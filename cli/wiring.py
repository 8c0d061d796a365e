"""The house as a command uses it: opened from the environment, closed at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from service.house import House, migrate, open_house, readiness
from service.settings import settings_from


@contextmanager
def here(*, migrated: bool = True) -> Iterator[House]:
    """Open the house that the environment names.

    Args:
        migrated: whether the database is brought to its newest shape first. A command that only
            reads does that too when there is no database yet: an empty one holds nothing published.
    """
    house = open_house(settings_from(os.environ))
    try:
        if migrated or readiness(house) is not None:
            migrate(house)
        yield house
    finally:
        house.close()
