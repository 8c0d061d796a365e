"""Forms of what holds many values: lists of items, and maps of free keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rulesets.documents import nodes
from rulesets.documents.nodes import Node
from rulesets.documents.reading import FAILED, Form, Plain, Reading, a_map, shape_of
from rulesets.types import Both


@dataclass(frozen=True)
class Items:
    """A list of values of one form. With `one_alone` a single value may stand without brackets.

    With `step`, each item is a place of its own, named by its `identity` (an attribute) or its
    number; with `unique`, no two items may have the same.
    """

    form: Form
    one_alone: bool = False
    step: str = ""
    identity: str = ""
    unique: bool = False
    numbered: bool = False

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        if not isinstance(node, nodes.Sequence):
            if isinstance(node, nodes.Scalar) and node.null:
                return ()
            if self.one_alone:
                only = self.form.read(node, at)
                return only if only is FAILED else (only,)
            expected = Both("列表", "a list")
            return at.refuse("wrong-shape", node, expected=expected, found=shape_of(node))
        if not self.step:
            values = tuple([self.form.read(item, at) for item in node.items])
        else:
            values = tuple(
                [
                    self.form.read(item, at.within((self.step, self._named(item, number))))
                    for number, item in enumerate(node.items, start=1)
                ]
            )
        if self.unique:
            self._refuse_twice(node, values, at)
        return FAILED if any(value is FAILED for value in values) else values

    def _named(self, item: Node, number: int) -> str | int:
        if self.numbered or not isinstance(item, nodes.Mapping):
            return number
        for key, value in item.pairs:
            if key.text == self.identity and isinstance(value, nodes.Scalar) and value.text:
                return value.text[:80]
        return number

    def _refuse_twice(self, node: nodes.Sequence, values: tuple[Any, ...], at: Reading) -> None:
        firsts: dict[str, Both] = {}
        for number, (item, value) in enumerate(zip(node.items, values, strict=True), start=1):
            if value is not FAILED:
                name = getattr(value, self.identity)
                if name in firsts:
                    at.refuse("duplicate-id", item, id=name, first=firsts[name])
                elif item.line:
                    firsts[name] = Both(f"文件第 {item.line} 行", f"line {item.line}")
                else:
                    firsts[name] = Both(f"第 {number} 项", f"item {number}")

    def write(self, value: tuple[Any, ...]) -> Plain:  # noqa: D102 - as Form
        if self.one_alone and len(value) == 1:
            return self.form.write(value[0])
        return [self.form.write(item) for item in value]


@dataclass(frozen=True)
class Pairs:
    """A map of free keys to values of one form, made to items by `make(key, value)`."""

    form: Form
    make: Any = field(default=lambda key, value: (key, value))
    split: Any = field(default=lambda pair: pair)

    def read(self, node: Node, at: Reading) -> Any:  # noqa: D102 - as Form
        if isinstance(node, nodes.Scalar) and node.null:
            return ()
        mapping = a_map(node, at)
        if mapping is FAILED:
            return FAILED
        pairs = [
            (key.text, self.form.read(value, at.under(key.text))) for key, value in mapping.pairs
        ]
        if any(value is FAILED for _, value in pairs):
            return FAILED
        return tuple(self.make(key, value) for key, value in pairs)

    def write(self, value: tuple[Any, ...]) -> Plain:  # noqa: D102 - as Form
        return {key: self.form.write(each) for key, each in map(self.split, value)}
