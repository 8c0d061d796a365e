"""Codes of reading vocabularies, rulesets and calendars."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = ()
