"""Which rows of a long list a page shows: so many one after another, or those that hold words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MOST_ROWS: Final = 100
"""So many rows a page shows at once."""

_MOST_DIGITS: Final = 9
_ROWS: Final = "rows-"
_SOUGHT: Final = "sought-"


@dataclass(frozen=True)
class Window:
    """The rows that are shown, by their places in the list.

    `before` and `after` name the windows beside it, as `Asked.opened` has them; empty where there
    is none. `found` counts the rows that hold the words of `sought`.
    """

    places: tuple[int, ...]
    of: int
    sought: str = ""
    found: int = 0
    before: str = ""
    after: str = ""


def window_of(rows: Sequence[Iterable[str]], opened: Iterable[str]) -> Window:
    """Choose the rows that are shown.

    Args:
        rows: what each row says.
        opened: names of what stands open; one may be a window, or words that are looked for.

    Example:
        >>> rows = [[f"town {at}", "east"] for at in range(150)]
        >>> first, second = window_of(rows, ()), window_of(rows, ["rows-100"])
        >>> first.places[:3], first.after, second.places[0], second.before
        ((0, 1, 2), 'rows-100', 100, 'rows-0')
        >>> window_of(rows, [sought("EAST 149")]).places
        (149,)
        >>> window_of(rows, ["rows-" + "9" * 5000]).places[0]
        0
    """
    words = _named(_SOUGHT, opened)
    if words:
        wanted = words.lower().split()
        found = [at for at, row in enumerate(rows) if _holds(row, wanted)]
        return Window(tuple(found[:MOST_ROWS]), len(rows), words, len(found))
    number = _named(_ROWS, opened)
    last = max(len(rows) - 1, 0) // MOST_ROWS * MOST_ROWS
    # An address may hold more digits than Python reads as a number.
    is_place = number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS
    first = min(int(number), last) if is_place else 0
    first -= first % MOST_ROWS
    return Window(
        tuple(range(len(rows))[first : first + MOST_ROWS]),
        len(rows),
        before=f"{_ROWS}{first - MOST_ROWS}" if first else "",
        after=f"{_ROWS}{first + MOST_ROWS}" if first < last else "",
    )


def window_with(place: int) -> str:
    """Name the window that shows a row; empty: the first, which is shown unasked.

    Example:
        >>> window_with(99), window_with(250)
        ('', 'rows-200')
    """
    first = place // MOST_ROWS * MOST_ROWS
    return f"{_ROWS}{first}" if first else ""


def sought(words: str) -> str:
    """Name the window of the rows that hold words.

    Example:
        >>> sought("north east")
        'sought-north east'
    """
    return f"{_SOUGHT}{words}"


def _named(kind: str, opened: Iterable[str]) -> str:
    """Find what is opened of a kind; an address may name anything, the least of all is taken."""
    return min((each.removeprefix(kind) for each in opened if each.startswith(kind)), default="")


def _holds(row: Iterable[str], wanted: list[str]) -> bool:
    said = " ".join(row).lower()
    return all(word in said for word in wanted)
