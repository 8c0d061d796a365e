"""Where names are used: which parts of a checked ruleset read them, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from rulesets.checked import (
    CheckedBlock,
    CheckedFunction,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedTable,
    Outputs,
)
from rulesets.checking.meaning import Meaning
from rulesets.checking.static_types import kind_of
from rulesets.checking.written_values import codes_of
from rulesets.drafting.meetings import Meeting, Meetings
from rulesets.drafting.named import Name, lists_of
from rulesets.expressions.tree import (
    Aggregate,
    AnyCell,
    Cell,
    Condition,
    Literal,
    Node,
    Previous,
    RowField,
)
from rulesets.expressions.tree import Name as NameNode
from rulesets.expressions.walk import tops, within
from rulesets.types import Both, Type


@dataclass(frozen=True)
class BlockUse:
    """What reads something: in `count` of its rows, rules or bands; 0: elsewhere in it.

    It is a block, or by `kind` a constant, lookup or function.
    """

    block: str
    kind: str
    title: Both
    count: int


Uses = Mapping[Name, tuple[BlockUse, ...]]


@dataclass(frozen=True)
class Usage:
    """What a ruleset itself uses.

    Attributes:
        names: by the name of a fact, conclusion, sub-fact or code, what reads it.
        lists: by the key of a code list, the facts, conclusions and columns declared with it.
        loose: by the name of a code list, where the letters of its codes are looked at, or where
            they meet what may be any text: these do not follow when a code is renamed.
    """

    names: Uses = field(default_factory=dict)
    lists: Mapping[str, tuple[Both, ...]] = field(default_factory=dict)
    loose: Uses = field(default_factory=dict)


def usage_of(checked: CheckedRuleset) -> Usage:
    """Tell what a ruleset uses; the blocks that it includes are another's.

    Example:
        >>> from rulesets.checked import Bundle
        >>> from rulesets.model import Ruleset
        >>> usage_of(CheckedRuleset(Bundle(Ruleset("r", "UTC")), {}, {}, {}, {}, {}, {}, ())).names
        {}
    """
    looking = _Looking(checked)
    names: dict[Name, list[BlockUse]] = {}
    loose: dict[Name, list[BlockUse]] = {}
    for use, found in looking.parts():
        for name in sorted(found.names):
            names.setdefault(name, []).append(replace(use, count=found.names[name]))
        for name in sorted(found.loose):
            loose.setdefault(name, []).append(use)
    return Usage(
        {name: tuple(uses) for name, uses in names.items()},
        _declared_with(checked),
        {name: tuple(uses) for name, uses in loose.items()},
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
            found.setdefault(codes.key, {})[key] = _titled(title, key)
    return {key: tuple(titles.values()) for key, titles in found.items()}


def _titled(title: Both, key: str) -> Both:
    return title if title.zh or title.en else Both(key, key)


@dataclass(frozen=True)
class _Column:
    """What cells stand in, and which of the types that their values meet are texts."""

    subject: Node
    meets: tuple[Type, ...]


@dataclass(frozen=True)
class _Part:
    """Cells with the columns they stand in, conditions, and outputs: a row, a rule or a band."""

    cells: tuple[tuple[Cell, _Column], ...] = ()
    when: tuple[Condition | Node, ...] = ()
    outputs: tuple[tuple[Node, tuple[Type, ...]], ...] = ()


@dataclass
class _Found:
    """What a part of a ruleset reads, and how many of its rows, rules or bands do."""

    names: Counter[Name] = field(default_factory=Counter)
    loose: set[Name] = field(default_factory=set)


class _Looking:
    """A ruleset looked through, part by part."""

    def __init__(self, checked: CheckedRuleset) -> None:
        self._checked = checked
        ruleset = checked.ruleset
        declared = {key: each.type for key, each in checked.facts.items()}
        declared |= {key: each.type for key, each in checked.constants.items()}
        conclusions = {key: each.type for key, each in checked.conclusions.items()}
        models = (*checked.bundle.included, ruleset)
        self._meaning = Meaning(
            names=declared | conclusions,
            conclusions=conclusions,
            lookups={each.key: each for of in models for each in of.lookups},
            functions={each.key: each for of in models for each in of.functions},
        )
        self._meetings = Meetings(self._meaning)
        self._lists = {id(codes): name for name, codes in lists_of(checked.bundle).items()}
        # Large tables share the cells that are typed alike: each is looked through once.
        self._known: dict[tuple[int, tuple[int, ...]], tuple[frozenset[Name], frozenset[Name]]] = {}
        self._kept: list[object] = []

    def parts(self) -> Iterator[tuple[BlockUse, _Found]]:
        """Give blocks, functions, constants and lookups with what they read."""
        ruleset = self._checked.ruleset
        for placed in self._checked.blocks:
            if placed.ruleset == ruleset.id:
                block = placed.block.block
                kind = type(placed.block).__name__.removeprefix("Checked").lower()
                use = BlockUse(placed.key, kind, _titled(block.title, placed.key), 0)
                yield use, self._block(placed.block)
        for function in ruleset.functions:
            use = BlockUse(function.key, "function", _titled(function.title, function.key), 0)
            yield use, self._function(self._checked.functions[function.key])
        for constant in ruleset.constants:
            use = BlockUse(constant.key, "constant", _titled(constant.title, constant.key), 0)
            dated = self._checked.constants[constant.key].values
            yield use, self._values((value, constant.type) for _, value in dated)
        for lookup in ruleset.lookups:
            use = BlockUse(lookup.key, "lookup", _titled(lookup.title, lookup.key), 0)
            columns = (*lookup.keys, *lookup.values)
            rows = self._checked.lookups[lookup.key].rows.items()
            pairs = ((*keys, *values) for keys, values in rows)
            yield (
                use,
                self._values(
                    (value, column.type)
                    for row in pairs
                    for value, column in zip(row, columns, strict=True)
                ),
            )

    def _block(self, block: CheckedBlock) -> _Found:
        found = _Found()
        for part in self._parts_of(block):
            names, loose = self._part(part)
            found.names.update(names)
            found.loose |= loose
        for part in self._rest_of(block):
            names, loose = self._part(part)
            found.names.update(dict.fromkeys(names - found.names.keys(), 0))
            found.loose |= loose
        return found

    def _function(self, function: CheckedFunction) -> _Found:
        own = {**self._meaning.names, **dict(function.parameters)}
        met = Meetings(replace(self._meaning, names=own)).given(function.body, (function.returns,))
        names, loose = self._met(met)
        return _Found(Counter(dict.fromkeys(names, 0)), set(loose))

    def _values(self, values: Iterable[tuple[object, Type]]) -> _Found:
        """Find the codes among values that are written out."""
        found = _Found()
        for value, of in values:
            name = self._lists.get(id(codes_of(of)))
            if name is not None:
                items = value if isinstance(value, tuple) else (value,)
                found.names.update(dict.fromkeys(((*name, str(each)) for each in items if each), 0))
        return found

    def _part(self, part: _Part) -> tuple[set[Name], set[Name]]:
        names: set[Name] = set()
        loose: set[Name] = set()
        looked = [self._look(of, ()) for of in part.when]
        looked += [self._look(of, targets) for of, targets in part.outputs]
        for cell, column in part.cells:
            if not isinstance(cell, AnyCell):
                looked.append(self._look(column.subject, ()))
                if column.meets or any(not isinstance(each, Literal) for each in tops(cell)):
                    looked.append(self._look(cell, column.meets))
        for more, more_loose in looked:
            names |= more
            loose |= more_loose
        return names, loose

    def _look(
        self, of: Node | Cell | Condition, meets: tuple[Type, ...]
    ) -> tuple[frozenset[Name], frozenset[Name]]:
        key = (id(of), tuple(map(id, meets)))
        if key not in self._known:
            self._kept.append((of, meets))  # an id is taken again when its owner is gone
            named = frozenset(self._named(of))
            if isinstance(of, Cell):
                codes, loose = self._met(self._meetings.in_cell(of, meets))
            elif isinstance(of, Node):
                codes, loose = self._met(self._meetings.given(of, meets))
            else:
                codes, loose = self._met(self._meetings.within(of))
            self._known[key] = (named | codes, loose)
        return self._known[key]

    def _met(self, meetings: Iterable[Meeting]) -> tuple[frozenset[Name], frozenset[Name]]:
        codes: set[Name] = set()
        loose: set[Name] = set()
        for each in meetings:
            lists = {self._lists[id(of)]: of.values for of in each.lists if id(of) in self._lists}
            for name, values in lists.items():
                codes |= {(*name, text) for of in each.texts if (text := str(of.value)) in values}
            if each.is_free or each.is_spelt:
                loose |= lists.keys()
        return frozenset(codes), frozenset(loose)

    def _named(self, of: Node | Cell | Condition) -> Iterator[Name]:
        """Find the facts, conclusions and sub-facts that are read; the last value of one too."""
        for node in within(of):
            if isinstance(node, NameNode):
                yield (self._part_of.get(node.key, "constants"), node.key)
            elif isinstance(node, Previous):
                yield ("conclusions", node.key)
            elif isinstance(node, Aggregate) and isinstance(node.records, NameNode):
                below = (each for each in (node.where, node.value) if each is not None)
                for row in (inner for each in below for inner in within(each)):
                    if isinstance(row, RowField):
                        yield ("facts", node.records.key, "fields", row.key)

    @cached_property
    def _part_of(self) -> Mapping[str, str]:
        facts = dict.fromkeys(self._checked.facts, "facts")
        return dict.fromkeys(self._checked.conclusions, "conclusions") | facts

    @cached_property
    def _targets(self) -> Mapping[str, tuple[Type, ...]]:
        return {key: (each.type,) for key, each in self._checked.conclusions.items()}

    def _outputs(self, *given: Outputs | None) -> tuple[tuple[Node, tuple[Type, ...]], ...]:
        return tuple(
            (node, self._targets[key])
            for each in given
            if each is not None
            for key, node in each.of
            if node is not None
        )

    def _column(self, subject: Node, cells: Iterable[Cell]) -> _Column:
        met = self._meetings.column(subject, cells)
        return _Column(subject, tuple(each for each in met if kind_of(each) in {"text", "list"}))

    def _parts_of(self, block: CheckedBlock) -> Iterator[_Part]:
        """Give what is counted: rows, rules, bands."""
        match block:
            case CheckedTable():
                columns = [
                    self._column(subject, (row.cells[place] for row in block.rows))
                    for place, subject in enumerate(block.subjects)
                ]
                for row in block.rows:
                    cells = tuple(zip(row.cells, columns, strict=True))
                    yield _Part(cells, outputs=self._outputs(row.outputs))
            case CheckedRules():
                for rule in block.rules:
                    yield _Part(when=(rule.when,), outputs=self._outputs(rule.outputs))
            case CheckedScorecard():
                for each in block.inputs:
                    column = self._column(each.subject, (band.cell for band in each.bands))
                    for band in each.bands:
                        yield _Part(((band.cell, column),))

    def _rest_of(self, block: CheckedBlock) -> Iterator[_Part]:
        """Give what else a block says."""
        if isinstance(block, CheckedTable):
            yield _Part(when=block.subjects)
        if isinstance(block, CheckedScorecard):
            yield _Part(when=tuple(each.subject for each in block.inputs))
        given = (block.otherwise, getattr(block, "when_unknown", None))
        yield _Part(outputs=self._outputs(*given))
        targets = self._targets.get(str(getattr(block.block, "concludes", "")), ())
        for name in ("expression", "start", "amount", "of", "by"):
            node = getattr(block, name, None)
            if node is not None:
                yield _Part(outputs=((node, targets if name == "expression" else ()),))
