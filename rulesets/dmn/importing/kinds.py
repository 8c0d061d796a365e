"""The types of a DMN document: scalars, contexts of members, lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulesets.types import ScalarType


@dataclass(frozen=True)
class Record:
    """A context: its members by name; None is a type that is not said."""

    members: Mapping[str, Kind | None]


@dataclass(frozen=True)
class Many:
    """A list."""

    of: Kind | None


Kind = ScalarType | Record | Many
