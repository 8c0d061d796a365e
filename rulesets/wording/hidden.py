"""A value that its reader may not see."""

from __future__ import annotations

from dataclasses import dataclass

from rulesets.types import Both

WITHHELD = Both("（已隐去）", "(withheld)")


@dataclass(frozen=True)
class Hidden:
    """Stands in the place of a personal value; printed as withheld, and equal to no value."""
