"""The runtime: loads versions and answers with their generated functions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from engine.decision import Adjustment, Declined, Inference, Problem, Values
from engine.runtimes.compiled.blocks import block_source
from engine.runtimes.compiled.firings import CompiledInference
from engine.runtimes.compiled.moments import Moments
from engine.runtimes.compiled.policies import rows_fired
from engine.runtimes.compiled.source import Source
from engine.runtimes.compiled.version import Version
from rulesets.checked import CheckedRanking, CheckedRuleset
from rulesets.values import is_instant

MOST_VERSIONS = 64
"""How many versions a runtime keeps; the one that was not asked for longest goes first."""
_NONE: frozenset[Problem] = frozenset()
_FIRST_YEAR, _LAST_YEAR = 1, 9999


class Compiled:
    """The engine that answers calls. All threads of a process may share it."""

    name = "compiled"

    def __init__(self) -> None:
        self._engines: OrderedDict[int, CompiledEngine] = OrderedDict()

    def load(self, checked: CheckedRuleset) -> CompiledEngine:
        """Make a version's function, once for one checked ruleset; 14.8: a ranking is declined."""
        for placed in checked.blocks:
            if isinstance(placed.block, CheckedRanking):
                raise Declined("ranking-not-supported", placed.key)
        # An engine keeps its ruleset, so that the id of one in use is not given to another. Each
        # step is whole by itself: two threads may at worst make the same engine twice.
        engine = self._engines.pop(id(checked), None) or CompiledEngine(checked)
        self._engines[id(checked)] = engine
        if len(self._engines) > MOST_VERSIONS:
            self._engines.popitem(last=False)
        return engine


class CompiledEngine:
    """One version loaded."""

    def __init__(self, checked: CheckedRuleset) -> None:
        self.checked = checked
        self._function = generated(checked)

    def infer(
        self, facts: Values, as_of: datetime, adjustments: tuple[Adjustment, ...] = ()
    ) -> Inference:
        """Infer every conclusion.

        Raises:
            ValueError: The instant has no offset, or lies outside what 2.4 allows.
        """
        sure = _FIRST_YEAR < as_of.year < _LAST_YEAR and as_of.utcoffset() is not None
        if not sure and not is_instant(as_of):
            message = f"expected an instant with an offset, found `{as_of.isoformat()}`"
            raise ValueError(message)
        by_hand = {each.conclusion: each.value for each in adjustments} if adjustments else None
        kept: list[Any] = []
        conclusions, problems = self._function(facts.get, as_of, by_hand, kept)
        inference = CompiledInference.__new__(CompiledInference)
        inner = inference.__dict__  # the fields of a frozen class, without its slow way in
        inner["conclusions"] = conclusions
        inner["problems"] = frozenset(problems) if problems else _NONE
        inner["kept"] = kept
        return inference


def generated(checked: CheckedRuleset) -> Callable[..., Any]:
    """Generate and compile the function of a version."""
    version = Version(checked)
    source = Source(version.objects)
    for placed in checked.blocks:
        block_source(version, source, placed)
    name = version.objects.name
    concluded = ", ".join(f"{name(key)}: {text}" for key, text in version.conclusions.items())
    source.add(f"return {{{concluded}}}, problems")
    main = source.text("def infer(get, as_of, by_hand, kept):", _before(version, source))
    names = version.objects.names | {"rows_fired": rows_fired}
    text = "\n".join([*version.texts, main])
    exec(compile(text, "<ruleset>", "exec"), names)  # noqa: S102 - made of the tree, not of texts
    for rows, place, function in version.late:
        rows[place] = names[function]
    made: Callable[..., Any] = names["infer"]
    return made


def _before(version: Version, source: Source) -> tuple[str, ...]:
    """Write what the function reads first: the moment, constants by day, facts."""
    name, used = version.objects.name, source.used
    lines = ["problems = set()", "keep = kept.append"]
    if used.keys() & {"now", "today"}:
        timed = tuple(version.checked.constants[key].values for key in version.timed)
        moments = Moments(version.zone(version.checked.zone), timed)
        lines.append(
            f"{', '.join(['now', 'today', *version.timed.values()])} = {name(moments)}(as_of)"
        )
    lines += [f"{text} = get({name(key)})" for key, text in version.facts.items() if text in used]
    return tuple(lines)
