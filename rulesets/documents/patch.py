"""Rendering nodes of a text again with changes: what stays is copied, what changed is laid out.

A map or list is a row of members (pairs or items), each with its body in the text, and before each
but the first what leads to it: line ends, comments, commas. Members are kept, changed, moved, left
out or added; what leads to a member goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rulesets.documents import layout, nodes
from rulesets.documents.alignment import align, is_list, same
from rulesets.documents.nodes import Node
from rulesets.documents.reading import Plain

_NOTHING: Any = object()


@dataclass(frozen=True)
class _Body:
    """A member as it will stand; `source` is its index in the old text, None for a new one."""

    text: str
    source: int | None


class Patch:
    """Changes to one text, whose nodes know where they stand."""

    def __init__(self, text: str, *, defaults_stay: bool = True) -> None:
        """Take the text; with `defaults_stay` keys that say a default are kept."""
        self._text = text
        self._defaults_stay = defaults_stay
        self._ends: dict[int, int] = {}

    def whole(self, root: Node, before: Plain, after: Plain) -> str | None:
        """Render the whole text; None when it cannot be changed in place."""
        changed = self._node(root, before, after)
        if changed is None:
            return None
        return self._text[: _start(root)] + changed + self._text[self._end(root) :]

    # ------------------------------------------------------------------------------------ places

    def _end(self, node: Node) -> int:
        """Find where a node ends: one in a block with its last line, comment included."""
        if id(node) not in self._ends:
            self._ends[id(node)] = self._find_end(node)
        return self._ends[id(node)]

    def _find_end(self, node: Node) -> int:
        if isinstance(node, nodes.Mapping) and not node.flow:
            return self._pair_end(node, *node.pairs[-1])
        if isinstance(node, nodes.Sequence) and not node.flow:
            return self._line_end(self._end(node.items[-1]))
        start, end = _start(node), 0 if isinstance(node, nodes.Refused) else node.end
        # A text in a block (| or >) ends after its line ends; those stay outside.
        while end > start and self._text[end - 1] in "\r\n ":
            end -= 1
        return end

    def _pair_end(self, node: nodes.Mapping, key: nodes.Scalar, value: Node) -> int:
        end = max(key.end, self._end(value))
        return end if node.flow else self._line_end(end)

    def _line_end(self, position: int) -> int:
        found = self._text.find("\n", position)
        end = len(self._text) if found < 0 else found
        return end - 1 if end > position and self._text[end - 1] == "\r" else end

    def _column(self, position: int) -> int:
        return position - (self._text.rfind("\n", 0, position) + 1)

    # ------------------------------------------------------------------------------------- nodes

    def _node(self, node: Node, before: Plain, after: Plain, *, flow: bool = False) -> str | None:
        """Render a node; None when what is said now cannot stand in its place."""
        if same(before, after):
            return self._text[_start(node) : self._end(node)]
        if isinstance(node, nodes.Scalar) and (after is None or isinstance(after, str)):
            return layout.scalar(after, quoted=not node.plain)
        changed = None
        if isinstance(node, nodes.Mapping) and isinstance(before, Mapping):
            changed = self._mapping(node, before, after) if isinstance(after, Mapping) else None
        elif isinstance(node, nodes.Sequence) and is_list(before) and is_list(after):
            changed = self._sequence(node, before, after)
        if changed is not None:
            return changed
        in_brackets = isinstance(node, (nodes.Mapping, nodes.Sequence)) and node.flow
        has_members = in_brackets and self._end(node) > _start(node) + len("[]")
        return layout.flow(after) if flow or has_members else None

    def _mapping(
        self, node: nodes.Mapping, before: Mapping[str, Plain], after: Mapping[str, Plain]
    ) -> str | None:
        if [key for key in before if key in after] != [key for key in after if key in before]:
            return None
        if not after or not node.pairs:
            return None
        bodies: dict[str, _Body] = {}
        for index, (key, value) in enumerate(node.pairs):
            name = key.text
            if name in after:
                old = before.get(name, _NOTHING)
                bodies[name] = _Body(self._pair(node, key, value, old, after[name]), index)
            elif name not in before and self._defaults_stay:
                end = self._pair_end(node, key, value)
                bodies[name] = _Body(self._text[key.start : end], index)
        spans = [(key.start, self._pair_end(node, key, value)) for key, value in node.pairs]
        return self._joined(node, spans, self._with_new_pairs(node, bodies, after))

    def _pair(
        self, node: nodes.Mapping, key: nodes.Scalar, value: Node, before: Plain, after: Plain
    ) -> str:
        start, end = _start(value), self._pair_end(node, key, value)
        if same(before, after):
            return self._text[key.start : end]
        there = self._end(value) > start
        changed = self._node(value, before, after, flow=node.flow) if there else None
        if changed is None:
            rest = self._text[max(self._end(value), key.end) : end]
            return _with_comment(self._new_pair(node, key.text, after), rest if there else "")
        return self._text[key.start : start] + changed + self._text[self._end(value) : end]

    def _new_pair(self, node: nodes.Mapping, key: str, value: Plain) -> str:
        if node.flow:
            return f"{layout.scalar(key)}: {layout.flow(value)}"
        column = self._column(node.pairs[0][0].start)
        return "\n".join(layout.map_lines({key: value}, column))[column:]

    def _with_new_pairs(
        self, node: nodes.Mapping, bodies: dict[str, _Body], after: Mapping[str, Plain]
    ) -> list[_Body]:
        """Put each new key after the one that it follows where documents are written."""
        order = list(bodies)
        place = 0
        for name, value in after.items():
            if name in bodies:
                place = order.index(name) + 1
                continue
            bodies[name] = _Body(self._new_pair(node, name, value), None)
            order.insert(place, name)
            place += 1
        return [bodies[name] for name in order]

    # ------------------------------------------------------------------------------------- lists

    def _sequence(self, node: nodes.Sequence, before: Any, after: Any) -> str | None:
        if len(node.items) != len(before) or not before or not after:
            return None
        spans = self._item_spans(node)
        bodies = []
        for item, index in zip(after, align(before, after), strict=True):
            if index is None:
                bodies.append(_Body(self._new_item(node, item), None))
            else:
                body = self._item(node, index, spans[index], before[index], item)
                bodies.append(_Body(body, index))
        return self._joined(node, spans, bodies)

    def _item_spans(self, node: nodes.Sequence) -> list[tuple[int, int]]:
        if node.flow:
            return [(_start(item), self._end(item)) for item in node.items]
        dash = re.compile(rf"^ {{{self._column(node.start)}}}-", re.MULTILINE)
        spans: list[tuple[int, int]] = []
        start = node.start
        for item in node.items:
            if spans:
                found = dash.search(self._text, spans[-1][1])
                start = found.end() - 1 if found else _start(item)
            spans.append((start, self._line_end(self._end(item))))
        return spans

    def _item(
        self, node: nodes.Sequence, index: int, span: tuple[int, int], before: Plain, after: Plain
    ) -> str:
        item, (start, end) = node.items[index], span
        if same(before, after):
            return self._text[start:end]
        there = self._end(item) > _start(item)
        changed = self._node(item, before, after, flow=node.flow) if there else None
        if changed is None:
            rest = self._text[self._end(item) : end]
            return _with_comment(self._new_item(node, after), rest if there else "")
        return self._text[start : _start(item)] + changed + self._text[self._end(item) : end]

    def _new_item(self, node: nodes.Sequence, item: Plain) -> str:
        if node.flow:
            return layout.flow(item)
        siblings = [
            each for each in node.items if isinstance(each, (nodes.Mapping, nodes.Sequence))
        ]
        if siblings and all(each.flow for each in siblings):
            return f"- {layout.flow(item)}"
        column = self._column(node.start)
        return "\n".join(layout.list_lines([item], column))[column:]

    # ----------------------------------------------------------------------------------- joining

    def _joined(
        self, node: nodes.Collection, spans: list[tuple[int, int]], bodies: list[_Body]
    ) -> str:
        """Join members again, each with what led to it."""
        leads = [self._text[end:start] for (_, end), (start, _) in pairwise(spans)]
        if node.flow:
            first = self._text[node.start : spans[0][0]]
            last = self._text[spans[-1][1] : self._end(node)]
            usual = leads[0] if leads and "#" not in leads[0] else ", "
        else:
            first = last = ""
            usual = "\n" + " " * self._column(spans[0][0])
        parts: list[str] = []
        for body in bodies:
            lead = leads[body.source - 1] if body.source else usual
            if not parts:
                # Comments above a member that comes first now stay above it.
                lead = first if node.flow else (lead.lstrip() if body.source else "")
            parts.extend((lead, body.text))
        return "".join((*parts, last))


def _with_comment(text: str, comment: str) -> str:
    """Keep the comment of a line that is laid out anew, on its first line."""
    first, line_end, rest = text.partition("\n")
    return first + comment + line_end + rest


def _start(node: Node) -> int:
    return 0 if isinstance(node, nodes.Refused) else node.start
