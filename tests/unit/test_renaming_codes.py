"""A code that is renamed is renamed wherever it is meant, and no text that only looks like it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.intake import take_facts
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.documents import write
from rulesets.documents.lists import unlinked
from rulesets.documents.plain import plain_of, read_plain
from rulesets.drafting import applied, renamed
from rulesets.drafting.named import Name, lists_of, path_of
from rulesets.drafting.usage import usage_of
from rulesets.errors import CallerError
from rulesets.model import Vocabulary
from rulesets.types import CodeList, ListType, RecordsType, TextType, Type
from tests.generators.rulesets import checked_sample, facts, seeded
from tests.generators.worlds import AS_OF
from tests.unit.test_renaming import assembled

TEXT = """
ruleset: r
zone: UTC
lists:
  - key: region
    title: {zh: 地区, en: Region}
    codes:
      - {value: east, title: {zh: 华东, en: The East}}
      - {value: south}
      - {value: sub, parent: east}
facts:
  - {key: home, title: {zh: 所在地, en: Home}, type: text, one_of: region, example: east}
  - {key: places, title: {zh: 去处, en: Places}, type: list, of: text, one_of: region}
  - {key: note, title: {zh: 备注, en: Note}, type: text, example: east}
  - {key: wind, title: {zh: 风向, en: Wind}, type: text, one_of: [east, west], example: east}
  - key: orders
    title: {zh: 订单, en: Orders}
    type: records
    fields:
      - {key: to, title: {zh: 收货地, en: Sent to}, type: text, one_of: region, example: east}
      - {key: amount, title: {zh: 金额, en: Amount}, type: number, scale: 2}
      - {key: text, title: {zh: 说明, en: Words}, type: text}
conclusions:
  - {key: sent, title: {zh: 发往, en: Sent}, type: text, one_of: region}
  - {key: many, title: {zh: 多处, en: Many}, type: list, of: text, one_of: region}
  - {key: said, title: {zh: 说法, en: Said}, type: text}
  - {key: near, title: {zh: 近, en: Near}, type: boolean}
  - {key: sum, title: {zh: 合计, en: Sum}, type: number, scale: 2}
  - {key: score, title: {zh: 评分, en: Score}, type: number, scale: 0}
constants:
  - {key: start, title: {zh: 起点, en: Start}, type: text, one_of: region, values: [{value: east}]}
  - key: both
    title: {zh: 两处, en: Both}
    type: list
    of: text
    one_of: region
    value: '["east", 华东]'
  - {key: word, title: {zh: 词, en: Word}, type: text, value: east}
lookups:
  - key: onward
    title: {zh: 转往, en: Onward}
    keys: [{key: place, type: text, one_of: region}, {key: word, type: text}]
    values: [{key: next, type: text, one_of: region}, {key: called, type: text}]
    rows: [[east, east, 华东, east], ["“east”", south, south, east]]
functions:
  - key: moved
    title: {zh: 移动, en: Moved}
    parameters: [{key: at, type: text, one_of: region}, {key: called, type: text}]
    returns: {type: text, one_of: region}
    expression: 'if at = "east" and called = "east" then "south" else "east"'
blocks:
  - key: sending
    kind: table
    hit: first
    inputs: [home, note, wind, {expression: "places", title: 去处}]
    outputs: [sent, said]
    rows:
      - {id: a, when: ['east, south', '"east"', east, '-'], then: [east, '"east"']}
      - {id: b, when: ['not("east")', '-', '-', '-'], then: [华东, '"east " + note']}
      - {id: c, when: [华东, '-', '-', '-'], then: ['"east"', '-']}
      - {id: d, when: ['within east', 'starts with "east"', '-', 'is present'], then: [home, note]}
    otherwise: {sent: east}
  - key: listing
    kind: rules
    hit: collect
    concludes: [many]
    rules:
      - id: a
        when: {all: ['home = east', {any: ['"east" != home', 'wind = "east"']}]}
        then: {many: east}
      - id: b
        when: {all: ['list contains(places, "east")', 'list contains(["east"], note)']}
        then: {many: sent}
      - id: c
        when: {none: ['"east" in places', 'note in ("east")', 'home in ["east", "south"]']}
        then: {many: south}
    otherwise: {many: '["east"]'}
  - key: nearness
    kind: formula
    concludes: near
    expression: 'coalesce(previous(sent), "east") = (if near_to then "east" else home)'
  - key: adding
    kind: formula
    concludes: sum
    expression: 'sum(orders where to = "east" and text != "east", amount)'
  - key: scoring
    kind: scorecard
    concludes: score
    inputs:
      - {key: i, expression: 'onward(home, "east").next', bands: [{id: x, when: east, points: 1}]}
      - key: j
        expression: 'moved("east", "east")'
        bands: [{id: y, when: 'not(east)', points: 2}]
      - key: k
        expression: 'if near then "east" else "up"'
        bands: [{id: z, when: '"east"', points: 3}]
