"""What is said of a version in the same way in each of its decisions: made once, kept with it."""

from __future__ import annotations

from typing import Any, Final

from engine.decision import Decision, Firing
from engine.encoding import dumps, quoted, to_json
from engine.explaining import Circumstances, Explainer, Outline
from rulesets.checked import CheckedRuleset
from rulesets.types import Both
from rulesets.values import Value
from rulesets.wording import part_sentence, rule_sentence
from service.reason_texts import ReasonWriter, Teller, Told, make_teller

MOST: Final = 4096
"""How many sentences, rules and reasons a version keeps; then it begins anew."""


class Sentences:
    """What one version says. Threads may share it: at worst one makes again what another makes."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._said: dict[tuple[str, str, str], Both] = {}
        self._writer: FiredWriter | None = None

    def say(self, checked: CheckedRuleset, firing: Firing) -> Both:
        """Say what fired. Its sentence holds no values, so it is the same in every decision."""
        place = (firing.block, firing.kind, firing.rule)
        found = self._said.get(place)
        if found is None:
            _make_room(self._said)
            found = self._said[place] = _sentence(checked, firing)
        return found

    def fired(self, checked: CheckedRuleset, decision: Decision) -> str:
        """Write what fired, with sentences and reasons, as JSON.

        It is what `service.answers.answer` shows of a decision of which nothing was erased.
        """
        if self._writer is None:
            self._writer = FiredWriter(checked, self)
        return self._writer.json(decision)


class FiredWriter:
    """Writes what fired in decisions of a version; what no decision changes is written once."""

    def __init__(self, checked: CheckedRuleset, sentences: Sentences) -> None:
        """Prepare nothing yet."""
        self._checked = checked
        self._sentences = sentences
        self._explainer = Explainer(checked)
        self._frames: dict[tuple[str, str, str, int], tuple[str, str]] = {}
        self._reasons: dict[Outline, ReasonWriter] = {}
        self._tellers: dict[str, Teller] = {}

    def json(self, decision: Decision) -> str:
        """Write what fired in a decision, in order of inference."""
        inference = decision.inference
        seen = Circumstances(self._checked, decision.facts, inference.conclusions, decision.as_of)
        told: dict[str, Told] = {}
        return "[" + ",".join([self._fired(each, seen, told) for each in inference.firings]) + "]"

    def _fired(self, firing: Firing, seen: Circumstances, told: dict[str, Told]) -> str:
        """Write one firing; `told` holds the values that the decision's reasons have met so far."""
        because = []
        for outline in self._explainer.outlines(firing, seen):
            for name in outline.names:
                if name not in told:
                    told[name] = self._teller(name)(seen.value(name))
            writer = self._reasons.get(outline) or self._writer(firing, outline)
            because.append(writer.json([told[name] for name in outline.names]))
        place = (firing.block, firing.kind, firing.rule, firing.number)
        head, tail = self._frames.get(place) or self._frame(firing, place)
        concluded = [quoted(key) + ":" + _json(value) for key, value in firing.concluded]
        return f'{head}{",".join(concluded)}}},"because":[{",".join(because)}{tail}'

    def _frame(self, firing: Firing, place: tuple[str, str, str, int]) -> tuple[str, str]:
        """Write what stands before the conclusions of a firing, and what after its reasons."""
        named = {"block": firing.block, "kind": firing.kind, "rule": firing.rule}
        head = dumps({**named, "number": firing.number})[:-1] + ',"concluded":{'
        said = self._sentences.say(self._checked, firing)
        tail = '],"sentence":' + dumps({"zh": said.zh, "en": said.en}) + "}"
        _make_room(self._frames)
        self._frames[place] = head, tail
        return head, tail

    def _writer(self, firing: Firing, outline: Outline) -> ReasonWriter:
        _make_room(self._reasons)
        writer = self._reasons[outline] = ReasonWriter(self._checked, firing, outline)
        return writer

    def _teller(self, name: str) -> Teller:
        found = self._tellers.get(name)
        if found is None:
            found = self._tellers[name] = make_teller(self._checked, name)
        return found


def _make_room(kept: dict[Any, Any]) -> None:
    """Empty what is full."""
    if len(kept) >= MOST:
        kept.clear()


def _json(value: Value) -> str:
    """Write a value; texts, the most usual ones, at once."""
    return quoted(value) if isinstance(value, str) else dumps(to_json(value))


def _sentence(checked: CheckedRuleset, firing: Firing) -> Both:
    def say(language: str) -> str:
        if firing.kind == "rule":
            return rule_sentence(checked, firing.block, firing.rule, language)
        return part_sentence(checked, firing.block, firing.kind, language)

    return Both(say("zh"), say("en"))
