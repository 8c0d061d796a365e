"""Rules, rows, bands, formulas and deadlines as sentences, in Chinese and in English."""

from __future__ import annotations

from rulesets.wording.conditions import cell_text, condition_text
from rulesets.wording.constants import constant_sentence
from rulesets.wording.expressions import expression_text
from rulesets.wording.forms import Form, reason_form, seam, type_met
from rulesets.wording.functions import function_sentence
from rulesets.wording.hidden import Hidden
from rulesets.wording.lookups import lookup_sentences
from rulesets.wording.notes import note_text
from rulesets.wording.parts import part_sentence
from rulesets.wording.problems import problem_text, problem_title
from rulesets.wording.reasons import reason_text, value_asked
from rulesets.wording.sentences import Sentence, block_sentences, rule_sentence
from rulesets.wording.titles import (
    block_title,
    fired_title,
    hit_policy_title,
    kind_title,
    name_title,
    rule_numbers,
)
from rulesets.wording.value_texts import value_text, value_texts

__all__ = [
    "Form",
    "Hidden",
    "Sentence",
    "block_sentences",
    "block_title",
    "cell_text",
    "condition_text",
    "constant_sentence",
    "expression_text",
    "fired_title",
    "function_sentence",
    "hit_policy_title",
    "kind_title",
    "lookup_sentences",
    "name_title",
    "note_text",
    "part_sentence",
    "problem_text",
    "problem_title",
    "reason_form",
    "reason_text",
    "rule_numbers",
    "rule_sentence",
    "seam",
    "type_met",
    "value_asked",
    "value_text",
    "value_texts",
]
