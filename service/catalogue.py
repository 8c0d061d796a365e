"""The shelf of the library: each packaged ruleset by the question it answers, ready to be chosen.

Read from the package alone, without a database: what stands here can be tried before anything is
published. A test holds that every ruleset of the catalogue stands on the shelf.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rulesets.assembly import assemble
from rulesets.checked import CheckedRuleset, CheckedTable
from rulesets.checking import check
from rulesets.documents import nodes, read
from rulesets.errors import AuthorError
from rulesets.expressions.tree import (
    AnyCell,
    Cell,
    Literal,
    MissingCell,
    Name,
    Node,
    TestsCell,
    ValueTest,
)
from rulesets.model import Ruleset
from rulesets.types import Both, Code, TextType
from rulesets.wording import cell_text
from service.library import library_texts
from service.resolving import Published

STRATEGY = "_strategy"
"""How the key of a conclusion ends that says what to do with a class."""

_SOURCES = {"zh": re.compile(r"\s*依据[：:]\s*"), "en": re.compile(r"\s*Sources?:\s*")}


@dataclass(frozen=True)
class Strategy:
    """What to do with a class, and when: an empty condition is always."""

    text: Both
    condition: Both = Both()


@dataclass(frozen=True)
class Class:
    """One class that a ruleset sorts into, with what to do with a customer in it."""

    value: str
    title: Both
    strategies: tuple[Strategy, ...] = ()


@dataclass(frozen=True)
class Shelved:
    """A ruleset of the library as one chooses it.

    Attributes:
        id: its id in the library.
        group: the id of the group it stands in.
        question: the question it answers.
        title: its title.
        decides: what it decides, in a sentence or two.
        sources: what it stands on, in a line.
        seeds: the numbers of the articles it stands on.
        sorts_by: the conclusion that holds its classes.
        classes: what it sorts into, the highest first where they have an order.
        required: facts that must be given.
        useful: further facts that its rules read.
        included: ids of the rulesets it is built from.
        text: its document.
        checked: the ruleset, ready to be loaded.
    """

    id: str
    group: str
    question: Both
    title: Both
    decides: Both
    sources: Both
    seeds: tuple[int, ...]
    sorts_by: str
    classes: tuple[Class, ...]
    required: tuple[str, ...]
    useful: tuple[str, ...]
    included: tuple[str, ...]
    text: str
    checked: CheckedRuleset

    @property
    def facts(self) -> tuple[str, ...]:
        """All facts that its rules read, the required ones first."""
        return (*self.required, *self.useful)


@dataclass(frozen=True)
class Group:
    """A board of the shelf, with its rulesets in order."""

    id: str
    title: Both
    shelved: tuple[Shelved, ...]


@cache
def catalogue() -> tuple[Group, ...]:
    """Read the whole shelf, once.

    Example:
        >>> shelved("lifecycle").question.en
        'At which stage is this customer?'
    """
    text = files("rulesets").joinpath("library", "catalogue.yaml").read_text(encoding="utf-8")
    plain = _mapping(_plain(nodes.compose(text).root))
    found = tuple(_shelf(_items(plain["rulesets"])))
    groups = (_mapping(each) for each in _items(plain["groups"]))
    return tuple(
        Group(
            id=str(each["id"]),
            title=_both(each["title"]),
            shelved=tuple(one for one in found if one.group == each["id"]),
        )
        for each in groups
    )


def shelved(ruleset: str) -> Shelved | None:
    """Find a ruleset on the shelf, or None."""
    everything = (each for group in catalogue() for each in group.shelved)
    return next((each for each in everything if each.id == ruleset), None)


def search(wanted: str) -> tuple[Group, ...]:
    """Find the rulesets of which every word that is wanted is said, in either language.

    Looked at are the question, title, description, classes, facts and conclusions.

    Example:
        >>> [each.id for group in search("overdue days") for each in group.shelved][0]
        'credit'
    """
    words = _folded(wanted).split()
    narrowed = (
        Group(
            group.id,
            group.title,
            tuple(each for each in group.shelved if _says(each, words)),
        )
        for group in catalogue()
    )
    return tuple(group for group in narrowed if group.shelved)


def _says(one: Shelved, words: list[str]) -> bool:
    said = _said(one.id)
    return all(word in said for word in words)


@cache
def _said(ruleset: str) -> str:
    """Join all that is said of a ruleset on the shelf, folded for the search."""
    one = shelved(ruleset)
    if one is None:
        return ""
    own = one.checked.ruleset.conclusions
    titles = [one.question, one.title, one.decides]
    titles += [each.title for each in one.classes]
    titles += [one.checked.facts[key].title for key in one.facts]
    titles += [each.title for each in own]
    return _folded(" ".join((ruleset, *(f"{each.zh} {each.en}" for each in titles))))


def _folded(text: str) -> str:
    """Fold letters and widths, and take punctuation for spaces: a question is found without it."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(" " if unicodedata.category(each)[0] in "PZC" else each for each in plain)


