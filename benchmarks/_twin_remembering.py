"""A child that remembers what it inferred: what it takes then is the way there and back."""

import sys
from datetime import datetime

from engine.decision import Adjustment, Engine, Inference, Runtime, Values
from engine.runtimes.durable import Durable
from rulesets.checked import CheckedRuleset
from service.twin_child.__main__ import Child, main


class _Remembering:
    """Infers once for each customer; the measured ones differ in their texts and numbers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[tuple[object, ...], Inference] = {}

    def infer(
        self, facts: Values, as_of: datetime, adjustments: tuple[Adjustment, ...] = ()
    ) -> Inference:
        key = tuple(facts.values())
        if key not in self._known:
            self._known[key] = self._engine.infer(facts, as_of, adjustments)
        return self._known[key]


class _Runtime:
    name = Durable.name

    def load(self, checked: CheckedRuleset) -> Engine:
        return _Remembering(Durable().load(checked))


class _Child(Child):
    def __init__(self, questions: object, loading: object, runtime: Runtime) -> None:
        super().__init__(questions, loading, _Runtime())  # type: ignore[arg-type]  # sockets


if __name__ == "__main__":
    main(sys.argv[1:], _Child)
