"""What a server makes ready before the first call."""

from __future__ import annotations

import logging

from rulesets.errors import FenjiError
from service.house import House
from service.rulesets import list_rulesets

_LOG = logging.getLogger(__name__)


def prepare_twin(house: House) -> None:
    """Let the second engine load the versions in force; nobody waits for it.

    Until it holds a version the reference infers in its place, so nothing here stops a start.
    """
    try:
        for each in list_rulesets(house):
            if each.in_force is not None:
                house.twins.prepare(each.in_force, timeout=0)
    except FenjiError as error:
        _LOG.warning("the second engine is not prepared: %s", error.faults[0].code)