def _shelf(entries: list[object]) -> Iterator[Shelved]:
    texts = library_texts()
    resolver = Published(None, texts)
    for entry in map(_mapping, entries):
        text = texts.get(f"{entry['id']}.yaml", "")
        try:
            document = read(text) if text else None
            if isinstance(document, Ruleset):
                yield _shelved(entry, text, check(assemble(document, resolver)))
        except AuthorError:
            # While a ruleset of the library is being mended the others can be chosen.
            continue


def _shelved(entry: Mapping[str, object], text: str, checked: CheckedRuleset) -> Shelved:
    ruleset = checked.ruleset
    read_facts = [
        key for key in checked.facts if any(key in placed.reads for placed in checked.blocks)
    ]
    decides, sources = _parts(ruleset.description)
    return Shelved(
        id=ruleset.id,
        group=str(entry["group"]),
        question=_both(entry["question"]),
        title=ruleset.title,
        decides=decides,
        sources=sources,
        seeds=tuple(int(str(each)) for each in _items(entry["seeds"])),
        sorts_by=str(entry["classes"]),
        classes=tuple(_classes(checked, str(entry["classes"]))),
        required=tuple(key for key in read_facts if key in checked.required),
        useful=tuple(key for key in read_facts if key not in checked.required),
        included=tuple(use.id for use in ruleset.include),
        text=text,
        checked=checked,
    )


def _parts(description: Both) -> tuple[Both, Both]:
    """Part a description into what is decided and the sources, which it names at its end."""
    zh = [*_SOURCES["zh"].split(description.zh, maxsplit=1), ""]
    en = [*_SOURCES["en"].split(description.en, maxsplit=1), ""]
    sources = en[1].strip()
    return (
        Both(zh[0].strip(), en[0].strip()),
        Both(zh[1].strip(), sources[:1].upper() + sources[1:]),
    )


def _classes(checked: CheckedRuleset, key: str) -> Iterator[Class]:
    conclusion = checked.conclusions.get(key)
    if conclusion is None:
        return
    codes = _codes(checked, key)
    if not codes:
        yield from _numbered(checked, key)
    is_ordered = isinstance(conclusion.type, TextType) and (
        conclusion.type.one_of is not None and conclusion.type.one_of.ordered
    )
    for code in reversed(codes) if is_ordered else codes:
        strategies = tuple(_strategies(checked, key, code.value))
        yield Class(code.value, code.title, strategies)


def _numbered(checked: CheckedRuleset, key: str) -> Iterator[Class]:
    """Take the classes of a number, such as a queue, from what its strategies are given for."""
    title = checked.conclusions[key].title
    for table, concluded, column in _strategy_tables(checked, key):
        texts = _texts(checked, concluded)
        for row in table.rows:
            number = _only(row.cells[column])
            text = texts.get(_value(dict(row.outputs.of).get(concluded)))
            if number and text is not None and not row.disabled:
                named = Both(f"{title.zh} {number}", f"{title.en} {number}")
                yield Class(number, named, (Strategy(text),))


