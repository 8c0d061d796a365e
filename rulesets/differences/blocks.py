"""What differs of a block: rows, rules and bands by their ids, and each sentence beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rulesets.checked import CheckedBlock, CheckedTable, Placed
from rulesets.differences.declared import Side
from rulesets.differences.items import (
    ROWS,
    Item,
    ItemId,
    beside,
    input_titles,
    item_id,
    items,
    part_name,
    sentences,
)
from rulesets.differences.model import Act, Changed, Difference
from rulesets.differences.moving import moved
from rulesets.differences.settings import differing, setting, texts
from rulesets.types import Both
from rulesets.wording.sentences import Sentence, block_sentences

_WAS = Both("{}（原{}）", "{} (was {})")
_BEFORE = Both("原{}", "{} before")
_TITLE = Both("{}的{}", "{}, {}")
_NOTE = Both("{}的备注", "note of {}")


@dataclass(frozen=True)
class _Told:
    """A block in its document: its rows by id, and what was said of it."""

    side: Side
    place: Placed
    items: Mapping[ItemId, Item]
    said: Mapping[ItemId, Sentence]

    def text(self, of: ItemId) -> str:
        return self.said[of].text if of in self.said else ""


def blocks(before: Side | None, after: Side) -> Iterator[Changed]:
    """Tell what differs of blocks, in the order of inference; what is gone comes last."""
    old = before.checked.placed if before else {}
    for place in after.checked.blocks:
        was = old.get(place.key)
        if before is None and place.ruleset != after.checked.ruleset.id:
            continue  # of a ruleset that is included: that one is not new
        if before is None or was is None or type(was.block) is not type(place.block):
            yield _whole("added", after, place)
        elif said := tuple(_between(before, was, after, place)):
            yield Changed("changed", _kind(place), place.key, _title(after, place), said)
    for place in old.values():
        now = after.checked.placed.get(place.key)
        if before and (now is None or type(now.block) is not type(place.block)):
            yield _whole("removed", before, place)


def _kind(place: Placed) -> str:
    return type(place.block.block).__name__.lower()


def _title(side: Side, place: Placed) -> str:
    return place.block.block.title.in_language(side.language) or place.key


def _whole(act: Act, side: Side, place: Placed) -> Changed:
    named = items(side, place.block, by_column=False)
    said = []
    for each in block_sentences(side.checked, place.key, side.language):
        item = named.get(item_id(each, place.block))
        name = item.name if item else part_name(each, side.language)
        old, new = ("", each.text) if act == "added" else (each.text, "")
        said.append(Difference(act, name, old, new))
    return Changed(act, _kind(place), place.key, _title(side, place), tuple(said))


def _between(old: Side, was: Placed, new: Side, place: Placed) -> Iterator[Difference]:
    language = new.language
    by_column = _columns(was.block) != _columns(place.block)
    olds = items(old, was.block, by_column=by_column)
    news = items(new, place.block, by_column=by_column)
    shifted = moved([*olds], [*news])
    changed = {
        each for each, item in news.items() if each in olds and olds[each].means != item.means
    }
    before = _Told(old, was, olds, sentences(old, was, changed | (olds.keys() - news.keys())))
    after = _Told(
        new, place, news, sentences(new, place, changed | shifted | (news.keys() - olds.keys()))
    )
    yield from _headings(before, after)
    yield from _beside(before, after, is_head=True)
    for each in news:
        yield from _of_item(each, before, after, (each in changed, each in shifted))
    for each, item in olds.items():
        if each not in news:
            name = _BEFORE.in_language(language).format(item.name)
            yield Difference("removed", name, before.text(each))
    yield from _beside(before, after, is_head=False)


def _columns(block: CheckedBlock) -> object:
    return (block.subjects, block.block.outputs) if isinstance(block, CheckedTable) else None


def _headings(before: _Told, after: _Told) -> Iterator[Difference]:
    """Tell what differs of the title and the note of a block."""
    old, new, language = before.place.block.block, after.place.block.block, after.side.language
    yield from differing(texts("title", old.title, language), texts("title", new.title, language))
    yield from differing(
        input_titles(before.side, before.place.block), input_titles(after.side, after.place.block)
    )
    if old.note != new.note:
        yield _told(setting("note", language), old.note, new.note)


def _beside(before: _Told, after: _Told, *, is_head: bool) -> Iterator[Difference]:
    """Tell what differs of sentences that are no rows: the first one, or those after the rows."""
    old, new = beside(before.place.block), beside(after.place.block)
    for each in {**before.said, **after.said}:
        kind, _, of = each
        if kind in ROWS or (kind == "head") != is_head:
            continue
        is_there = (each in before.said, each in after.said)
        key = f"{kind} {of}".rstrip()
        if all(is_there) and old.get(key) == new.get(key):
            continue
        said = after.said[each] if is_there[1] else before.said[each]
        yield _told(part_name(said, after.side.language), before.text(each), after.text(each))


def _of_item(
    id_: ItemId, before: _Told, after: _Told, became: tuple[bool, bool]
) -> Iterator[Difference]:
    language, item, was = after.side.language, after.items[id_], before.items.get(id_)
    if was is None:
        yield Difference("added", item.name, "", after.text(id_))
        return
    is_changed, is_moved = became
    name = item.name
    if is_moved and was.name != name:
        name = _WAS.in_language(language).format(name, was.name)
    if is_changed:
        yield Difference("changed", name, before.text(id_), after.text(id_))
    elif is_moved:
        yield Difference("moved", name, after.text(id_), after.text(id_))
    if was.title != item.title:
        titles = texts("title", was.title, language), texts("title", item.title, language)
        for each in differing(*titles):
            name = _TITLE.in_language(language).format(item.name, each.name)
            yield replace(each, name=name)
    if was.note != item.note:
        yield _told(_NOTE.in_language(language).format(item.name), was.note, item.note)


def _told(name: str, old: str, new: str) -> Difference:
    act: Act = "changed" if old and new else "added" if new else "removed"
    return Difference(act, name, old, new)
