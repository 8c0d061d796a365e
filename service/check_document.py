"""Check a document without publishing it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.cases import CaseResult
from engine.cases import run_cases as run
from rulesets.assembly import assemble
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.documents import read
from rulesets.model import Vocabulary
from service.house import DEFAULT_ENGINE, House
from service.loading import load_engine
from service.resolving import Published
from service.vocabularies import frozen_vocabulary

__all__ = ["CaseResult", "check_document", "run_cases"]


def check_document(
    house: House | None, text: str, beside: Mapping[str, str] | None = None
) -> CheckedRuleset | Vocabulary:
    """Check a vocabulary or a ruleset.

    Args:
        house: where the documents are that it uses; None: none is published.
        text: its YAML.
        beside: texts of documents at hand, by any name, for what is not published.

    Returns:
        The checked ruleset, or the vocabulary.

    Raises:
        AuthorError: with every fault.
        OperatorError: the database failed.
    """
    document = read(text)
    if isinstance(document, Vocabulary):
        frozen_vocabulary(document)
        return document
    return check(assemble(document, Published(house, beside)))


def run_cases(
    house: House, checked: CheckedRuleset, engine: str = DEFAULT_ENGINE
) -> tuple[CaseResult, ...]:
    """Run the cases that a ruleset's author wrote.

    Raises:
        CallerError: `unknown-engine`, or the code with which the engine declines the ruleset.
    """
    return run(checked, load_engine(house.runtimes, engine, checked), house.clock())
