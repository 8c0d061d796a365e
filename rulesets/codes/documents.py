"""Codes of reading vocabularies, rulesets and calendars."""

from __future__ import annotations

from rulesets.errors import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = ()
