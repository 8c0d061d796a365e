"""Certify a ruleset before it is published: engines infer alike at its borders, or it is not."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from time import perf_counter
from typing import Final

from engine.boundaries import Question, boundary_facts, evenly
from engine.cases import case_facts, run_cases
from engine.decision import Engine, Inference
from engine.runtimes.durable import is_here
from engine.runtimes.durable.runtime import KILOBYTES_OF_RULE, MOST_KILOBYTES, conditions_of
from rulesets.checked import CheckedRules, CheckedRuleset, CheckedScorecard, CheckedTable
from rulesets.errors import CallerError, Fault, OperatorError, Word
from rulesets.types import Both
from rulesets.values import same
from rulesets.wording import name_title, value_text
from service.certification import Certification, Inferred, NotInferred
from service.certify_apart import Apart, NotInferredApart
from service.house import DEFAULT_ENGINE, House
from service.loading import load_engine
from service.moments import moment_text

LANGUAGE: Final = 1
"""The version of the rules language, as docs/language.md has it."""
MOST_BORDERS: Final = 2_000
REFERENCE_WORK: Final = 15_000
"""Sets of facts times rules that the reference infers: half a second, at 30 µs for a rule."""
DURABLE_WORK: Final = 90_000
"""The same of durable-rules, in a process beside; it takes a third of that time for a rule."""
MORE_FACTS: Final = 10
"""So many sets of facts besides, for large rulesets; their checks take longer anyway."""

APART: Final = Apart()
"""Where durable-rules infers: a process beside this one, for all its houses."""
_DURABLE: Final = "durable"
_REFERENCE: Final = "reference"
_MOST_FAULTS: Final = 3
_MOST_SHOWN: Final = 30


def certify(house: House, checked: CheckedRuleset, frozen: bytes) -> Certification:
    """Let every engine infer from a ruleset's cases and from facts at its borders.

    How much is asked depends on the size of the ruleset alone, never on how fast the machine is.

    Args:
        house: its engines are compared.
        checked: what is to be published.
        frozen: the same, as a version keeps it.

    Raises:
        OperatorError: `engines-disagree-at-publication`; then nothing may be published.
    """
    began, start = house.clock(), perf_counter()
    size = _size(checked)
    apart = _DURABLE in house.runtimes and is_here()
    work = DURABLE_WORK if apart else REFERENCE_WORK
    trial = _Trial(checked)
    passed = looked_at = possible = 0
    try:
        first = load_engine(house.runtimes, DEFAULT_ENGINE, checked)
    except CallerError as declined:
        trial.absent.append(NotInferred(DEFAULT_ENGINE, declined.faults[0].code))
    else:
        if apart:
            APART.start()
        borders = boundary_facts(
            checked, first, began, min(MOST_BORDERS, MORE_FACTS + work // size)
        )
        looked_at, possible = borders.looked_at, borders.possible
        trial.ask(first, (*_of_cases(checked, began), *borders.questions))
        trial.ask_durable(frozen, is_here=apart)
        if _REFERENCE in house.runtimes:
            reference = load_engine(house.runtimes, _REFERENCE, checked)
            trial.ask_reference(reference, MORE_FACTS + REFERENCE_WORK // size)
        trial.require_agreement()
        passed = sum(each.passed for each in run_cases(checked, first, began))
    return Certification(
        cases=len(checked.ruleset.cases),
        passed=passed,
        borders=looked_at,
        possible=possible,
        facts=len(trial.questions),
        engines=tuple(trial.engines),
        absent=tuple(trial.absent),
        language=LANGUAGE,
        python=platform.python_version(),
        began=began,
        milliseconds=round((perf_counter() - start) * 1000),
    )


_Answer = Inference | Exception
"""What an engine made of a question; none may raise anything at facts that could be given."""


class _Trial:
    """One ruleset before all engines."""

    def __init__(self, checked: CheckedRuleset) -> None:
        self.checked = checked
        self.questions: Sequence[Question] = ()
        self.engines: list[Inferred] = []
        self.absent: list[NotInferred] = []
        self._first: list[_Answer] = []
        self._faults: list[Fault] = []

    def ask(self, first: Engine, questions: Sequence[Question]) -> None:
        """Let the engine that answers calls infer from everything."""
        self.questions = questions
        self._first = [_answer(first, each) for each in questions]
        self._note(DEFAULT_ENGINE, len(questions))

    def ask_durable(self, frozen: bytes, *, is_here: bool) -> None:
        """Let durable-rules infer from everything, in its own process."""
        if not is_here:
            self.absent.append(NotInferred(_DURABLE, "absent"))
            return
        rules = sum(map(conditions_of, self.checked.blocks))
        if rules * KILOBYTES_OF_RULE > MOST_KILOBYTES:
            # It would say so itself, after it had checked all of a very large ruleset again.
            self.absent.append(NotInferred(_DURABLE, "durable-too-large"))
            return
        try:
            found = APART.infer(frozen, self.questions)
        except NotInferredApart as apart:
            self.absent.append(NotInferred(_DURABLE, apart.why))
            return
        answers = {place: each for place, each in enumerate(found) if each is not None}
        self._compare(_DURABLE, answers)

    def ask_reference(self, reference: Engine, most: int) -> None:
        """Let the reference infer, which is right by definition: from as much as it may, evenly."""
        places = evenly(range(len(self.questions)), most)
        answers = {each: _answer(reference, self.questions[each]) for each in places}
        self._compare(_REFERENCE, answers)

    def require_agreement(self) -> None:
        """Refuse what engines infer differently."""
        if self._faults:
            raise OperatorError(tuple(self._faults[:_MOST_FAULTS]))

    def _compare(self, engine: str, answers: Mapping[int, _Answer]) -> None:
        self._note(engine, len(answers))
        for place, answer in answers.items():
            differing = _differing(self.checked, self._first[place], answer)
            if differing is not None:
                question = self.questions[place]
                self._faults.append(_disagreement(self.checked, engine, question, differing))

    def _note(self, engine: str, facts: int) -> None:
        self.engines.append(Inferred(engine, _version(engine), facts))


def _answer(engine: Engine, question: Question) -> _Answer:
    try:
        return engine.infer(question.facts, question.as_of)
    except Exception as error:  # noqa: BLE001 - whatever it raises, it is no inference
        return error


def _version(engine: str) -> str:
    if engine == _DURABLE:
        return f"durable-rules {version('durable-rules')}"
    return f"fenji {version('fenji')}"


def _size(checked: CheckedRuleset) -> int:
    """Count rows, rules and bands, and each other block once."""
    return 1 + sum(
        len(block.rows)
        if isinstance(block, CheckedTable)
        else len(block.rules)
        if isinstance(block, CheckedRules)
        else sum(len(each.bands) for each in block.inputs)
        if isinstance(block, CheckedScorecard)
        else 1
        for block in (placed.block for placed in checked.blocks)
    )


def _of_cases(checked: CheckedRuleset, now: datetime) -> Iterator[Question]:
    for case in checked.ruleset.cases:
        try:
            yield Question(*case_facts(case, checked, now))
        except CallerError:  # it fails by itself, and is counted as failed
            continue


def _differing(checked: CheckedRuleset, first: _Answer, answer: _Answer) -> Both | None:
    """Say in what two answers differ; None: in nothing."""
    if isinstance(first, Exception) or isinstance(answer, Exception):
        raised = first if isinstance(first, Exception) else answer
        if type(first) is type(answer):
            return None
        return Both(f"引发了 {type(raised).__name__}", f"{type(raised).__name__} was raised")
    if first.agrees(answer):
        return None
    keys = [
        key
        for key in checked.conclusions
        if not same(first.conclusions.get(key), answer.conclusions.get(key))
    ]
    if not keys:
        return Both("触发的规则或问题", "what fired, or problems")
    return _joined(checked, keys)


def _joined(checked: CheckedRuleset, keys: Sequence[str]) -> Both:
    zh, en = (
        [name_title(checked, key, language) for key in keys[:_MOST_SHOWN]]
        for language in ("zh", "en")
    )
    return Both("、".join(zh), ", ".join(en))


def _disagreement(
    checked: CheckedRuleset, engine: str, question: Question, differing: Both
) -> Fault:
    words: dict[str, Word] = {
        "engine": DEFAULT_ENGINE,
        "twin": engine,
        "differing": differing,
        "facts": _facts_text(checked, question),
        "as_of": moment_text(question.as_of),
    }
    return Fault("engines-disagree-at-publication", words=words)


def _facts_text(checked: CheckedRuleset, question: Question) -> Both:
    """Say the facts as a person reads them, in both languages."""
    types = {each.key: each.type for each in checked.given}

    def said(key: str, language: str) -> str:
        value = value_text(question.facts[key], types[key], language, short=False)
        return f"{name_title(checked, key, language)} `{value}`"

    keys = list(question.facts)[:_MOST_SHOWN]
    if not keys:
        return Both("没有任何事实", "no facts at all")
    return Both(
        "、".join(said(key, "zh") for key in keys), ", ".join(said(key, "en") for key in keys)
    )