def _only(cell: Cell) -> str:
    tests = cell.tests if isinstance(cell, TestsCell) else ()
    first = tests[0] if len(tests) == 1 else None
    return _value(first.operand) if isinstance(first, ValueTest) else ""


def _codes(checked: CheckedRuleset, key: str) -> tuple[Code, ...]:
    of_type = checked.conclusions[key].type
    return of_type.one_of.codes if isinstance(of_type, TextType) and of_type.one_of else ()


def _strategies(checked: CheckedRuleset, key: str, value: str) -> Iterator[Strategy]:
    """Say what the strategy tables that read a class conclude for one value of it."""
    for table, concluded, column in _strategy_tables(checked, key):
        texts = _texts(checked, concluded)
        for row in table.rows:
            if row.disabled or not may_be(row.cells[column], value):
                continue
            others = [
                place
                for place, cell in enumerate(row.cells)
                if place != column and not isinstance(cell, AnyCell)
            ]
            text = texts.get(_value(dict(row.outputs.of).get(concluded)))
            if text is not None:
                yield Strategy(text, _condition(checked, table, row.cells, others))
            if table.block.hit == "first" and not others:
                break


def _strategy_tables(checked: CheckedRuleset, key: str) -> Iterator[tuple[CheckedTable, str, int]]:
    """Find the tables that conclude a strategy from a class, and the column of the class."""
    own = {each.key for each in checked.ruleset.conclusions}
    for placed in checked.blocks:
        table = placed.block
        concluded = [each for each in placed.concludes if each.endswith(STRATEGY) and each in own]
        if isinstance(table, CheckedTable) and concluded and Name(key) in table.subjects:
            yield table, concluded[0], table.subjects.index(Name(key))


def _texts(checked: CheckedRuleset, key: str) -> dict[str, Both]:
    return {code.value: code.title for code in _codes(checked, key)}


def may_be(cell: Cell, value: str) -> bool:
    """Tell whether a cell may hold of a value; what cannot be told from the text alone may.

    Example:
        >>> cell = TestsCell((ValueTest(Literal("A")), ValueTest(Literal("B"))))
        >>> may_be(cell, "A"), may_be(cell, "C"), may_be(AnyCell(), "C")
        (True, False, True)
    """
    if isinstance(cell, MissingCell):
        return cell.negated
    if not isinstance(cell, TestsCell):
        return True
    literals = [
        each.operand.value
        for each in cell.tests
        if isinstance(each, ValueTest) and isinstance(each.operand, Literal)
    ]
    if len(literals) < len(cell.tests):
        return True
    return (value in literals) != cell.negated


def _condition(
    checked: CheckedRuleset, table: CheckedTable, cells: tuple[Cell, ...], places: list[int]
) -> Both:
    def said(place: int, language: str) -> str:
        subject, of_type = table.subjects[place], table.subject_types[place]
        return cell_text(subject, cells[place], of_type, checked, language)

    return Both(
        "，且".join(said(place, "zh") for place in places),
        " and ".join(said(place, "en") for place in places),
    )


def _value(node: Node | None) -> str:
    return str(node.value) if isinstance(node, Literal) else ""


def _both(plain: object) -> Both:
    member = _mapping(plain)
    return Both(str(member["zh"]), str(member["en"]))


def _plain(node: nodes.Node | None) -> object:
    if isinstance(node, nodes.Mapping):
        return {key.text: _plain(value) for key, value in node.pairs}
    if isinstance(node, nodes.Sequence):
        return [_plain(item) for item in node.items]
    return node.text if isinstance(node, nodes.Scalar) else None


def _mapping(plain: object) -> dict[str, object]:
    if not isinstance(plain, dict):
        message = f"catalogue.yaml: expected a map, found {plain!r}"
        raise TypeError(message)
    return plain


def _items(plain: object) -> list[object]:
    if not isinstance(plain, list):
        message = f"catalogue.yaml: expected a list, found {plain!r}"
        raise TypeError(message)
    return plain
