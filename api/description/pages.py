"""What the documentation pages show, made from the same operations as the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

import msgspec

from api.description.document import EXAMPLE_SUBJECT, Description, example_call
from api.description.facts import example_facts, facts_of, facts_read
from api.description.operations import GROUPS, NDJSON, SCOPE_TEXTS, Operation, Parameter
from api.problems import problem_document
from rulesets.codes import CATALOGUE
from rulesets.errors import CallerError, Fault, Word
from rulesets.model import Fact
from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    ScalarType,
    TextType,
    Type,
)
from rulesets.values import decimal_text
from rulesets.wording.units import unit_word
from service.answers import answer
from service.house import House
from service.json_text import encode
from service.rulesets import Version
from service.trying import try_version

BASE: Final = "http://127.0.0.1:8000"
KEY_FILE: Final = "var/demo-key"
_WIDTH: Final = 92
_DECISION: Final = "01KA0M3V0W9Q6T4S2E8R1N5YXZ"
_EXAMPLES: Final = {"decision": "01K9…", "ruleset": "customer-grade", "number": "1"}


@dataclass(frozen=True)
class Line:
    """One line of a table of facts, sub-facts or conclusions."""

    key: str
    title: Both
    type: Both
    required: bool = False
    example: str = ""
    about: Both = Both()
    codes: tuple[tuple[str, Both], ...] = ()
    depth: int = 0


@dataclass(frozen=True)
class Shown:
    """An operation as the page shows it; `facts` and `conclusions` only where it decides."""

    operation: Operation
    curl: str
    answer: str = ""
    facts: tuple[Line, ...] = ()
    unread: tuple[tuple[str, Both], ...] = ()
    conclusions: tuple[Line, ...] = ()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of its path, query and headers."""
        return self.operation.parameters


@dataclass(frozen=True)
class Page:
    """All of the page: operations by group, in order."""

    groups: tuple[tuple[str, Both, tuple[Shown, ...]], ...]
    scopes: Mapping[str, Both]
    first: str


def docs(house: House, description: Description) -> Page:
    """Lay out the page: first the ruleset that concludes most, which others often build on."""
    versions = {
        f"/api/v1/rulesets/{each.head.ruleset}/evaluate{batch}": each
        for each in description.versions
        for batch in ("", "/batch")
    }
    shown = [_shown(house, each, versions.get(each.path)) for each in description.operations]
    shown.sort(key=lambda each: -len(each.conclusions))
    groups = (
        (key, title, tuple(each for each in shown if each.operation.group == key))
        for key, title in GROUPS.items()
    )
    deciding = (each.curl for each in shown if each.operation.group == "evaluate")
    return Page(tuple(group for group in groups if group[2]), SCOPE_TEXTS, next(deciding, ""))


def advice(code: str) -> Both:
    """Say what to do about a code, words that differ from case to case left open.

    Example:
        >>> advice("too-many-refusals").en
        'look at the key again, and try in … seconds'
    """
    hint = CATALOGUE[code].hint
    return Both(hint.zh.format_map(_Open()), hint.en.format_map(_Open()))


def problem_example() -> str:
    """Give a problem document as an example."""
    words: dict[str, Word] = {"expected": Both("数字", "a number"), "found": '`"5"`'}
    fault = Fault("wrong-type", (("path", "/facts/annual_sales"),), words)
    return _pretty(problem_document((fault,), "en"))


def curl(operation: Operation, body: Mapping[str, object] | None = None) -> str:
    """Write a command that makes the call on the machine that `make run` was started on.

    Example:
        >>> from api.description.operations import HEALTH
        >>> curl(HEALTH[0])
        'curl -s http://127.0.0.1:8000/healthz'
    """
    path = operation.path.format_map(_EXAMPLES)
    parts = [f"curl -s {BASE}{path}"]
    if operation.scope:
        parts.append(f'-H "Authorization: Bearer $(cat {KEY_FILE})"')
    if body is not None:
        is_line = operation.media_type == NDJSON
        text = encode(body).decode() if is_line else _body_text(body)
        parts += [f"-H 'Content-Type: {operation.media_type}'", f"-d {_quoted(text)}"]
    return " \\\n  ".join(parts)


def _shown(house: House, operation: Operation, version: Version | None) -> Shown:
    if version is None:
        return Shown(operation, curl(operation))
    if operation.media_type == NDJSON:
        return Shown(operation, curl(operation, example_call(version)))
    checked = version.checked
    examples = example_facts(checked)
    read = facts_read(checked)
    facts = [
        line
        for each in facts_of(checked)
        if each.key in read
        for line in _fact_lines(each, examples.get(each.key))
    ]
    unread = tuple((each.key, each.title) for each in facts_of(checked) if each.key not in read)
    conclusions = [
        Line(each.key, each.title, type_text(each.type), about=each.help, codes=_codes(each.type))
        for each in checked.conclusions.values()
    ]
    return Shown(
        operation,
        curl(operation, example_call(version)),
        answer=_answer(house, version),
        facts=tuple(facts),
        unread=unread,
        conclusions=tuple(conclusions),
    )