cases:
  - id: c
    given:
      home: east
      note: east
      wind: east
      places: [east, south]
      orders: [{to: east, amount: "1", text: east}]
      previous(sent): east
    expect: {sent: east, many: [east], said: east}
""".replace("near_to", '(note = "east")')
EAST: Name = ("lists", "region", "codes", "east")


def changes(name: Name, new: str, text: str = TEXT) -> dict[tuple[str | int, ...], Any]:
    plain = plain_of(text)
    bundle = assembled(plain, ())
    check(bundle)
    found = renamed(plain, name, new, bundle)
    after, back = applied(plain, found)
    check(assembled(after, ()))
    assert applied(after, back)[0] == plain
    return {edit.path: edit.value for edit in found}


EVERYWHERE: dict[tuple[str | int, ...], str] = {
    # Where it is declared, and what lies under it.
    ("lists", 0, "codes", 0, "value"): "E",
    ("lists", 0, "codes", 2, "parent"): "E",
    ("facts", 0, "example"): "E",
    ("facts", 4, "fields", 0, "example"): "E",
    # A title says the same as before: `华东` stays.
    ("constants", 0, "values", 0, "value"): "E",
    ("constants", 1, "value"): '["E", 华东]',
    ("lookups", 0, "rows", 0, 0): "E",
    ("lookups", 0, "rows", 1, 0): "“E”",
    ("functions", 0, "expression"): 'if at = "E" and called = "east" then "south" else "E"',
    # `note` is any text and `wind` is of codes of its own.
    ("blocks", 0, "rows", 0, "when", 0): "E, south",
    ("blocks", 0, "rows", 0, "then", 0): "E",
    ("blocks", 0, "rows", 1, "when", 0): 'not("E")',
    ("blocks", 0, "rows", 2, "then", 0): '"E"',
    ("blocks", 0, "rows", 3, "when", 0): "within E",
    ("blocks", 0, "otherwise", "sent"): "E",
    ("blocks", 1, "rules", 0, "when", "all", 0): "home = E",
    ("blocks", 1, "rules", 0, "when", "all", 1, "any", 0): '"E" != home',
    ("blocks", 1, "rules", 0, "then", "many"): "E",
    ("blocks", 1, "rules", 1, "when", "all", 0): 'list contains(places, "E")',
    ("blocks", 1, "rules", 2, "when", "none", 0): '"E" in places',
    ("blocks", 1, "rules", 2, "when", "none", 2): 'home in ["E", "south"]',
    ("blocks", 1, "otherwise", "many"): '["E"]',
    ("blocks", 2, "expression"): (
        'coalesce(previous(sent), "E") = (if (note = "east") then "E" else home)'
    ),
    ("blocks", 3, "expression"): 'sum(orders where to = "E" and text != "east", amount)',
    ("blocks", 4, "inputs", 0, "bands", 0, "when"): "E",
    ("blocks", 4, "inputs", 1, "expression"): 'moved("E", "east")',
    ("blocks", 4, "inputs", 1, "bands", 0, "when"): "not(E)",
    ("cases", 0, "given", "home"): "E",
    ("cases", 0, "given", "places", 0): "E",
    ("cases", 0, "given", "orders", 0, "to"): "E",
    ("cases", 0, "given", "previous(sent)"): "E",
    ("cases", 0, "expect", "sent"): "E",
    ("cases", 0, "expect", "many", 0): "E",
}


def test_a_code_is_renamed_where_it_is_meant_and_nowhere_else() -> None:
    assert changes(EAST, "E") == EVERYWHERE


def test_codes_of_a_fact_alone_are_its_own() -> None:
    assert changes(("facts", "wind", "one_of", "east"), "E") == {
        ("facts", 3, "one_of", 0): "E",
        ("facts", 3, "example"): "E",
        ("blocks", 0, "rows", 0, "when", 2): "E",
        ("blocks", 1, "rules", 0, "when", "all", 1, "any", 1): 'wind = "E"',
        ("cases", 0, "given", "wind"): "E",
    }


@pytest.mark.parametrize(
    ("new", "cell", "output"),
    [
        # What could not stand unquoted stands in quotes: an output "-" is blank.
        ("-", "-, south", '"-"'),
        ('a"b', 'a"b, south', 'a"b'),
        ("a, south", "a, south, south", "a, south"),
        ("今天", "今天, south", "今天"),
        ("null", "null, south", "null"),
    ],
)
def test_a_code_that_looks_like_the_language_is_still_a_code(
    new: str, cell: str, output: str
) -> None:
    found = changes(EAST, new)
    assert found["blocks", 0, "rows", 0, "when", 0] == cell
    assert found["blocks", 0, "rows", 0, "then", 0] == output


def refused(name: Name, new: str, text: str = TEXT) -> str:
    plain = plain_of(text)
    with pytest.raises(CallerError) as caught:
        renamed(plain, name, new, assembled(plain, ()))
    (fault,) = caught.value.faults
    return fault.code


@pytest.mark.parametrize(
    ("name", "new", "code"),
    [
        (EAST, "south", "code-taken"),
        (("lists", "region", "codes", "south"), "华东", "code-taken"),
        (("lists", "region", "codes", "south"), "The East", "code-taken"),
        (EAST, "", "bad-code"),
        (EAST, " E", "bad-code"),
        # Every quoted text would begin with it.
        (EAST, '"', "rename-hides"),
        (("lists", "region", "codes", "up"), "E", "key-not-there"),
        (("lists", "nothing", "codes", "east"), "E", "key-not-there"),
        (("facts", "home", "one_of", "east"), "E", "key-not-there"),
    ],
)
def test_a_code_that_cannot_be_given_is_refused(name: Name, new: str, code: str) -> None:
    assert refused(name, new) == code


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("'note in (\"east\")'", "'home = wind'"),
        TEXT.replace("then: [home, note]", "then: [wind, note]"),
        TEXT.replace('moved("east", "east")', 'moved(wind, "east")'),
        TEXT.replace(
            "otherwise: {sent: east}", "otherwise: {sent: if near_to then wind else home}"
        ).replace("near_to", "(note = note)"),
    ],
)
def test_values_of_two_lists_that_meet_are_not_parted(text: str) -> None:
    """One would keep the old code: what was equal would be so no more."""
    assert text != TEXT
    assert refused(EAST, "E", text) == "codes-linked"
    assert refused(("facts", "wind", "one_of", "east"), "E", text) == "codes-linked"
    # `south` is not among the codes of the other, nor is the new one.
    plain = plain_of(text)
    assert renamed(plain, ("lists", "region", "codes", "south"), "S", assembled(plain, ()))
    assert refused(("lists", "region", "codes", "south"), "west", text) == "codes-linked"


def test_a_name_that_the_code_would_hide_is_written_otherwise() -> None:
    """In a cell of a list, a value wins over a name that is as long (5.6)."""
    text = TEXT.replace("- {id: c, when: [华东,", "- {id: c, when: [start,")
    assert refused(EAST, "start", text) == "rename-hides"
    assert changes(EAST, "E", text)


BY_PREFIX = """
ruleset: r
zone: UTC
facts:
  - {key: code, title: {zh: 编码, en: Code}, type: text, prefix: true, one_of: ["31", "3101", "32"]}
