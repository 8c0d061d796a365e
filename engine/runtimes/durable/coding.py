"""Values as small integers, each kind by a coding of its own. Missing has no code.

A coding keeps every comparison with the literals it was made for exact, whatever the value: numbers
between two codes take an odd one, and what lies beyond all literals takes the outermost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal
from typing import Any, Final

from engine.runtimes.durable.envelope import MOST_WHOLE, OutsideEnvelope
from rulesets.types import CodeList
from rulesets.values import Value, comparable

FALSE, TRUE = 1, 2
PRESENT, MISSING = 1, 2
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_EXACT: Final = Context(prec=60, Emin=-999_999, Emax=999_999, traps=[])


@dataclass(frozen=True)
class Numbers:
    """Twice the number times ten to its scale; what lies between two of these is odd."""

    scale: int

    def code(self, value: Value) -> int | None:
        """Code a number.

        Example:
            >>> coded = Numbers(1)
            >>> [coded.code(Decimal(each)) for each in ("2.5", "2.51", "-2.51", "1E+99")]
            [50, 51, -51, 9007199254740992]
        """
        if not isinstance(value, Decimal):
            return _absent(value, "number")
        if not value:  # a zero may have any exponent
            return 0
        if value.adjusted() + self.scale > _MOST_PLACES:
            return MOST_WHOLE if value > 0 else -MOST_WHOLE
        shifted = _EXACT.scaleb(value, self.scale) if self.scale else value
        whole = int(shifted)
        if whole == shifted:
            return _held(2 * whole)
        return _held(2 * whole + (1 if shifted > whole else -1))


_MOST_PLACES: Final = 20
"""Numbers of more places than this lie beyond every code."""


@dataclass(frozen=True)
class Days:
    """The number of a day."""

    def code(self, value: Value) -> int | None:
        """Code a date."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.toordinal()
        return _absent(value, "date")


@dataclass(frozen=True)
class Instants:
    """Microseconds before or after the year 2000: within 2^53 of them are some 285 years."""

    def code(self, value: Value) -> int | None:
        """Code an instant; what is further away takes the outermost code."""
        if not isinstance(value, datetime):
            return _absent(value, "instant")
        since: Any = comparable(value)
        return _held((since - _EPOCH) // timedelta(microseconds=1))


@dataclass(frozen=True)
class Truths:
    """True and false."""

    def code(self, value: Value) -> int | None:
        """Code a truth value; unknown has no code, as a missing value has none."""
        if isinstance(value, bool):
            return TRUE if value else FALSE
        return _absent(value, "truth value")


@dataclass(frozen=True)
class Presence:
    """Whether there is a value: never unknown."""

    def code(self, value: Value) -> int | None:
        """Code any value, missing too."""
        return MISSING if value is None else PRESENT


@dataclass(frozen=True)
class Texts:
    """A number for each text that a condition names, from 1; 0 for every other text."""

    known: Mapping[str, int] = field(compare=False)

    def code(self, value: Value) -> int | None:
        """Code a text."""
        return self.known.get(value, 0) if isinstance(value, str) else _absent(value, "text")


@dataclass(frozen=True)
class Places:
    """The place of a text in its ordered list; what is not in it has none (2.2)."""

    codes: CodeList

    def code(self, value: Value) -> int | None:
        """Code a text."""
        if not isinstance(value, str):
            return _absent(value, "text")
        return self.codes.places.get(value)


Coding = Numbers | Days | Instants | Truths | Presence | Texts | Places


def _held(code: int) -> int:
    if -MOST_WHOLE <= code <= MOST_WHOLE:
        return code
    return MOST_WHOLE if code > 0 else -MOST_WHOLE


def _absent(value: Value, expected: str) -> int | None:
    """Hold the checker to its word: a value of another kind must not be taken for a code."""
    if value is None:
        return None
    message = f"expected a {expected}, found {type(value).__name__}"
    raise OutsideEnvelope(message)
