"""Evaluate a decision of a DMN document by the names of DMN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.decision import Firing, Inference, Runtime
from engine.encoding import to_json
from engine.strict_json import shown
from rulesets.dmn.importing import ContextOf, OutcomeOf, RowsOf, Shape, ValueOf
from rulesets.errors import CallerError, Fault
from rulesets.types import TextType
from rulesets.values import Value
from service.dmn_inputs import listed, take_inputs
from service.house import DEFAULT_ENGINE, all_runtimes
from service.import_dmn import ImportedModel
from service.loading import load_engine
from service.settings import system_clock

_SHOWN = 60


def decide(
    model: ImportedModel,
    decision: str,
    inputs: object,
    *,
    engine: str = DEFAULT_ENGINE,
    as_of: datetime | None = None,
    runtimes: Mapping[str, Runtime] | None = None,
) -> object:
    """Evaluate a decision of a DMN document.

    Args:
        model: the document, imported.
        decision: its name in the document.
        inputs: plain JSON as `engine.strict_json.decode` gives it: an object of input data by
            their names, contexts as objects, lists as arrays, dates as texts. What is not given is
            null.
        engine: which engine evaluates it.
        as_of: the moment of the decision; None is now.
        runtimes: the engines by name; None for all there are.

    Returns:
        Plain data for `service.json_text.encode`: a context is an object by DMN's names.

    Raises:
        CallerError: `dmn-unknown-decision`, `unknown-engine`, or every fault of the inputs; the
            places are JSON Pointers into `inputs`.
    """
    shape = model.imported.decisions.get(decision)
    if shape is None:
        known = listed(model.imported.decisions)
        words = {"decision": shown(decision[:_SHOWN]), "known": known}
        raise CallerError((Fault("dmn-unknown-decision", words=words),))
    facts = take_inputs(inputs, model.imported.inputs)
    loaded = load_engine(all_runtimes() if runtimes is None else runtimes, engine, model.checked)
    inference = loaded.infer(facts, as_of or system_clock())
    return to_json(_Answer(model, facts, inference).value(shape))


@dataclass(frozen=True)
class _Answer:
    """Puts the value of a decision together from what an engine inferred."""

    model: ImportedModel
    facts: Mapping[str, Value]
    inference: Inference

    def value(self, shape: Shape) -> Value:
        """Return the value of a decision."""
        match shape:
            case ValueOf(key=key):
                return self._of(key)
            case ContextOf(members=members):
                return {name: self.value(each) for name, each in members.items()}
            case OutcomeOf():
                return self._outcome(shape)
            case RowsOf():
                return self._rows(shape)

    def _of(self, key: str) -> Value:
        """Give a conclusion, a constant that the export made a decision of, or a fact."""
        constant = self.model.checked.constants.get(key)
        if constant is not None:
            # One that is imported has one value, which always holds.
            return constant.values[0][1]
        concluded = self.inference.conclusions
        return concluded[key] if key in concluded else self.facts.get(key)

    def _fired(self, block: str) -> list[Firing]:
        return [each for each in self.inference.firings if each.block == block and each.concluded]

    def _outcome(self, shape: OutcomeOf) -> Value:
        """Give a context when a row or the defaults concluded; what was refused is null."""
        if not self._fired(shape.block):
            return None
        concluded = self.inference.conclusions
        return {name: concluded.get(key) for name, key in shape.members.items()}

    def _rows(self, shape: RowsOf) -> Value:
        fired = self._fired(shape.block)
        rows = [dict(each.concluded) for each in fired if each.kind == "rule"]
        if not rows:
            return self._defaults(shape, fired)
        if shape.ordered:
            rows.sort(key=lambda row: [self._place(key, row) for key in shape.members.values()])
        return tuple(self._row(row, shape) for row in rows)

    def _row(self, row: Mapping[str, Value], shape: RowsOf) -> Value:
        if shape.single:
            return next(row.get(key) for key in shape.members.values())
        return {name: row.get(key) for name, key in shape.members.items()}

    def _place(self, key: str, row: Mapping[str, Value]) -> int:
        """Return the place of an output in its order, the highest first; 12.5."""
        of = self.model.checked.conclusions[key].type
        item = getattr(of, "item", of)
        if not isinstance(item, TextType) or item.one_of is None or not item.one_of.ordered:
            return 0
        return -item.one_of.places.get(str(row.get(key)), -1)

    def _defaults(self, shape: RowsOf, fired: list[Firing]) -> Value:
        """Give the defaults, which stand as lists of one; without any the value is null."""
        given = dict(fired[0].concluded) if fired else {}
        lists = {key: given.get(key) for key in shape.members.values()}
        if all(each is None for each in lists.values()):
            return None
        row = {key: each[0] if isinstance(each, tuple) else None for key, each in lists.items()}
        return (self._row(row, shape),)
