"""How a decision is written down and read back, with what is personal in a row of its own.

The record holds facts, conclusions, firings and problems. Where a value is personal it has a hole,
`{"personal": 3}`: place 3, counted from 0, of the personal row. A value itself is never an object,
so a hole is never mistaken for one. Reasons and sentences are not written: they follow from the
version, the facts and the conclusions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.decision import Decision, Firing, Inference, Problem
from engine.encoding import from_json, to_json
from rulesets.checked import CheckedRuleset
from rulesets.errors import Fault, OperatorError
from rulesets.types import ListType, Type
from rulesets.values import Value
from service import json_text
from service.sentences import Sentences
from storage.decisions import StoredDecision
from storage.disagreements import StoredDisagreement

_HOLE = "personal"


@dataclass(frozen=True)
class Evaluation:
    """A decision with its version, as a door shows it.

    Attributes:
        decision: the decision; its `id` is empty when it is not recorded. Values of `hidden` keys
            are None in it.
        checked: the version that decided.
        recorded_at: when it was recorded; None when it is not.
        api_key: the id of the key that asked; None for a decision made on this machine.
        hidden: the facts and conclusions whose values were erased.
        sentences: what was said of the version so far; shared by its decisions.
    """

    decision: Decision
    checked: CheckedRuleset
    recorded_at: datetime | None = None
    api_key: str | None = None
    hidden: frozenset[str] = frozenset()
    sentences: Sentences = field(default_factory=Sentences, compare=False, repr=False)


def stored(evaluation: Evaluation, recorded_at: datetime) -> StoredDecision:
    """Write a decision down."""
    decision = evaluation.decision
    writer = _Writer(evaluation.checked.personal)
    record = {"facts": writer.values(decision.facts), **writer.inference(decision.inference)}
    return StoredDecision(
        id=decision.id,
        ruleset=decision.ruleset,
        version=decision.version,
        identity=decision.identity,
        subject=decision.subject,
        as_of=decision.as_of,
        recorded_at=recorded_at,
        api_key=evaluation.api_key,
        engine=decision.engine,
        record=json_text.encode(record).decode(),
        personal=json_text.encode(writer.personal).decode(),
        twin=decision.twin,
        twice=" ".join(decision.twice),
    )


def stored_disagreement(
    evaluation: Evaluation, twin: str, again: Inference, named: str, at: datetime
) -> StoredDisagreement:
    """Write down what two engines inferred of the same facts: that of `evaluation`, and `again`."""
    decision = evaluation.decision
    writer = _Writer(evaluation.checked.personal)
    record = {
        "facts": writer.values(decision.facts),
        "inferences": [writer.inference(decision.inference), writer.inference(again)],
    }
    return StoredDisagreement(
        id=named,
        at=at,
        ruleset=decision.ruleset,
        version=decision.version,
        identity=decision.identity,
        subject=decision.subject,
        as_of=decision.as_of,
        engine=decision.engine,
        twin=twin,
        record=json_text.encode(record).decode(),
        personal=json_text.encode(writer.personal).decode(),
    )


def restored(
    row: StoredDecision, checked: CheckedRuleset, sentences: Sentences | None = None
) -> Evaluation:
    """Read a decision back.

    Raises:
        OperatorError: `record-damaged`, the record does not hold what was written.
    """
    try:
        reader = _Reader(checked, row)
        inference = Inference(reader.conclusions(), reader.firings(), reader.problems())
        facts = reader.facts()
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise OperatorError((Fault("record-damaged", words={"decision": row.id}),)) from error
    return Evaluation(
        decision=Decision(
            id=row.id,
            ruleset=row.ruleset,
            version=row.version,
            identity=row.identity,
            subject=row.subject,
            as_of=row.as_of,
            facts=facts,
            inference=inference,
            engine=row.engine,
            twin=row.twin,
            twice=tuple(row.twice.split()),
        ),
        checked=checked,
        recorded_at=row.recorded_at,
        api_key=row.api_key,
        hidden=frozenset(reader.hidden),
        sentences=Sentences() if sentences is None else sentences,
    )


def filled(values: Mapping[str, Any], personal: Any) -> dict[str, Any]:
    """Fill the holes of values by key from their personal row; None where it was erased.

    Example:
        >>> filled({"name": {"personal": 0}, "sales": 1}, ["甲"])
        {'name': '甲', 'sales': 1}
        >>> filled({"name": {"personal": 0}}, None)
        {'name': None}
    """

    def value(plain: Any) -> Any:
        if not isinstance(plain, dict):
            return plain
        return None if personal is None else personal[int(plain[_HOLE])]

    return {key: value(plain) for key, plain in values.items()}


@dataclass
class _Writer:
    """Puts values into a record and personal ones aside."""

    keys: frozenset[str]
    personal: list[object] = field(default_factory=list)

    def values(self, values: Mapping[str, Value]) -> dict[str, object]:
        return {key: self._value(key, value) for key, value in values.items()}

    def inference(self, inference: Inference) -> dict[str, object]:
        return {
            "conclusions": self.values(inference.conclusions),
            "firings": [
                {
                    "block": each.block,
                    "kind": each.kind,
                    "rule": each.rule,
                    "number": each.number,
                    "concluded": self.values(dict(each.concluded)),
                }
                for each in inference.firings
            ],
            "problems": [
                {
                    "block": each.block,
                    "code": each.code,
                    "expression": each.expression,
                    "rows": list(each.rows),
                }
                for each in sorted(inference.problems)
            ],
        }

    def _value(self, key: str, value: Value) -> object:
        plain = to_json(value)
        if key not in self.keys or plain is None:
            return plain
        self.personal.append(plain)
        return {_HOLE: len(self.personal) - 1}


class _Reader:
    """Fills the holes of a record; notes the keys whose values are gone."""

    def __init__(self, checked: CheckedRuleset, row: StoredDecision) -> None:
        self._checked = checked
        # What is written is known: anything else raises where it is read, and is damage.
        self._record: Any = json_text.decode(row.record)
        self._personal: Any = None if row.personal is None else json_text.decode(row.personal)
        self.hidden: set[str] = set()

    def facts(self) -> dict[str, Value]:
        return {
            key: self._value(key, plain, self._fact_type(key))
            for key, plain in self._record["facts"].items()
        }

    def conclusions(self) -> dict[str, Value]:
        return self._concluded(self._record["conclusions"])

    def firings(self) -> tuple[Firing, ...]:
        return tuple(
            Firing(
                block=each["block"],
                kind=each["kind"],
                rule=each["rule"],
                number=int(each["number"]),
                concluded=tuple(self._concluded(each["concluded"]).items()),
            )
            for each in self._record["firings"]
        )

    def problems(self) -> frozenset[Problem]:
        return frozenset(
            Problem(each["block"], each["code"], each["expression"], tuple(each["rows"]))
            for each in self._record["problems"]
        )

    def _concluded(self, plain: Mapping[str, object]) -> dict[str, Value]:
        types = self._checked.conclusions
        return {key: self._value(key, each, types[key].type) for key, each in plain.items()}

    def _value(self, key: str, plain: Any, type_: Type) -> Value:
        if isinstance(plain, dict):
            if self._personal is None:
                self.hidden.add(key)
                return None
            plain = self._personal[int(plain[_HOLE])]
        # A row of a collecting block concludes one item of the list.
        if isinstance(type_, ListType) and not isinstance(plain, list):
            return from_json(plain, type_.item)
        return from_json(plain, type_)

    def _fact_type(self, key: str) -> Type:
        if key in self._checked.facts:
            return self._checked.facts[key].type
        conclusion = key.removeprefix("previous(").removesuffix(")")
        return self._checked.conclusions[conclusion].type
