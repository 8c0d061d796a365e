"""The output columns of a decision table: their types, cells and defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rulesets.checking.static_types import concluded
from rulesets.dmn.importing import expressions
from rulesets.dmn.importing.columns import BLANK
from rulesets.dmn.importing.conforming import is_limited, surely
from rulesets.dmn.importing.domains import domain, read_values, texts
from rulesets.dmn.importing.expressions import Scope
from rulesets.dmn.importing.kinds import Kind, Many, Record
from rulesets.dmn.importing.saying import Says
from rulesets.dmn.model import DecisionTable, OutputClause, Place, Text
from rulesets.dmn.translating.environment import Translated
from rulesets.expressions.tree import If, Literal, Node, Null
from rulesets.types import Code, CodeList, ScalarType, TextType, Type


@dataclass(frozen=True)
class OutputColumn:
    """An output column as said: its type, its cells (None: blank) and its default.

    `sure` says that no cell is one that its declared type does not allow, `sure_default` that the
    default is not.
    """

    name: str
    type: Type
    cells: tuple[Translated, ...]
    default: Translated | None
    label: str = ""
    sure: bool = True
    sure_default: bool = True

    @property
    def total(self) -> bool:
        """Tell whether no row gives null."""
        return all(each.total for each in self.cells)


def read_output(
    values: Says,
    table: DecisionTable,
    number: int,
    scope: Scope,
    kind: Kind | None,
    ordered: bool,
) -> OutputColumn | None:
    """Say an output column; None: a fault was told."""
    clause = table.outputs[number]
    place = (*table.place, ("output", clause.name)) if clause.name else table.place
    own = values.building.kinds.of(clause.type_ref, place)
    if isinstance(own, Many) and not isinstance(kind, Many):
        own = own.of
    if isinstance(own, Record | Many) or isinstance(kind, Record | Many):
        values.report.refuse("上下文或列表作为输出", "context or list as an output", place)
        return None
    if own is not None and kind is not None and not _agree(own, kind):
        expressions.refuse_unfit(kind, own, place, values.report)
        return None
    declared = kind if own is None or is_limited(kind) else own
    entries = [rule.outputs[number] for rule in table.rules]
    said = _entries(values, entries, scope)
    default = None if clause.default is None else _entry(values, clause.default, scope)
    sound = [each for each in said if each is not None]
    if len(sound) < len(said) or (clause.default is not None and default is None):
        return None
    cells = tuple(sound)
    every = cells
    if clause.default is not None and default is not None:
        every, entries = (*cells, default), [*entries, clause.default]
    of = _output_type(values, every, declared, entries, place)
    if of is None:
        return None
    limited = _listed(values, clause, of, every, ordered, place)
    if limited is None:
        return None
    sure = all(surely(each.node, each.type, of) for each in cells)
    sure_default = default is None or surely(default.node, default.type, of)
    return OutputColumn(clause.name, limited, cells, default, clause.label, sure, sure_default)


def _entries(values: Says, entries: list[Text], scope: Scope) -> list[Translated | None]:
    """Say the cells of a column; they repeat, and each text is read once."""
    known: dict[str, Translated | None] = {}
    found = []
    for each in entries:
        said = known.get(each.text) or _entry(values, each, scope)
        known[each.text] = said
        found.append(said)
    return found


def _agree(own: ScalarType, kind: ScalarType) -> bool:
    """Tell whether an output and its table are of one type, whatever one of them allows."""
    limits = is_limited(own) and is_limited(kind)
    return expressions.fits(own, kind) and (own == kind or not limits)


def refuse_unsure(
    output: OutputColumn, place: Place, values: Says, *, default: bool = True
) -> None:
    """Refuse values that allowed values may not hold, where none can be left out."""
    if not output.sure or (default and not output.sure_default):
        values.report.refuse(
            "可能不在取值范围内的输出", "computed output that allowed values may not hold", place
        )


def _entry(values: Says, text: Text, scope: Scope) -> Translated | None:
    if text.text in BLANK:
        return Translated(Null(), None)
    said = values.say(text, scope)
    return said[1] if said else None


def _output_type(
    values: Says,
    cells: tuple[Translated, ...],
    declared: Kind | None,
    entries: list[Text],
    place: Place,
) -> Type | None:
    scale = values.building.scale
    of: Type | None = None
    if declared is not None and not isinstance(declared, Record | Many):
        of = expressions.settled(declared, scale)
    for each, text in zip(cells, entries, strict=True):
        if of is None and each.type is not None:
            of = expressions.settled(each.type, scale)
        elif of is not None and each.type is not None and not expressions.fits(of, each.type):
            expressions.refuse_unfit(of, each.type, text.place or place, values.report)
            return None
    if isinstance(of, TextType) and of.one_of is not None and declared is None:
        return TextType()
    return of or TextType()


def _listed(
    values: Says,
    clause: OutputClause,
    of: Type,
    cells: tuple[Translated, ...],
    ordered: bool,
    place: Place,
) -> Type | None:
    """Return the type with the output values as its list, the last of which is the highest."""
    tests = read_values(clause.values, values.report) if clause.values else None
    written = texts(tests.tests) if tests and not tests.negated else ()
    if not written and isinstance(of, TextType) and of.one_of is not None:
        written = tuple(code.value for code in of.one_of.codes)
    if isinstance(of, TextType) and written:
        simple = all(isinstance(each.node, Literal | Null) for each in cells)
        if not simple and not ordered and of.one_of is None:
            return of
        codes = tuple(map(Code, reversed(written) if ordered else written))
        listed = TextType(CodeList(codes, ordered=ordered))
        literal = {text for each in cells for text in _texts(each.node)}
        clash = any(each.type is not None and concluded(listed, each.type) for each in cells)
        if clash or not literal.issubset(written):
            values.report.refuse(
                "不在输出取值范围内的输出", "output outside of the output values", place
            )
            return None
        return listed
    if tests and domain(of, tests, values.building.scale) is not None:  # type: ignore[arg-type]  # scalar
        return of
    if tests:
        values.report.note(
            "`outputValues` 不作检查：不是一组文本",
            "`outputValues` are not checked: no texts",
            place,
        )
    return of


def _texts(node: Node) -> Iterator[str]:
    """Give the literal texts that an expression may have for its value."""
    if isinstance(node, If):
        yield from _texts(node.then)
        yield from _texts(node.otherwise)
    elif isinstance(node, Literal) and isinstance(node.value, str):
        yield node.value
