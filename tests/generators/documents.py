"""Vocabularies and rulesets of every shape a document can have, and changed ones.

They need not pass the checks: reading and writing do not look into cells.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from rulesets import model
from rulesets.documents.declarations import with_parents
from rulesets.documents.lists import linked, unlinked
from rulesets.types import (
    BooleanType,
    Both,
    Code,
    CodeList,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
)

# What YAML could take for something else stands beside ordinary words and any character at all.
_TRICKY = (
    "null",
    "~",
    "true",
    "no",
    "1.0",
    "1e5",
    "-",
    "- a",
    "a: b",
    "a #b",
    "# a",
    "[1 .. 5]",
    "{a}",
    "< 5, > 9",
    "'x'",
    '"x"',
    "\\",
    "a\nb",
    " a",
    "a ",
    "a  b",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    "|",
    ">",
    "?",
    "? a",
    ":",
    "<<",
    "---",
    "...",
    "\t",
    "a\tb",
    "=",
    "\u2028",
    "\ufeff",
    "\x85",
    "\u00a0",
    "客户",
    "大于 5，小于 9",
    "\U0001f600",
    "2026-03-01",
    "2026-03-01T10:00:00+08:00",
)


_ANY = st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Z")), max_size=6)
TEXTS = st.one_of(
    st.sampled_from(_TRICKY),
    _ANY.map(lambda text: unicodedata.normalize("NFC", text)),
    st.sampled_from("abc"),
)
SOME_TEXTS = TEXTS.filter(bool)
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
IDS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
ROW_IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,8}", fullmatch=True)
BOTH = st.one_of(st.just(Both()), st.builds(Both, TEXTS, TEXTS), TEXTS.map(lambda it: Both(it, it)))
DAYS = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))
NUMBERS = st.none() | st.decimals(-(10**9), 10**9, places=3)
VERSIONS = st.integers(1, 999)


def _some(items: st.SearchStrategy[Any], name: str = "", most: int = 3) -> st.SearchStrategy[Any]:
    unique_by = (lambda item: getattr(item, name)) if name else None
    return st.lists(items, max_size=most, unique_by=unique_by).map(tuple)


CODES = st.lists(
    st.builds(Code, SOME_TEXTS, BOTH, TEXTS), min_size=1, max_size=4, unique_by=lambda it: it.value
).map(tuple)


def _code_lists(keys: st.SearchStrategy[str]) -> st.SearchStrategy[CodeList]:
    titles = BOTH if keys is KEYS else st.just(Both())
    return st.builds(CodeList, CODES, keys, titles, st.booleans(), st.booleans()).map(with_parents)


NUMBER_TYPES = st.builds(
    NumberType,
    st.none() | st.integers(0, 12),
    NUMBERS,
    NUMBERS,
    TEXTS,
    st.sampled_from(("half-up", "half-even", "up", "down")),
    st.none() | st.decimals(Decimal("0.1"), 100, places=1),
    st.booleans(),
)


def _scalars(lists: tuple[CodeList, ...]) -> st.SearchStrategy[Any]:
    # A key may also name a list of another document: then it stays an empty reference.
    keyed = st.sampled_from((*lists, CodeList((), key="elsewhere")))
    one_of = st.none() | _code_lists(st.just("")) | keyed
    plain = st.sampled_from((BooleanType(), DateType(), DateTimeType()))
    return st.one_of(NUMBER_TYPES, st.builds(TextType, one_of), plain)


@st.composite
def _types(draw: st.DrawFn, lists: tuple[CodeList, ...]) -> Any:
    scalar = _scalars(lists)
    field = st.builds(Field, KEYS, scalar, BOTH, BOTH, st.booleans(), st.booleans(), TEXTS)
    records = st.builds(RecordsType, _some(field, "key"))
    return draw(st.one_of(scalar, st.builds(ListType, scalar), records))


def _facts(types: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return _some(
        st.builds(model.Fact, KEYS, types, BOTH, BOTH, st.booleans(), st.booleans(), TEXTS), "key"
    )


@st.composite
def vocabularies(draw: st.DrawFn) -> model.Vocabulary:
    """Draw a vocabulary; its references to lists are all its own."""
    lists = draw(_some(_code_lists(KEYS), "key"))
    facts = draw(_facts(_types(lists)))
    known = {each.key for each in lists}
    facts = tuple(fact for fact in facts if "elsewhere" in known or "elsewhere" not in repr(fact))
    return model.Vocabulary(draw(IDS), draw(VERSIONS), draw(BOTH), draw(BOTH), lists, facts)


GIVEN = _some(st.builds(model.Given, TEXTS, TEXTS), "conclusion")
INPUTS = _some(st.builds(model.Input, SOME_TEXTS, BOTH))
CELLS = _some(TEXTS)
ROWS = _some(
    st.builds(model.Row, ROW_IDS, CELLS, CELLS, TEXTS, st.booleans(), DAYS, DAYS), "id", most=4
)
WHENS = st.recursive(
    st.builds(model.When, st.sampled_from(("all", "any", "none")), CELLS),
    lambda groups: st.builds(
        model.When, st.sampled_from(("all", "any", "none")), _some(TEXTS | groups)
    ),
    max_leaves=5,
)
RULES = _some(
    st.builds(model.Rule, ROW_IDS, WHENS, GIVEN, BOTH, TEXTS, st.booleans(), DAYS, DAYS),
    "id",
    most=4,
)
HITS = st.sampled_from(get_args(model.HitPolicy))
BANDS = _some(st.builds(model.Band, ROW_IDS, TEXTS, TEXTS), "id")
SCORE_INPUTS = _some(
    st.builds(model.ScoreInput, KEYS, TEXTS, BANDS, BOTH, st.none() | TEXTS), "key"
)
_NOTES = (BOTH, TEXTS, GIVEN)
BLOCKS = st.one_of(
    st.builds(model.Table, KEYS, HITS, INPUTS, CELLS, ROWS, *_NOTES, GIVEN),
    st.builds(model.Rules, KEYS, HITS, CELLS, RULES, *_NOTES, GIVEN),
    st.builds(model.Scorecard, KEYS, TEXTS, SCORE_INPUTS, *_NOTES),
    st.builds(model.Formula, KEYS, TEXTS, TEXTS, *_NOTES),
    st.builds(
        model.Deadline,
        KEYS,
        TEXTS,
        TEXTS,
        TEXTS,
        st.sampled_from(get_args(model.DeadlineUnit)),
        TEXTS,
        *_NOTES,
    ),
    st.builds(
        model.Ranking,
        KEYS,
        TEXTS,
        TEXTS,
        st.sampled_from(get_args(model.RankingMeasure)),
        st.booleans(),
        TEXTS,
        st.none() | st.integers(2, 1000),
        *_NOTES,
    ),
)
VALUES = st.recursive(
    st.none() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
PAIRS = st.dictionaries(TEXTS, VALUES, max_size=3).map(lambda it: tuple(it.items()))
CASES = _some(
    st.builds(model.Case, ROW_IDS, PAIRS, PAIRS, BOTH, TEXTS, CELLS, st.none() | CELLS), "id"
)
LAWS = _some(st.builds(model.Law, ROW_IDS, TEXTS, BOTH), "id")
USES = _some(st.builds(model.Use, IDS, VERSIONS))


@st.composite
def rulesets(draw: st.DrawFn) -> model.Ruleset:
    """Draw a ruleset."""
    lists = draw(_some(_code_lists(KEYS), "key"))
    types = _types(lists)
    columns = _some(st.builds(model.Column, KEYS, types, BOTH), "key")
    dated = _some(st.builds(model.DatedValue, TEXTS, DAYS))
    return model.Ruleset(
        id=draw(IDS),
        zone=draw(st.sampled_from(("UTC", "Asia/Shanghai"))),
        uses=draw(USES),
        version=draw(st.just(0) | VERSIONS),
        title=draw(BOTH),
        description=draw(BOTH),
        include=draw(USES),
        calendars=draw(CELLS),
        lists=lists,
        facts=draw(_facts(types)),
        conclusions=draw(_some(st.builds(model.Conclusion, KEYS, types, BOTH, BOTH), "key")),
        constants=draw(_some(st.builds(model.Constant, KEYS, types, dated, BOTH), "key")),
        lookups=draw(
            _some(st.builds(model.Lookup, KEYS, columns, columns, _some(CELLS), BOTH), "key")
        ),
        functions=draw(_some(st.builds(model.Function, KEYS, columns, types, TEXTS, BOTH), "key")),
        blocks=draw(_some(BLOCKS, "key", most=4)),
        cases=draw(CASES),
        laws=draw(LAWS),
    )


DOCUMENTS = vocabularies() | rulesets()


@st.composite
def changed(draw: st.DrawFn, document: model.Ruleset) -> model.Ruleset:
    """Change a ruleset as a person would: move, leave out, add or change items, and settings."""
    other = draw(rulesets())
    parts = draw(st.sets(st.sampled_from(("blocks", "cases", "facts", "lists", "conclusions"))))
    values: dict[str, Any] = {}
    for part in parts:
        items = [*getattr(document, part), *draw(st.sampled_from(((), getattr(other, part))))]
        name = "id" if part == "cases" else "key"
        unique = {getattr(item, name): item for item in draw(st.permutations(items))}
        values[part] = tuple(list(unique.values())[: draw(st.integers(0, 5))])
    if draw(st.booleans()):
        values["blocks"] = tuple(
            draw(_changed_block(block)) for block in values.get("blocks", document.blocks)
        )
    for setting in draw(st.sets(st.sampled_from(("title", "description", "uses", "zone")))):
        values[setting] = getattr(other, setting)
    result = unlinked(replace(document, **values))
    return linked(result, {each.key: each for each in result.lists})


@st.composite
def _changed_block(draw: st.DrawFn, block: model.Block) -> model.Block:
    if isinstance(block, model.Table):
        rows = {row.id: row for row in draw(st.permutations([*block.rows, *draw(ROWS)]))}
        if draw(st.booleans()) and rows:
            first = next(iter(rows))
            rows[first] = replace(rows[first], when=draw(CELLS), note=draw(TEXTS))
        return replace(block, rows=tuple(rows.values()), otherwise=draw(GIVEN))
    return replace(block, title=draw(BOTH), note=draw(TEXTS))
