"""Why something fired, as a short text with the value that was met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import EllipsisType

from rulesets.checked import (
    CheckedDeadline,
    CheckedFormula,
    CheckedRanking,
    CheckedRules,
    CheckedRuleset,
    CheckedScorecard,
    CheckedScoreInput,
    CheckedTable,
)
from rulesets.expressions import tree
from rulesets.types import Type
from rulesets.values import Kleene, Value, decimal_text, equal
from rulesets.wording.conditions import Leaf, leaves
from rulesets.wording.expressions import Speaker
from rulesets.wording.hidden import Hidden
from rulesets.wording.joining import bracketed, capital, spaced
from rulesets.wording.literals import BRANCH
from rulesets.wording.predicates import Predicate, Predicates
from rulesets.wording.titles import named, node_key, placed
from rulesets.wording.value_texts import value_text

Met = tuple[tuple[str, Value | Hidden], ...]


def reason_text(  # noqa: PLR0913 - the parts of one reason, as a decision keeps them
    checked: CheckedRuleset,
    block_key: str,
    rule_id: str,
    place: int,
    met: Met,
    language: str,
    *,
    points: Decimal | None = None,
    band: str = "",
    holds: Kleene | EllipsisType = ...,
) -> str:
    """Say one reason shortly: title, value met, test.

    Args:
        checked: The ruleset.
        block_key: The block that fired.
        rule_id: The row or rule; empty for blocks that fire as a whole.
        place: The column of a row, the leaf of a rule's condition, or the input of a scorecard.
        met: Each name that was read, with its value then; `Hidden` for what may not be seen.
        language: `zh` or `en`.
        points: What a scorecard's band gave.
        band: That band's id.
        holds: Whether the leaf was true, false or unknown. When it was not as wanted,
            the text says what it must be. Left out: the leaf was as wanted.

    Returns:
        Such as `年采购额 2,860,000 元 ≥ 100 万元`, `价值 高 +40`, `平均订单额 = 2,000 元`.

    Raises:
        KeyError: there is no such block, row or rule.
        IndexError: there is no such place in it.
    """
    chip = _Chip(Speaker(checked, language), dict(met), holds if holds is not ... else True)
    block = placed(checked, block_key).block
    if isinstance(block, CheckedTable):
        row = block.by_id[rule_id]
        text = chip.cell(block.subjects[place], row.cells[place], block.subject_types[place])
    elif isinstance(block, CheckedRules):
        leaf = leaves(block.by_id[rule_id].when)[place]
        text = chip.of_rule(leaf, given=holds is not ...)
    elif isinstance(block, CheckedScorecard):
        text = chip.points(block.inputs[place], band, points)
    else:
        text = chip.all_met(" = ") or chip.whole(block)
    return text if language == "zh" else capital(text)


@dataclass(frozen=True)
class _Chip:
    speaker: Speaker
    met: Mapping[str, Value | Hidden]
    holds: Kleene
    needed: bool = True

    def of_rule(self, leaf: Leaf, *, given: bool) -> str:
        holds = self.holds
        if leaf.negated and given and holds is not None:
            holds = not holds
        return replace(self, holds=holds, needed=leaf.needed).leaf(leaf.node, negated=leaf.negated)

    def cell(self, subject: tree.Node, cell: tree.Cell, of_type: Type | None) -> str:
        speaker = self.speaker
        predicates = Predicates(self._operand, of_type, speaker.language, type_of=speaker.type_of)
        if isinstance(cell, tree.AnyCell):
            return self._subject(subject, of_type)
        if isinstance(cell, tree.MissingCell):
            return self._missing(subject, of_type, negated=cell.negated)
        return self._tested(subject, of_type, cell, predicates)

    def leaf(self, node: tree.Node, *, negated: bool = False) -> str:
        if isinstance(node, tree.IsMissing):
            of_type = self.speaker.type_of(node.subject)
            return self._missing(node.subject, of_type, negated=node.negated is not negated)
        tested = _tested(node, negated=negated)
        if tested is None:
            wanted = tree.Not(node) if negated else node
            return self._with_all_met(self.speaker.condition(wanted))
        subject, cell = tested
        return self.cell(subject, cell, self.speaker.type_of(subject))

    def points(self, score: CheckedScoreInput, band: str, points: Decimal | None) -> str:
        given = Decimal(0) if points is None else points
        sign = "" if given < 0 else "+"
        text = self._subject(score.subject, score.subject_type)
        cells = {each.id: each.cell for each in score.bands}
        cell = cells.get(band)
        # Where the subject's own value is not known, the band's test tells which it was.
        if node_key(score.subject) not in self.met and isinstance(cell, tree.TestsCell):
            speaker = self.speaker
            predicates = Predicates(
                self._operand, score.subject_type, speaker.language, type_of=speaker.type_of
            )
            text = spaced(text, predicates.short(cell))
        return spaced(text, f"{sign}{decimal_text(given)}")

    def whole(self, block: CheckedFormula | CheckedDeadline | CheckedRanking) -> str:
        """Say the expression of a block that reads no name."""
        if isinstance(block, CheckedFormula):
            return self.speaker.say(block.expression, at_least=BRANCH)
        start = block.start if isinstance(block, CheckedDeadline) else block.of
        return self.speaker.say(start, at_least=BRANCH)

    def all_met(self, between: str) -> str:
        comma = "，" if self.speaker.language == "zh" else ", "
        return comma.join(f"{self._name(key)}{between}{self._value(key, None)}" for key in self.met)

    def _tested(
        self,
        subject: tree.Node,
        of_type: Type | None,
        cell: tree.TestsCell,
        predicates: Predicates,
    ) -> str:
        said = self._subject(subject, of_type)
        if self.holds is not True:
            return self._wanted(said, predicates.cell(cell))
        if self._is_plainly(subject, cell):
            return said
        return spaced(said, predicates.short(cell))

    def _wanted(self, said: str, predicate: Predicate) -> str:
        language = self.speaker.language
        if self.needed:
            wanted = predicate.must(language)
        elif language == "zh":
            wanted = f"未满足：{predicate.rest}"
        else:
            wanted = f"not met: {predicate.finite(language)}"
        return f"{said}，{wanted}" if language == "zh" else f"{said}, {wanted}"

    def _is_plainly(self, subject: tree.Node, cell: tree.TestsCell) -> bool:
        """Tell whether the value met is the very one that is asked for: then it says all."""
        value = self.met.get(node_key(subject))
        literal = _literal_asked(cell)
        if literal is None or isinstance(value, Hidden):
            return False
        return equal(value, literal.value) is True

    def _missing(self, subject: tree.Node, of_type: Type | None, *, negated: bool) -> str:
        said = self._subject(subject, of_type)
        if self.holds is True:
            return said
        predicates = Predicates(self._operand, of_type, self.speaker.language)
        return self._wanted(said, predicates.missing(negated=negated))

    def _subject(self, node: tree.Node, of_type: Type | None) -> str:
        key = node_key(node)
        if key in self.met:
            return spaced(self._name(key), self._value(key, of_type))
        return self._with_all_met(self.speaker.say(node, at_least=BRANCH))

    def _operand(self, node: tree.Node, like: Type | None) -> str:
        key = node_key(node)
        if key in self.met:
            return spaced(self._name(key), self._value(key, like))
        return self.speaker.say(node, like)

    def _with_all_met(self, text: str) -> str:
        if not self.met:
            return text
        inside = bracketed(self.all_met(" "), self.speaker.language)
        return text + inside if self.speaker.language == "zh" else f"{text} {inside}"

    def _name(self, key: str) -> str:
        return self.speaker.name(key)

    def _value(self, key: str, of_type: Type | None) -> str:
        known = self.speaker.type_of(named(key)) or of_type
        return value_text(self.met[key], known, self.speaker.language, short=False)


def _tested(node: tree.Node, *, negated: bool) -> tuple[tree.Node, tree.TestsCell] | None:
    """Take a leaf apart: what it is about, and what is asked of that; None for other leaves."""
    match node:
        case tree.Compare():
            test: tree.Test = tree.CompareTest(node.op, node.right)
            if node.op == "=":
                test = tree.ValueTest(node.right)
            return node.left, tree.TestsCell((test,), negated)
        case tree.Between():
            span = tree.RangeTest(node.low, node.high, low_included=True, high_included=True)
            return node.subject, tree.TestsCell((span,), negated)
        case tree.In():
            return node.subject, tree.TestsCell(node.tests, negated)
        case tree.TextOperation():
            return node.left, tree.TestsCell((tree.TextTest(node.op, node.right),), negated)
        case tree.Name() | tree.Previous():
            return node, tree.TestsCell((tree.ValueTest(tree.Literal(not negated)),))
        case _:
            return None


def _literal_asked(cell: tree.Cell) -> tree.Literal | None:
    """Give the one value that a cell asks for; None when it asks for anything else."""
    if not isinstance(cell, tree.TestsCell) or cell.negated or len(cell.tests) != 1:
        return None
    test = cell.tests[0]
    operand = test.operand if isinstance(test, tree.ValueTest) else None
    return operand if isinstance(operand, tree.Literal) else None


def value_asked(
    checked: CheckedRuleset, block_key: str, rule_id: str, place: int
) -> tree.Literal | None:
    """Give the one value that a leaf asks for: when it is met, `reason_text` says it alone.

    Raises:
        KeyError: there is no such block, row or rule.
        IndexError: there is no such place in it.
    """
    block = placed(checked, block_key).block
    if isinstance(block, CheckedTable):
        return _literal_asked(block.by_id[rule_id].cells[place])
    if isinstance(block, CheckedRules):
        leaf = leaves(block.by_id[rule_id].when)[place]
        tested = _tested(leaf.node, negated=leaf.negated)
        return None if tested is None else _literal_asked(tested[1])
    return None
