"""The house as a command uses it: opened from the environment, closed at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from service.house import House, migrate, open_house, require_ready
from service.settings import settings_from


@contextmanager
def house_untouched() -> Iterator[House]:
    """Open the house for a command that may need nothing of its database."""
    house = open_house(settings_from(os.environ))
    try:
        yield house
    finally:
        house.close()


@contextmanager
def house_for(*, twin: bool) -> Iterator[House]:
    """Open the house for many inferences, made twice or once whatever FENJI_TWIN says."""
    house = open_house(replace(settings_from(os.environ), twin="always" if twin else "off"))
    try:
        yield house
    finally:
        house.close()


@contextmanager
def house_to_read() -> Iterator[House]:
    """Open the house for a command that only reads: its database must be there."""
    with house_untouched() as house:
        require_ready(house)
        yield house


@contextmanager
def house_to_change() -> Iterator[House]:
    """Open the house and bring its database to the newest shape, making it if it is not there."""
    with house_untouched() as house:
        migrate(house)
        yield house