conclusions:
  - {key: in_it, title: {zh: 在内, en: In it}, type: boolean}
blocks:
  - {key: b, kind: formula, concludes: in_it, expression: 'code within "31"'}
"""


def test_what_lies_under_a_code_by_its_letters_stays_there() -> None:
    def name(code: str) -> Name:
        return ("facts", "code", "one_of", code)

    assert refused(name("31"), "41", BY_PREFIX) == "codes-by-prefix"
    assert refused(name("3101"), "3201", BY_PREFIX) == "codes-by-prefix"
    assert changes(name("3101"), "3109", BY_PREFIX) == {("facts", 0, "one_of", 1): "3109"}
    assert changes(name("31"), "310", BY_PREFIX)["blocks", 0, "expression"] == ('code within "310"')


NEW = "anew 7"


def answers(checked: CheckedRuleset, given: dict[str, Any], back: dict[str, str]) -> Any:
    """Infer; `back` leads from a new code to its old one, for conclusions of its list."""
    inference = Reference().load(checked).infer(take_facts(given, checked), AS_OF[0])
    firings = [(each.block, each.rule, each.number) for each in inference.firings]
    problems = sorted((each.code, each.block) for each in inference.problems)
    return _put(inference.conclusions, back), firings, problems


def _put(value: Any, codes: dict[str, str]) -> Any:
    """Put other codes for some, in facts that are given or in what is concluded."""
    if isinstance(value, dict):
        return {key: _put(each, codes) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_put(each, codes) for each in value]
    return codes.get(value, value) if isinstance(value, str) else value


def given_anew(facts_given: dict[str, Any], checked: CheckedRuleset, of: CodeList, old: str) -> Any:
    """Give the facts as the ERP does once a code is renamed: those of its list alone."""

    def anew(value: Any, declared: Type) -> Any:
        if isinstance(value, list):
            item = declared.item if isinstance(declared, ListType) else declared
            return [anew(each, item) for each in value]
        if isinstance(value, dict) and isinstance(declared, RecordsType):
            fields = {each.key: each.type for each in declared.fields}
            return {key: anew(each, fields[key]) for key, each in value.items()}
        is_it = isinstance(declared, TextType) and declared.one_of is of
        return NEW if is_it and value == old else value

    types = {each.key: each.type for each in checked.given}
    return {key: anew(value, types[key]) for key, value in facts_given.items()}


def vocabulary_of(words: dict[str, Any]) -> Vocabulary:
    read = read_plain(words)
    assert isinstance(read, Vocabulary)
    return read


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 100_000), st.integers(1, 5))
def test_a_ruleset_with_a_renamed_code_decides_equally(seed: int, blocks: int) -> None:
    sample, checked = checked_sample(seed, blocks)
    assume(not sample.bundle.included)
    random = seeded(seed)
    plain = plain_of(write(unlinked(checked.ruleset)))
    words = plain_of(write(unlinked(sample.bundle.vocabularies[0])))
    # Read anew: no two facts then share a list that each has for itself.
    before = check(assembled(plain, (vocabulary_of(words),)))
    usage, lists = usage_of(before), lists_of(before.bundle)
    named = [each for each in usage.names if each[:-1] in lists.keys() - usage.loose.keys()]
    assume(named)
    (*way, old) = random.choice(named)
    name, codes = tuple(way), lists[tuple(way)]
    try:
        edits = renamed(plain, (*name, old), NEW, before.bundle)
    except CallerError as error:
        unfit = {each.code for each in error.faults}
    else:
        unfit = set()
    if unfit:
        assert unfit <= {"codes-linked", "codes-by-prefix"}
        return
    after, inverse = applied(plain, edits)
    if path_of(words, (*name, old)):
        words, _ = applied(words, renamed(words, (*name, old), NEW))
    checked_after = check(assembled(after, (vocabulary_of(words),)))
    assert applied(after, inverse)[0] == plain
    for _ in range(3):
        given_facts = facts(before, random)
        expected = answers(before, given_facts, {})
        anew = given_anew(given_facts, before, codes, old)
        assert answers(checked_after, anew, {NEW: old}) == expected
