"""What edits changed, in sentences that a person reads, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rulesets.documents.places import value_at
from rulesets.drafting.edits import Edit, Editing
from rulesets.drafting.phrases import Naming, Phrase, called, numbered, quoted, short
from rulesets.drafting.words import ITEMS, OTHER
from rulesets.types import Both
from rulesets.wording.titles import hit_policy_title

MOST_TOLD = 3
"""So many alike changes of one part are told one by one; more are counted."""

_CELLS = frozenset({"when", "then"})
_ACTS: Mapping[str, Both] = {
    "set": Both("修改 {}", "{} changed"),
    "insert": Both("插入 {}", "{} inserted"),
    "remove": Both("删除 {}", "{} removed"),
    "move": Both("移动 {}", "{} moved"),
}


def edit_sentences(
    before: Mapping[str, Any],
    edits: Iterable[Edit],
    titles: Mapping[str, Both] | None = None,
) -> tuple[Both, ...]:
    """Say what edits change; many alike ones are summed up.

    Args:
        before: the data that the first edit changes.
        edits: those that fit it.
        titles: of facts and conclusions that are declared elsewhere, by key.

    Raises:
        CallerError: `edit-does-not-fit`.

    Example:
        >>> table = {"key": "grade", "kind": "table", "title": {"zh": "客户等级表", "en": "Grades"}}
        >>> score = {"expression": "score", "title": {"zh": "综合评分", "en": "Score"}}
        >>> table |= {"inputs": [score], "rows": [{"id": "a", "when": [">= 80"]}]}
        >>> edit = Edit("set", ("blocks", 0, "rows", 0, "when", 0), ">= 75")
        >>> said, = edit_sentences({"blocks": [table]}, [edit])
        >>> said.zh
        '表「客户等级表」第 1 行「综合评分」由 >= 80 改为 >= 75'
        >>> said.en
        'Table “Grades”, row 1, “Score” changed from >= 80 to >= 75'
    """
    telling = _Telling(Editing(before), Naming(titles or {}))
    for edit in edits:
        telling.tell(edit)
    return tuple(telling.sentences())


@dataclass
class _Alike:
    """Changes of one kind in one part."""

    of: Phrase
    act: str
    key: str
    count: int = 0
    told: list[Both] = field(default_factory=list)


class _Telling:
    """Tells edits one after the other, each against what it changes."""

    def __init__(self, editing: Editing, naming: Naming) -> None:
        self._editing = editing
        self._naming = naming
        self._alike: dict[tuple[Any, ...], _Alike] = {}

    def tell(self, edit: Edit) -> None:
        waiting = [edit]
        while waiting:
            each = waiting.pop()
            finer = _finer(self._editing.plain, each)
            if finer is not None:
                waiting.extend(reversed(finer))
            else:
                self._note(each)
                self._editing.do(each)

    def sentences(self) -> Iterator[Both]:
        for alike in self._alike.values():
            if alike.count <= MOST_TOLD:
                yield from alike.told
            else:
                some = ITEMS.get(alike.key, OTHER).some
                act = _ACTS[alike.act]
                zh, en = act.zh.format(some.zh), act.en.format(some.en)
                zh, en = zh.format(f"{alike.count:,}"), en.format(f"{alike.count:,}")
                yield Both(alike.of.zh + zh, f"{_begin(alike.of.en)}: {en}" if alike.of.en else en)

    def _note(self, edit: Edit) -> None:
        group, key, owner = _group(edit)
        alike = self._alike.get(group)
        if alike is None:
            phrase = self._naming.at(self._editing.plain, owner)
            alike = self._alike[group] = _Alike(phrase, edit.kind, key)
        alike.count += 1
        if alike.count <= MOST_TOLD:
            alike.told.append(self._sentence(edit))

    def _sentence(self, edit: Edit) -> Both:
        last = edit.path[-1]
        if isinstance(last, int) and edit.kind != "set":
            return self._of_item(edit, last)
        phrase = self._naming.at(self._editing.plain, edit.path)
        old = value_at(self._editing.plain, edit.path)
        if edit.kind == "remove":
            return Both(f"去掉{phrase.zh}", f"{_begin(phrase.en)} removed")
        if last == "hit":
            return _changed(phrase, _policy(old), _policy(edit.value))
        return _changed(phrase, old, edit.value)

    def _of_item(self, edit: Edit, last: int) -> Both:
        """Tell that an item came, went, or took another place."""
        plain, path = self._editing.plain, edit.path
        key = str(path[-2]) if len(path) > 1 else ""
        owner = self._naming.at(plain, path[:-2])
        if edit.kind == "insert":
            name = _new_name(key, last, edit.value)
            said = Both(f"添加{name.zh}", f"{name.en} added")
        else:
            whole = self._naming.at(plain, path)
            name = Both(whole.zh.removeprefix(owner.zh), whole.en.removeprefix(f"{owner.en}, "))
            said = Both(f"删除{name.zh}", f"{name.en} removed")
        if edit.kind == "move":
            to = (edit.to or 0) + 1
            place = Both(f"第 {to} 行", f"row {to}")
            place = place if key == "rows" else Both(f"第 {to} 位", f"place {to}")
            said = Both(f"{name.zh}移到{place.zh}", f"{name.en} moved to {place.en}")
        if not owner.en:
            return Both(said.zh, _begin(said.en))
        return Both(owner.zh + said.zh, f"{_begin(owner.en)}: {said.en}")


def _group(edit: Edit) -> tuple[tuple[Any, ...], str, tuple[str | int, ...]]:
    """Give what makes edits alike, the key of the list they are in, and the path of its owner."""
    path, last = edit.path, edit.path[-1]
    if "rows" in path[:-1] and len(path) >= path.index("rows") + 4:
        place = path.index("rows")
        if path[place + 2] in _CELLS:
            return (edit.kind, path[:place], "cells"), "cells", path[:place]
    if isinstance(last, int) and len(path) > 1:
        return (edit.kind, path[:-1]), str(path[-2]), path[:-2]
    numbers = [place for place, step in enumerate(path) if isinstance(step, int)]
    if not numbers:
        return (edit.kind, path), "", ()
    # The same setting of several items of one list.
    list_of = path[: numbers[-1]]
    group = (edit.kind, list_of, path[numbers[-1] + 1 :])
    return group, str(list_of[-1]) if list_of else "", list_of[:-1]


def _finer(plain: Mapping[str, Any], edit: Edit) -> list[Edit] | None:
    """Open a `set` of a map or a list into what it changes within; None where it is told whole."""
    if edit.kind != "set":
        return None
    old, new = value_at(plain, edit.path), edit.value
    if isinstance(old, dict) and isinstance(new, dict) and not _is_title(old, new):
        gone = [Edit("remove", (*edit.path, key)) for key in old if key not in new]
        came = [
            Edit("set", (*edit.path, key), value)
            for key, value in new.items()
            if key not in old or old[key] != value
        ]
        return [*gone, *came]
    if isinstance(old, list) and isinstance(new, list) and _is_opened(edit, old, new):
        return _finer_list(edit, old, new)
    return None


def _finer_list(edit: Edit, old: list[Any], new: list[Any]) -> list[Edit]:
    head, shorter = 0, min(len(old), len(new))
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    both = shorter - head - tail
    found = [
        Edit("set", (*edit.path, place), new[place])
        for place in range(head, head + both)
        if old[place] != new[place]
    ]
    first = head + both
    gone = [Edit("remove", (*edit.path, first)) for _ in range(len(old) - tail - first)]
    came = [Edit("insert", (*edit.path, n), new[n]) for n in range(first, len(new) - tail)]
    return [*found, *gone, *came]


def _is_opened(edit: Edit, old: list[Any], new: list[Any]) -> bool:
    is_cells = "rows" in edit.path and edit.path[-1] in _CELLS
    return is_cells or any(isinstance(each, dict) for each in (*old[:1], *new[:1]))


def _is_title(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return {*old, *new} <= {"zh", "en"}


def _new_name(key: str, place: int, item: Any) -> Both:
    name = called(item)
    if key == "rows" or name is None:
        return numbered(key, place)
    kind, name = ITEMS.get(key, OTHER).one, quoted(name)
    return Both(f"{kind.zh}{name.zh}", f"{kind.en} {name.en}")


def _changed(phrase: Phrase, old: Any, new: Any) -> Both:
    before, after = (_shown(old), _shown(new))
    if before is None or after is None:
        return Both(f"{phrase.zh}已修改", f"{_begin(phrase.en)} changed")
    return Both(
        _said_zh(phrase.zh, before.zh, after.zh),
        _said_en(_begin(phrase.en), before.en, after.en),
    )


def _said_zh(name: str, old: str, new: str) -> str:
    if not old:
        return f"{name}设为 {new}" if new else f"{name}设为空白"
    return f"{name}由 {old} 改为 {new}" if new else f"{name}由 {old} 改为空白"


def _said_en(name: str, old: str, new: str) -> str:
    if not old:
        return f"{name} set to {new}" if new else f"{name} set to blank"
    return f"{name} changed from {old} to {new}" if new else f"{name} changed from {old} to blank"


def _policy(value: Any) -> Any:
    """Give a hit policy by its titles; as it is where it is none."""
    try:
        zh, en = (hit_policy_title(value, each) for each in ("zh", "en"))
    except (KeyError, TypeError):
        return value
    return {"zh": zh, "en": en}


def _shown(value: Any) -> Both | None:
    """Show a value in a sentence; None where it is too much for one."""
    if value is None:
        return Both()
    if isinstance(value, str):
        return Both(short(value), short(value))
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return Both(short("、".join(value)), short(", ".join(value)))
    if isinstance(value, dict) and value.keys() <= {"zh", "en"}:
        sides = [each if isinstance(each, str) else "" for each in map(value.get, ("zh", "en"))]
        return Both(*map(short, sides))
    return None


def _begin(text: str) -> str:
    return text[:1].upper() + text[1:]
