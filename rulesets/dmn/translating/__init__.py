"""FEEL said in the language of Fenji, with the same value for all facts."""

from __future__ import annotations

from rulesets.dmn.translating.translator import translate, translate_tests

__all__ = ["translate", "translate_tests"]
