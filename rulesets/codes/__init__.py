"""The catalogue of codes, one table for each area; docs/errors.md is written from it."""

from __future__ import annotations

from collections.abc import Mapping

from rulesets.codes import (
    calls,
    checking,
    dmn,
    documents,
    drafting,
    facts,
    operating,
    people,
    problems,
    requests,
    review,
    syntax,
    tables,
)
from rulesets.codes.code import Code

TABLES: tuple[tuple[Code, ...], ...] = (
    syntax.CODES,
    documents.CODES,
    checking.CODES,
    drafting.CODES,
    facts.CODES,
    problems.CODES,
    requests.CODES,
    calls.CODES,
    operating.CODES,
    people.CODES,
    review.CODES,
    tables.CODES,
    dmn.CODES,
)
"""Of expressions, documents, checks, drafts, facts, problems, requests, calls, the command, people,
reviews, files and DMN."""

CATALOGUE: Mapping[str, Code] = {code.code: code for table in TABLES for code in table}
