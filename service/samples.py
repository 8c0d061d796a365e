"""Sample customers, all made up, to try rulesets with.

They stand in rulesets/library/samples.yaml:

    customers:
      - id: S-1001                       # any text
        title: {zh: …, en: …}            # the customer's name; made up
        rulesets: [customer-grade]       # the rulesets that the facts are for
        facts: {province: jiangsu, annual_sales: 2860000, first_order: 2020-03-01}

As in every document each scalar is text, and the fact's type says how it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files

from rulesets.checked import CheckedRuleset
from rulesets.documents import nodes
from rulesets.types import BooleanType, Both, ListType, NumberType, RecordsType, Type


@dataclass(frozen=True)
class Sample:
    """A sample customer; `facts` are plain data whose scalars are texts, as written."""

    id: str
    title: Both
    rulesets: tuple[str, ...]
    facts: Mapping[str, object]


@cache
def list_samples() -> tuple[Sample, ...]:
    """List all sample customers in the order of the file.

    Example:
        >>> all(each.title.zh and each.title.en and each.rulesets for each in list_samples())
        True
    """
    text = files("rulesets").joinpath("library", "samples.yaml").read_text(encoding="utf-8")
    return tuple(map(_sample, _items(_mapping(_plain(nodes.compose(text).root))["customers"])))


def samples_for(ruleset: str) -> tuple[Sample, ...]:
    """List the sample customers whose facts are for a ruleset."""
    return tuple(each for each in list_samples() if ruleset in each.rulesets)


def facts_of(sample: Sample, checked: CheckedRuleset) -> dict[str, object]:
    """Give a sample's facts as a caller would give them, read by the types of a ruleset's facts.

    What cannot be read by its type stays text, and a fact the ruleset does not know stays too: the
    intake refuses both, as it does a caller's.
    """
    types = {key: fact.type for key, fact in checked.facts.items()}
    return {key: _typed(value, types.get(key)) for key, value in sample.facts.items()}


def _typed(written: object, type_: Type | None) -> object:
    if isinstance(written, list):
        item = type_.item if isinstance(type_, ListType) else type_
        return [_typed(each, item) for each in written]
    if isinstance(written, dict):
        fields = type_.fields if isinstance(type_, RecordsType) else ()
        types = {field.key: field.type for field in fields}
        return {key: _typed(each, types.get(key)) for key, each in written.items()}
    if isinstance(written, str):
        return _scalar(written, type_)
    return written


def _scalar(text: str, type_: Type | None) -> object:
    if isinstance(type_, NumberType):
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    if isinstance(type_, BooleanType):
        return {"true": True, "false": False}.get(text, text)
    return text


def _sample(plain: object) -> Sample:
    member = _mapping(plain)
    title = _mapping(member["title"])
    return Sample(
        id=str(member["id"]),
        title=Both(str(title["zh"]), str(title["en"])),
        rulesets=tuple(map(str, _items(member["rulesets"]))),
        facts=_mapping(member["facts"]),
    )


def _plain(node: nodes.Node | None) -> object:
    if isinstance(node, nodes.Mapping):
        return {key.text: _plain(value) for key, value in node.pairs}
    if isinstance(node, nodes.Sequence):
        return [_plain(item) for item in node.items]
    if isinstance(node, nodes.Scalar) and not node.null:
        return node.text
    return None


def _mapping(plain: object) -> dict[str, object]:
    if not isinstance(plain, dict):
        message = f"samples.yaml: expected a map, found {plain!r}"
        raise TypeError(message)
    return plain


def _items(plain: object) -> list[object]:
    if not isinstance(plain, list):
        message = f"samples.yaml: expected a list, found {plain!r}"
        raise TypeError(message)
    return plain
