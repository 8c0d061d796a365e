"""Reading the JSON of a calendar: what has another shape is noted, and reading goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from rulesets.types import Both


class _Absent:
    """Stands for a key that is missing: noted once, where it should have been."""


_ABSENT = _Absent()


class Reader:
    r"""Takes values out of a JSON document by their places; `faults` keeps all that is wrong.

    What is refused is answered with an empty value of the right type, to be thrown away with the
    rest: whoever reads looks at `faults` before using anything.

    Example:
        >>> reader = Reader()
        >>> reader.whole(True, "/version"), reader.day("20250101", "/holidays/0")
        (0, datetime.date(1, 1, 1))
        >>> print(*(fault.en for fault in reader.faults), sep="\n")
        /version: expected a whole number, found `True`
        /holidays/0: expected a date such as 2025-10-01, found `20250101`
    """

    def __init__(self) -> None:
        """Begin without faults."""
        self.faults: list[Both] = []

    def members(self, value: object, path: str, *keys: str) -> dict[str, object]:
        """Return the values of an object that must have just these keys."""
        if not isinstance(value, Mapping):
            self.refuse(value, path or "/", "对象", "an object")
            return dict.fromkeys(keys, _ABSENT)
        for key in keys:
            if key not in value:
                self.faults.append(
                    Both(f"{path}/{key}：缺少该键", f"{path}/{key}: the key is missing")
                )
        for key in value:
            if key not in keys:
                self.faults.append(
                    Both(f"{path}/{key}：未知的键", f"{path}/{key}: the key is unknown")
                )
        return {key: value.get(key, _ABSENT) for key in keys}

    def items(self, value: object, path: str) -> Iterator[tuple[str, object]]:
        """Yield the place and value of each entry of a list."""
        if not isinstance(value, list):
            self.refuse(value, path, "列表", "a list")
            return
        for index, item in enumerate(value):
            yield f"{path}/{index}", item

    def text(self, value: object, path: str) -> str:
        """Return a text."""
        if isinstance(value, str):
            return value
        self.refuse(value, path, "文本", "a text")
        return ""

    def whole(self, value: object, path: str) -> int:
        """Return a whole number; true is none."""
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.refuse(value, path, "整数", "a whole number")
        return 0

    def day(self, value: object, path: str) -> date:
        """Return a date in its one form, year-month-day with hyphens."""
        day = _date(value) if isinstance(value, str) else None
        if day is None:
            self.refuse(value, path, "日期，例如 2025-10-01", "a date such as 2025-10-01")
        return day or date.min

    def days(self, value: object, path: str) -> frozenset[date]:
        """Return a list of dates, none given twice."""
        seen: set[date] = set()
        for place, item in self.items(value, path):
            day = self.day(item, place)
            if day in seen and day != date.min:
                self.faults.append(
                    Both(
                        f"{place}：日期 `{day}` 出现了两次", f"{place}: date `{day}` is given twice"
                    )
                )
            seen.add(day)
        return frozenset(seen)

    def refuse(self, value: object, path: str, zh: str, en: str) -> None:
        """Note that something else was expected; a missing key was noted already."""
        if value is not _ABSENT:
            found = str(value)[:40]
            self.faults.append(
                Both(f"{path}：应为{zh}，实为 `{found}`", f"{path}: expected {en}, found `{found}`")
            )


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # Python also reads 20251001 and 2025-W40-3; here a date has one form.
    return day if day.isoformat() == text else None