def _fact_lines(fact: Fact | Field, example: object, depth: int = 0) -> list[Line]:
    """Give the line of a fact, and below it those of its sub-facts."""
    line = Line(
        fact.key,
        fact.title,
        type_text(fact.type),
        required=fact.required,
        example="" if example is None else encode(example).decode(),
        about=fact.help,
        codes=_codes(fact.type),
        depth=depth,
    )
    fields = fact.type.fields if isinstance(fact.type, RecordsType) else ()
    inner = [one for each in fields for one in _fact_lines(each, None, depth + 1)]
    return [line, *inner]


def type_text(of: Type) -> Both:
    """Name a type for a reader: its kind, its decimals, its bounds, its unit.

    Example:
        >>> type_text(NumberType(scale=2, unit="CNY")).en
        'number, 2 decimals, CNY'
    """
    if isinstance(of, RecordsType):
        return Both("对象的列表", "list of objects")
    if isinstance(of, ListType):
        item = type_text(of.item)
        return Both(f"列表（{item.zh}）", f"list of: {item.en}")
    if isinstance(of, NumberType):
        return _number_text(of)
    return _plain_text(of)


def _plain_text(of: ScalarType) -> Both:
    if isinstance(of, TextType):
        if of.one_of is None:
            return Both("文本", "text")
        return Both("文本，取自代码表", "text, one of a list")
    texts: Mapping[type, Both] = {
        BooleanType: Both("true 或 false", "true or false"),
        DateType: Both("日期 YYYY-MM-DD", "date YYYY-MM-DD"),
        DateTimeType: Both("带时区偏移的时刻", "moment with an offset"),
    }
    return texts[type(of)]


def _number_text(of: NumberType) -> Both:
    low = None if of.minimum is None else decimal_text(of.minimum)
    high = None if of.maximum is None else decimal_text(of.maximum)
    zh, en = ["数字"], ["number"]
    if of.scale == 0:
        zh, en = ["整数"], ["whole number"]
    elif of.scale is not None:
        zh.append(f"至多 {of.scale} 位小数")
        en.append(f"{of.scale} decimals" if of.scale > 1 else "1 decimal")
    if low is not None and high is not None:
        zh.append(f"{low} 至 {high}")
        en.append(f"{low} to {high}")
    elif low is not None or high is not None:
        zh.append(f"不低于 {low}" if high is None else f"不高于 {high}")
        en.append(f"at least {low}" if high is None else f"at most {high}")
    if of.unit:
        zh.append(unit_word(of.unit, "zh"))
        en.append(unit_word(of.unit, "en"))
    return Both("，".join(zh), ", ".join(en))


def _codes(of: Type) -> tuple[tuple[str, Both], ...]:
    scalar = of.item if isinstance(of, ListType) else of
    if isinstance(scalar, TextType) and scalar.one_of is not None:
        return tuple((each.value, each.title) for each in scalar.one_of.codes)
    return ()


def _answer(house: House, version: Version) -> str:
    """Try the example, and show what would be answered but for the parts that only repeat."""
    facts = example_facts(version.checked)
    try:
        tried = answer(try_version(house, version.head.ruleset, facts))
    except CallerError:
        return ""  # an author's example that is none
    fired = cast("list[object]", tried["fired"])
    plain = tried | {"decision": _DECISION, "subject": EXAMPLE_SUBJECT, "fired": fired[:1]}
    return _pretty(plain)


def _body_text(body: Mapping[str, object]) -> str:
    """Write a body over several short lines, broken between members only."""
    lines, room = [""], _WIDTH
    for name, facts in body.items():
        members = [f'"{name}": ']
        if isinstance(facts, dict):
            parts = [f'"{key}": {encode(value).decode()}' for key, value in facts.items()]
            members = [f'"{name}": {{', *(f"{each}, " for each in parts[:-1]), *parts[-1:], "}"]
        else:
            members[0] += f"{encode(facts).decode()}, "
        for each in members:
            if len(lines[-1]) + len(each) > room:
                lines.append("")
            lines[-1] += each
    return "{" + "\n    ".join(line.rstrip() for line in lines) + "}"


def _pretty(plain: object) -> str:
    """Write plain data over several lines, numbers exact."""
    return msgspec.json.format(encode(plain), indent=2).decode()


class _Open(dict[str, str]):
    """Stands for the words of a sentence that nobody has filled in yet."""

    def __missing__(self, key: str) -> str:
        return "…"


def _quoted(text: str) -> str:
    """Quote a text for a shell, which takes everything between single quotes as it is."""
    return "'" + text.replace("'", "'\\''") + "'"
