"""A decision as it is answered: what was concluded, what fired and why, in both languages.

Reasons and sentences are worked out here, whenever they are read, from the version, the facts and
the conclusions; they are stored nowhere. So a personal value that was erased is gone from them too:
it shows as withheld.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace

from engine.decision import Firing, Problem, Reason
from engine.encoding import Written, to_json
from engine.reasons import reasons
from rulesets.checked import CheckedRuleset, CheckedScorecard
from rulesets.types import Both
from rulesets.values import Value
from rulesets.wording import (
    Hidden,
    name_title,
    problem_text,
    reason_text,
    value_text,
)
from service.moments import moment_text
from service.records import Evaluation

Shown = Value | Hidden
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Because:
    """One reason as a person reads it; `reason.met` may hold `Hidden`, where it says so."""

    reason: Reason
    text: Both
    met: tuple[tuple[str, Shown], ...]


@dataclass(frozen=True)
class Fired:
    """Something that fired, with its sentence and its reasons."""

    firing: Firing
    sentence: Both
    concluded: tuple[tuple[str, Shown], ...]
    because: tuple[Because, ...]


@dataclass(frozen=True)
class ToldProblem:
    """A problem with its message."""

    problem: Problem
    message: Both


def answer(evaluation: Evaluation, explain: str = "fired") -> dict[str, object]:
    """Give the answer as plain data, to be written with `service.json_text.encode`.

    Args:
        evaluation: the decision.
        explain: `none`: what was concluded, and problems; `fired`: also what fired, each with its
            sentence and reasons; `full`: also the facts, the engine and when it was recorded.

    Returns:
        `decision` (None when it is not recorded), `subject`, `ruleset`, `version`, `identity`,
        `as_of`, `conclusions`, `fired`, `problems`, `twin` (the engine that inferred it again) and
        `inferred_twice` (the steps that both worked out by code of their own). When personal values
        were erased, `withheld` names the facts and conclusions they belonged to; each shows as
        None.
    """
    found = () if explain == "none" else fired(evaluation)
    return _answer(evaluation, explain, [_plain_fired(each) for each in found])


def written_answer(evaluation: Evaluation, explain: str = "fired") -> dict[str, object]:
    """Give what `service.json_text.encode` makes the same text of as of `answer`, in less time.

    What fired is written already: what its sentences and reasons have in common in all decisions
    of the version was made ready before.
    """
    if explain == "none" or evaluation.hidden:
        return answer(evaluation, explain)
    written = evaluation.sentences.fired(evaluation.checked, evaluation.decision)
    return _answer(evaluation, explain, Written(written))


def _answer(evaluation: Evaluation, explain: str, what_fired: object) -> dict[str, object]:
    decision = evaluation.decision
    plain: dict[str, object] = {
        "decision": decision.id or None,
        "subject": decision.subject,
        "ruleset": decision.ruleset,
        "version": decision.version,
        "identity": decision.identity,
        "as_of": moment_text(decision.as_of),
        "conclusions": _plain(decision.inference.conclusions.items()),
        "fired": what_fired,
        "problems": [_plain_problem(each) for each in problems(evaluation)],
        "twin": decision.twin,
        "inferred_twice": list(decision.twice),
    }
    if evaluation.hidden:
        plain["withheld"] = sorted(evaluation.hidden)
    if explain == "full":
        at = evaluation.recorded_at
        plain["facts"] = _plain(decision.facts.items())
        plain["engine"] = decision.engine
        plain["recorded_at"] = None if at is None else moment_text(at)
    return plain


def fired(evaluation: Evaluation, blocks: Container[str] | None = None) -> tuple[Fired, ...]:
    """Tell what fired, in order of inference, with sentences and reasons.

    Args:
        evaluation: the decision.
        blocks: those of which it is told; None: all.
    """
    firings = evaluation.decision.inference.firings
    told = firings if blocks is None else [each for each in firings if each.block in blocks]
    return tuple(_fired(evaluation, each) for each in told)


def problems(evaluation: Evaluation) -> tuple[ToldProblem, ...]:
    """Tell the problems, in one order."""
    checked = evaluation.checked
    found = sorted(evaluation.decision.inference.problems)
    return tuple(ToldProblem(each, _problem_message(checked, each)) for each in found)


def shown_values(
    evaluation: Evaluation, values: Iterable[tuple[str, Value]]
) -> tuple[tuple[str, Shown], ...]:
    """Put `Hidden` in the place of each value that was erased."""
    return tuple((key, Hidden() if key in evaluation.hidden else value) for key, value in values)


def _fired(evaluation: Evaluation, firing: Firing) -> Fired:
    checked, decision = evaluation.checked, evaluation.decision
    found = reasons(checked, firing, decision.facts, decision.inference.conclusions, decision.as_of)
    return Fired(
        firing=firing,
        sentence=evaluation.sentences.say(checked, firing),
        concluded=shown_values(evaluation, firing.concluded),
        because=tuple(_because(evaluation, firing, each) for each in found),
    )


def _because(evaluation: Evaluation, firing: Firing, reason: Reason) -> Because:
    checked = evaluation.checked
    met = shown_values(evaluation, reason.met)
    if any(isinstance(value, Hidden) for _, value in met):
        reason = _without_what_is_erased(checked, firing, reason)
        if _is_scorecard(checked, firing.block):
            return Because(reason, _both(lambda language: _names(checked, met, language)), met)

    def say(language: str) -> str:
        return reason_text(
            checked,
            firing.block,
            firing.rule,
            reason.place,
            met,
            language,
            points=reason.points,
            band=reason.band,
            holds=reason.holds,
        )

    return Because(reason, _both(say), met)


def _without_what_is_erased(checked: CheckedRuleset, firing: Firing, reason: Reason) -> Reason:
    """Take back what was worked out from a value that is gone.

    A row's cells were all true, or it had not fired. Whether a leaf of a rule held, or which band
    of a scorecard, nobody knows any more.
    """
    of_table = firing.kind == "rule" and _has_rows(checked, firing.block)
    return replace(reason, holds=True if of_table else None, band="", points=None)


def _has_rows(checked: CheckedRuleset, block: str) -> bool:
    return any(hasattr(each.block, "rows") for each in checked.blocks if each.key == block)


def _is_scorecard(checked: CheckedRuleset, block: str) -> bool:
    found = (each.block for each in checked.blocks if each.key == block)
    return any(isinstance(each, CheckedScorecard) for each in found)


def _names(checked: CheckedRuleset, met: tuple[tuple[str, Shown], ...], language: str) -> str:
    comma = "，" if language == "zh" else ", "
    pairs = (
        (name_title(checked, key, language), value_text(value, None, language))
        for key, value in met
    )
    # A full-width bracket brings its own space.
    return comma.join(f"{name} {value}".replace(" （", "（") for name, value in pairs)


def _problem_message(checked: CheckedRuleset, problem: Problem) -> Both:
    def say(language: str) -> str:
        return problem_text(
            checked,
            problem.block,
            problem.code,
            language,
            expression=problem.expression,
            rows=problem.rows,
        )

    return _both(say)


def _both(say: Callable[[str], str]) -> Both:
    zh, en = (say(language) for language in _LANGUAGES)
    return Both(zh, en)


def _plain_fired(each: Fired) -> dict[str, object]:
    return {
        "block": each.firing.block,
        "kind": each.firing.kind,
        "rule": each.firing.rule,
        "number": each.firing.number,
        "concluded": _plain(each.concluded),
        "because": [_plain_reason(one) for one in each.because],
        "sentence": _plain_both(each.sentence),
    }


def _plain_reason(each: Because) -> dict[str, object]:
    plain: dict[str, object] = {
        "condition": each.reason.condition,
        "text": _plain_both(each.text),
        "met": _plain(each.met),
        "holds": each.reason.holds,
    }
    if each.reason.points is not None:
        plain["band"] = each.reason.band
        plain["points"] = to_json(each.reason.points)
    return plain


def _plain_problem(each: ToldProblem) -> dict[str, object]:
    return {
        "block": each.problem.block,
        "code": each.problem.code,
        "expression": each.problem.expression,
        "rows": list(each.problem.rows),
        "message": _plain_both(each.message),
    }


def _plain(values: Iterable[tuple[str, Shown]]) -> dict[str, object]:
    return {key: None if isinstance(each, Hidden) else to_json(each) for key, each in values}


def _plain_both(text: Both) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
