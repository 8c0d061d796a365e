"""The names and functions that a page offers while a text is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from rulesets import model
from rulesets.checking.naming import Names
from rulesets.checking.written_values import codes_of
from rulesets.drafting.respelling import Titles
from rulesets.expressions.functions import AGGREGATES, FUNCTIONS, PREVIOUS
from rulesets.expressions.signatures import FunctionSpec
from rulesets.types import Both, CodeList, Field, NumberType, RecordsType, Type

_Valued = model.Fact | model.Conclusion | model.Constant
Kind = Literal["fact", "conclusion", "constant", "lookup", "function"]

_WORDS: Final = {
    "number": Both("数值", "number"),
    "literal number": Both("数字", "digits"),
    "text": Both("文本", "text"),
    "boolean": Both("条件", "condition"),
    "date": Both("日期", "date"),
    "datetime": Both("时刻", "date and time"),
    "scalar": Both("值", "value"),
    "list": Both("列表", "list"),
    "item": Both("值", "value"),
    "any": Both("值", "value"),
    "calendar": Both("日历", "calendar"),
    "conclusion": Both("结论", "conclusion"),
}
_RECORDS = Both("记录 其中 条件", "records where condition")
_VALUE = Both("值", "value")


@dataclass(frozen=True)
class ShownName:
    """A name that a text may hold, in one language.

    `typed` is what to put into a text for it. `codes` are value and title, where its values are of
    a list; `parameters` what a lookup or function of the ruleset is called with; `fields` the
    sub-facts of records, or the value columns of a lookup.
    """

    key: str
    title: str
    typed: str
    kind: Kind
    type: Type | None
    unit: str = ""
    help: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    parameters: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownFunction:
    """A built-in function or aggregate in one language; `signature` is its call with its slots."""

    key: str
    title: str
    signature: str
    help: str


def shown_names(names: Names, titles: Titles, language: str) -> tuple[ShownName, ...]:
    """List facts, conclusions, constants, lookups and functions, in the order of documents."""

    def called(key: str) -> str:
        return titles.both(key).in_language(language) or key

    kinds: tuple[tuple[Kind, Iterable[_Valued]], ...] = (
        ("fact", names.facts.values()),
        ("conclusion", names.conclusions.values()),
        ("constant", names.constants.values()),
    )
    return (
        *(_valued(each, kind, called, language) for kind, those in kinds for each in those),
        *(_lookup(each, called(each.key), language) for each in names.lookups.values()),
        *(_function(each, called(each.key), language) for each in names.functions.values()),
    )


def shown_functions(language: str) -> tuple[ShownFunction, ...]:
    """List the built-in functions, then the aggregates.

    Example:
        >>> [each.signature for each in shown_functions("zh") if each.key == "days between"]
        ['相隔天数(日期, 日期)']
    """
    return tuple(_built_in(language))


def _built_in(language: str) -> Iterator[ShownFunction]:
    for spec in (*FUNCTIONS.values(), PREVIOUS):
        title = spec.title.in_language(language)
        slots = ", ".join(_slots(spec, language))
        signature = title if spec.bare else f"{title}({slots})"
        yield ShownFunction(spec.key, title, signature, spec.help.in_language(language))
    for each in AGGREGATES.values():
        title = each.title.in_language(language)
        value = f", {_VALUE.in_language(language)}" if each.needs_value else ""
        signature = f"{title}({_RECORDS.in_language(language)}{value})"
        yield ShownFunction(each.key, title, signature, each.help.in_language(language))


def _slots(spec: FunctionSpec, language: str) -> Iterator[str]:
    yield from (_WORDS[each].in_language(language) for each in spec.parameters)
    if spec.repeats:
        yield "…"


def _valued(of: _Valued, kind: Kind, called: Callable[[str], str], language: str) -> ShownName:
    title = called(of.key)
    codes = codes_of(of.type)
    return ShownName(
        key=of.key,
        title=title,
        typed=title,
        kind=kind,
        type=of.type,
        unit=of.type.unit if isinstance(of.type, NumberType) else "",
        help="" if isinstance(of, model.Constant) else of.help.in_language(language),
        codes=() if codes is None else shown_codes(codes, language),
        fields=_fields(of.type, language),
    )


def shown_codes(codes: CodeList, language: str) -> tuple[tuple[str, str], ...]:
    """List the values of a code list, each with its title."""
    return tuple(
        (code.value, code.title.in_language(language) or code.value) for code in codes.codes
    )


def _fields(of: Type, language: str) -> tuple[str, ...]:
    return _called(of.fields, language) if isinstance(of, RecordsType) else ()


def _called(columns: tuple[model.Column | Field, ...], language: str) -> tuple[str, ...]:
    return tuple(each.title.in_language(language) or each.key for each in columns)


def _lookup(of: model.Lookup, title: str, language: str) -> ShownName:
    keys = _called(of.keys, language)
    only = of.values[0].type if len(of.values) == 1 else None
    fields = _called(of.values, language) if len(of.values) > 1 else ()
    typed = f"{title}({', '.join(keys)})"
    return ShownName(of.key, title, typed, "lookup", only, parameters=keys, fields=fields)


def _function(of: model.Function, title: str, language: str) -> ShownName:
    parameters = _called(of.parameters, language)
    typed = f"{title}({', '.join(parameters)})"
    return ShownName(of.key, title, typed, "function", of.returns, parameters=parameters)
