"""The Python source that is generated, and the objects that it names.

No text of a person ever stands in it: values, keys and messages are objects of the namespace,
named by kind and number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from engine.runtimes.compiled import library


class Objects:
    """The namespace of the generated functions: one for each version."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"__builtins__": {}, **library.NAMES}
        self._known: dict[tuple[object, ...], str] = {}

    def name(self, value: object) -> str:
        """Name an object; the same name for equal constants of one type and for one object."""
        if value is None or value is True or value is False:
            return repr(value)
        key: tuple[object, ...] = ("object", id(value))
        if isinstance(value, Decimal | str):  # 1.0 and 1 stay two: a value is kept as written
            key = (type(value), str(value))
        if key not in self._known:
            self._known[key] = f"c{len(self._known)}"
            self.names[self._known[key]] = value  # kept, so that its id is not used again
        return self._known[key]


class Source:
    """The `lines` of one function; `used` holds what it reads and does not make itself."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.used: dict[str, None] = {}
        self.lines: list[str] = []
        self._depth = 1
        self._temporary = 0

    def add(self, line: str) -> None:
        """Add a line where the source stands."""
        self.lines.append(" " * self._depth + line)

    @contextmanager
    def inside(self, head: str) -> Iterator[None]:
        """Add a line and stand inside it."""
        self.add(head)
        self._depth += 1
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.add("pass")
        self._depth -= 1

    def temporary(self) -> str:
        """Make a name for a value that is kept for a moment."""
        self._temporary += 1
        return f"t{self._temporary}"

    def beside(self) -> Source:
        """Start lines elsewhere that may be taken in here."""
        other = Source(self.objects)
        other._temporary = self._temporary
        return other

    def take(self, other: Source) -> None:
        """Take in lines started beside."""
        for line in other.lines:
            self.add(line.removeprefix(" "))
        self.used.update(other.used)
        self._temporary = max(self._temporary, other._temporary)

    def mentions(self, name: str) -> bool:
        """Tell whether a line reads a name."""
        return any(name in line for line in self.lines)

    def text(self, head: str, first: tuple[str, ...] = ()) -> str:
        """Put the function together."""
        body = [*(f" {line}" for line in first), *self.lines]
        return "\n".join([head, *(body or [" pass"])]) + "\n"
