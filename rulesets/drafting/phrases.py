"""What stands at a path of a document, as a person calls it: table “Grades”, row 3, “Score”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rulesets.documents.places import Path
from rulesets.drafting.words import ITEMS, KINDS, OTHER, SCORE_INPUT, SETTINGS, SIDES
from rulesets.types import Both

_NAMED = ("facts", "conclusions", "constants", "lookups", "functions")
# Maps whose keys are facts and conclusions.
_BY_NAME = frozenset({"given", "expect", "otherwise", "when unknown", "then"})
_CELLS: Mapping[str, str] = {"when": "inputs", "then": "outputs"}
_GROUPS = frozenset({"all", "any", "none"})
_TITLES = frozenset({"title", "description", "help"})
_LONGEST = 60


@dataclass(frozen=True)
class Phrase:
    """A name in both languages; `is_setting` where it is a setting of what is named before it."""

    zh: str = ""
    en: str = ""

    def item(self, both: Both) -> Phrase:
        """Go on to something within."""
        return Phrase(self.zh + both.zh, f"{self.en}, {both.en}" if self.en else both.en)

    def setting(self, both: Both) -> Phrase:
        """Go on to a setting."""
        zh = f"{self.zh}的{both.zh}" if self.zh else both.zh
        return replace(self.item(both), zh=zh)


class Naming:
    """Names what stands at a path.

    Args:
        titles: of facts and conclusions that the document reads and does not declare, by key.
    """

    def __init__(self, titles: Mapping[str, Both]) -> None:
        """Keep the titles."""
        self._titles = titles

    def at(self, plain: Mapping[str, Any], path: Path) -> Phrase:
        """Name what a path leads to."""
        phrase = Phrase()
        at: Any = plain
        key, block = "", dict[str, Any]()
        for number, step in enumerate(path, start=1):
            below = _below(at, step)
            if isinstance(step, str):
                if number == len(path) or not _is_passed(step, below):
                    phrase = self._keyed(plain, phrase, key, step)
                key = step
            else:
                if key == "blocks":
                    block = below if isinstance(below, dict) else {}
                phrase = self._item(plain, phrase, key, step, (block, below))
                key = ""
            at = below
        return phrase

    def title(self, plain: Mapping[str, Any], key: str) -> Both:
        """Give the title of a fact or conclusion; the key where it has none."""
        for part in _NAMED:
            for each in plain.get(part) or ():
                if isinstance(each, dict) and each.get("key") == key:
                    return called(each) or Both(key, key)
        found = self._titles.get(key)
        return Both(found.zh or key, found.en or found.zh or key) if found else Both(key, key)

    def _keyed(self, plain: Mapping[str, Any], phrase: Phrase, key: str, step: str) -> Phrase:
        if key in _BY_NAME:
            return phrase.item(quoted(self.title(plain, step)))
        if step in SIDES and key in _TITLES:
            side, of = SIDES[step], SETTINGS[key]
            return phrase.setting(Both(f"{side.zh}{of.zh}", f"{side.en} {of.en}"))
        return phrase.setting(SETTINGS.get(step) or quoted(Both(step, step)))

    def _item(
        self, plain: Mapping[str, Any], phrase: Phrase, key: str, step: int, of: tuple[Any, Any]
    ) -> Phrase:
        block, item = of
        if key in _CELLS and isinstance(block.get("rows"), list):
            return phrase.item(self._column(plain, block, _CELLS[key], step))
        if key == "inputs" and block.get("kind") != "scorecard":
            name = self._column(plain, block, key, step)
            return phrase.item(Both(f"列{name.zh}", f"column {name.en}"))
        if key == "rows":
            return phrase.item(numbered("rows", step))
        kind = ITEMS.get(key, OTHER).one
        if key == "blocks":
            kind = KINDS.get(str(block.get("kind")), kind)
        elif key == "inputs":
            kind = SCORE_INPUT
        # A condition has no name, it is one.
        name_of = None if key in _GROUPS else called(item)
        if name_of is None:
            return phrase.item(numbered(key, step))
        name = quoted(name_of)
        return phrase.item(Both(f"{kind.zh}{name.zh}", f"{kind.en} {name.en}"))

    def _column(
        self, plain: Mapping[str, Any], block: Mapping[str, Any], columns: str, step: int
    ) -> Both:
        listed = block.get(columns)
        column = _below([listed] if isinstance(listed, str) else listed, step)
        if isinstance(column, dict):
            title = _both(column.get("title"))
            if title is not None:
                return quoted(title)
            column = column.get("expression")
        if not isinstance(column, str) or not column:
            return Both(f"第 {step + 1} 列", f"column {step + 1}")
        return quoted(self.title(plain, column))


def _is_passed(step: str, below: Any) -> bool:
    """Tell whether what follows says enough: the item of a list, the side of a title."""
    if step in {"when", "then"}:
        return step == "when" or isinstance(below, list)
    return step in _TITLES or (step in ITEMS and isinstance(below, list))


def numbered(key: str, step: int) -> Both:
    """Name an item by its number."""
    kind = ITEMS.get(key, OTHER).one
    if key == "rows":
        return Both(f"第 {step + 1} 行", f"row {step + 1}")
    return Both(f"第 {step + 1} 个{kind.zh}", f"{kind.en} {step + 1}")


def called(item: Any) -> Both | None:
    """Give what an item is called: its title, else its key, id or value."""
    if isinstance(item, str) and item:
        return Both(item, item)
    if not isinstance(item, dict):
        return None
    title = _both(item.get("title"))
    if title is not None:
        return title
    names = (item.get(name) for name in ("key", "id", "value"))
    return next((Both(name, name) for name in names if isinstance(name, str) and name), None)


def quoted(name: Both) -> Both:
    """Set a name in quotes."""
    return Both(f"「{short(name.zh)}」", f"“{short(name.en)}”")


def short(text: str) -> str:
    r"""Shorten a text to what a sentence can hold.

    Example:
        >>> len(short("x" * 100)), short("a\n b")
        (60, 'a b')
    """
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _both(title: Any) -> Both | None:
    if isinstance(title, str) and title:
        return Both(title, title)
    if not isinstance(title, dict):
        return None
    sides = [each if isinstance(each := title.get(side), str) else "" for side in ("zh", "en")]
    zh, en = sides
    return Both(zh or en, en or zh) if zh or en else None


def _below(at: Any, step: str | int) -> Any:
    if isinstance(at, dict):
        return at.get(step)
    return at[step] if isinstance(at, list) and isinstance(step, int) and step < len(at) else None
