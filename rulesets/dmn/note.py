"""A note: what an import or an export keeps, but says in a way that a reader should know of."""

from __future__ import annotations

from dataclasses import dataclass

from rulesets.errors import PlaceStep
from rulesets.types import Both


@dataclass(frozen=True)
class Note:
    """Where it stands, outer to inner as a fault's place, and what there is to know."""

    place: tuple[PlaceStep, ...]
    text: Both
