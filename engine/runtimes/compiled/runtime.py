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
from rulesets.values import FIRST_INSTANT, PAST_INSTANTS

MOST_VERSIONS = 64
"""How many versions a runtime keeps; the one that was not asked for longest goes first."""
_NONE: frozenset[Problem] = frozenset()


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
        self._function, self._known = generated(checked)

    def infer(
        self, facts: Values, as_of: datetime, adjustments: tuple[Adjustment, ...] = ()
    ) -> Inference:
        """Infer every conclusion.

        Raises:
            ValueError: The instant has no offset, or lies outside what 2.4 allows.
        """
        try:
            sure = FIRST_INSTANT <= as_of < PAST_INSTANTS
        except TypeError:  # it has no offset
            sure = False
        if not sure:
            message = f"expected an instant with an offset, found `{as_of.isoformat()}`"
            raise ValueError(message)
        by_hand = {each.conclusion: each.value for each in adjustments} if adjustments else None
        kept: list[Any] = []
        conclusions, problems = self._function(facts, as_of, by_hand, kept)
        inference: Inference = CompiledInference()
        inner = inference.__dict__  # the fields of a frozen class, without its slow way in
        inner["conclusions"] = conclusions
        inner["problems"] = frozenset(problems) if problems else _NONE
        if self._known and by_hand is None:
            inner["firings"] = tuple(kept)
        else:
            inner["kept"] = kept
        return inference


def generated(checked: CheckedRuleset) -> tuple[Callable[..., Any], bool]:
    """Generate and compile the function of a version; tell whether all firings are known."""
    version = Version(checked)
    source = Source(version.objects)
    for placed in checked.blocks:
        block_source(version, source, placed)
    name = version.objects.name
    concluded = ", ".join(f"{name(key)}: {text}" for key, text in version.conclusions.items())
    problems = "problems" if source.mentions("problems") else "None"
    source.add(f"return {{{concluded}}}, {problems}")
    main = source.text("def infer(facts, as_of, by_hand, kept):", _before(version, source))
    names = version.objects.names | {"rows_fired": rows_fired}
    text = "\n".join([*version.texts, main])
    exec(compile(text, "<ruleset>", "exec"), names)  # noqa: S102 - made of the tree, not of texts
    for rows, place, function in version.late:
        rows[place] = names[function]
    return names["infer"], version.firings_known


def _before(version: Version, source: Source) -> tuple[str, ...]:
    """Write what the function reads first: the moment, constants by day, facts."""
    name, used, checked = version.objects.name, source.used, version.checked
    lines = ["problems = set()"] if source.mentions("problems") else []
    lines.append("keep = kept.append")
    if used.keys() & {"now", "today"}:
        timed = tuple(checked.constants[key].values for key in version.timed)
        moments = Moments(version.zone(checked.zone), timed)
        lines.append(
            f"{', '.join(['now', 'today', *version.timed.values()])} = {name(moments)}(as_of)"
        )
    read = {text: name(key) for key, text in version.facts.items() if text in used}
    required = {version.facts.get(key) for key, fact in checked.facts.items() if fact.required}
    sure = {text: key for text, key in read.items() if text in required}
    if sure:  # 15.5: the intake saw to it that they are there
        lines += ["try:", *(f" {text} = facts[{key}]" for text, key in sure.items())]
        lines += ["except KeyError:"]
        lines += [f" {text} = facts.get({key})" for text, key in sure.items()]
    late = {text: key for text, key in read.items() if text not in sure}
    if late:
        lines += ["get = facts.get", *(f"{text} = get({key})" for text, key in late.items())]
    return tuple(lines)
