"""Where facts and codes are used: which blocks of a checked ruleset read them, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rulesets.checked import (
    CheckedBlock,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedTable,
    Outputs,
    Placed,
)
from rulesets.checking.written_values import codes_of
from rulesets.expressions.tree import AnyCell, Cell, Condition, ListOf, Literal, Name, Node
from rulesets.expressions.walk import children, names_read, tops, within
from rulesets.types import Both, CodeList, Type

Code = tuple[str, str]
"""A value of a code list: the key of the list, and the value."""


@dataclass(frozen=True)
class BlockUse:
    """A block that reads something: in `count` of its rows, rules or bands; 0: elsewhere in it."""

    block: str
    kind: str
    title: Both
    count: int


@dataclass(frozen=True)
class Usage:
    """What a ruleset's own blocks use.

    Attributes:
        names: by the key of a fact or conclusion, the blocks that read it.
        codes: by a code, the blocks that name it.
        lists: by the key of a code list, the facts, conclusions and columns declared with it.
    """

    names: Mapping[str, tuple[BlockUse, ...]]
    codes: Mapping[Code, tuple[BlockUse, ...]]
    lists: Mapping[str, tuple[Both, ...]]


def usage_of(checked: CheckedRuleset) -> Usage:
    """Tell what the blocks of a ruleset use; those that it includes are another's.

    Example:
        >>> from rulesets.checked import Bundle
        >>> from rulesets.model import Ruleset
        >>> usage_of(CheckedRuleset(Bundle(Ruleset("r", "UTC")), {}, {}, {}, {}, {}, {}, ())).names
        {}
    """
    names: dict[str, list[BlockUse]] = {}
    codes: dict[Code, list[BlockUse]] = {}
    for placed in checked.blocks:
        if placed.ruleset == checked.ruleset.id:
            looked = _Looking(checked, placed)
            for name in sorted(placed.reads):
                names.setdefault(name, []).append(looked.use(looked.names[name]))
            for code, count in looked.codes.items():
                codes.setdefault(code, []).append(looked.use(count))
    return Usage(
        {key: tuple(uses) for key, uses in names.items()},
        {code: tuple(uses) for code, uses in codes.items()},
        _declared_with(checked),
    )


def _declared_with(checked: CheckedRuleset) -> dict[str, tuple[Both, ...]]:
    """Find what the ruleset itself declares with each code list."""
    ruleset = checked.ruleset
    found: dict[str, dict[str, Both]] = {}
    named: Iterable[tuple[str, Both, Type]] = (
        *((each.key, each.title, each.type) for each in ruleset.facts),
        *((each.key, each.title, each.type) for each in ruleset.conclusions),
        *((each.key, each.title, each.type) for each in ruleset.constants),
        *(
            (each.key, each.title, column.type)
            for each in ruleset.lookups
            for column in (*each.keys, *each.values)
        ),
    )
    for key, title, of in named:
        codes = codes_of(of)
        if codes is not None and codes.key:
            found.setdefault(codes.key, {})[key] = title if title.zh or title.en else Both(key, key)
    return {key: tuple(titles.values()) for key, titles in found.items()}


@dataclass(frozen=True)
class _Part:
    """Cells with the columns they stand in, conditions, and outputs: a row, a rule or a band."""

    cells: tuple[tuple[Cell, Node, Type], ...] = ()
    when: tuple[Condition | Node, ...] = ()
    outputs: tuple[Outputs, ...] = ()


class _Looking:
    """One block looked through, part by part."""

    def __init__(self, checked: CheckedRuleset, placed: Placed) -> None:
        self._checked, self._placed = checked, placed
        self.names: Counter[str] = Counter()
        self.codes: Counter[Code] = Counter()
        # Large tables share the cells that are typed alike: each is looked through once.
        self._known: dict[tuple[int, str], tuple[frozenset[str], frozenset[Code]]] = {}
        for part in _parts(placed.block):
            names, codes = self._part(part)
            self.names.update(names)
            self.codes.update(codes)
        for part in _rest(placed.block):
            for code in self._part(part)[1] - self.codes.keys():
                self.codes[code] = 0

    def use(self, count: int) -> BlockUse:
        block = self._placed.block
        kind = type(block).__name__.removeprefix("Checked").lower()
        title = block.block.title
        key = self._placed.key
        return BlockUse(key, kind, title if title.zh or title.en else Both(key, key), count)

    def _part(self, part: _Part) -> tuple[set[str], set[Code]]:
        names: set[str] = set()
        codes: set[Code] = set()
        for cell, subject, of in part.cells:
            if not isinstance(cell, AnyCell):
                self._take(subject, None, names, codes)
                self._take(cell, codes_of(of), names, codes)
        for condition in part.when:
            self._take(condition, None, names, codes)
        for outputs in part.outputs:
            for key, node in outputs.of:
                if node is not None:
                    self._take(node, codes_of(self._checked.conclusions[key].type), names, codes)
        return names, codes

    def _take(
        self,
        of: Node | Cell | Condition,
        listed: CodeList | None,
        names: set[str],
        codes: set[Code],
    ) -> None:
        key = (id(of), listed.key if listed else "")
        if key not in self._known:
            found = {*self._compared(of)}
            if listed is not None and listed.key:
                found |= {(listed.key, value) for value in _texts(tops(of))}
            self._known[key] = (names_read(of), frozenset(found))
        names |= self._known[key][0]
        codes |= self._known[key][1]

    def _compared(self, of: Node | Cell | Condition) -> Iterator[Code]:
        """Find texts that stand beside a name of a code list."""
        for node in within(of):
            below = children(node)
            keys = {each.key for each in below if isinstance(each, Name)}
            for key in keys & self._list_of.keys():
                yield from ((self._list_of[key], value) for value in _texts(below))

    @cached_property
    def _list_of(self) -> dict[str, str]:
        types = {key: each.type for key, each in self._checked.facts.items()}
        types |= {key: each.type for key, each in self._checked.conclusions.items()}
        listed = ((key, codes_of(of)) for key, of in types.items())
        return {key: codes.key for key, codes in listed if codes is not None and codes.key}


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Literal) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ListOf):
            yield from _texts(node.items)


def _parts(block: CheckedBlock) -> Iterator[_Part]:
    """Give what is counted: rows, rules, bands."""
    match block:
        case CheckedTable():
            columns = tuple(zip(block.subjects, block.subject_types, strict=True))
            for row in block.rows:
                cells = zip(row.cells, columns, strict=True)
                yield _Part(
                    cells=tuple((cell, subject, of) for cell, (subject, of) in cells),
                    outputs=(row.outputs,),
                )
        case CheckedRules():
            for rule in block.rules:
                yield _Part(when=(rule.when,), outputs=(rule.outputs,))
        case CheckedScorecard():
            for each in block.inputs:
                for band in each.bands:
                    yield _Part(cells=((band.cell, each.subject, each.subject_type),))


def _rest(block: CheckedBlock) -> Iterator[_Part]:
    """Give what else a block says."""
    if isinstance(block, CheckedTable):
        yield _Part(when=block.subjects)
    given = (block.otherwise, getattr(block, "when_unknown", None))
    yield _Part(outputs=tuple(each for each in given if each is not None))
    for name in ("expression", "start", "amount", "of", "by"):
        node = getattr(block, name, None)
        if node is not None:
            yield _Part(when=(node,))
