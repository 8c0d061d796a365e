"""Codes of the syntax of expressions and cells."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = ()
