"""A version's reasons as JSON: written once with places for values, then filled each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from engine.decision import Firing
from engine.encoding import dumps, quoted, to_json
from engine.explaining import Outline
from rulesets.checked import CheckedRuleset
from rulesets.types import TextType
from rulesets.values import Value
from rulesets.wording import (
    Form,
    reason_form,
    reason_text,
    seam,
    type_met,
    value_asked,
    value_texts,
)

_LANGUAGES: Final = ("zh", "en")
MOST_PATTERNS: Final = 64
"""How many cases of one reason are kept; then it begins anew. Most reasons have one or two."""


class Told(NamedTuple):
    """A value as the JSON of an answer has it.

    Attributes:
        zh: its Chinese text, escaped, without quotation marks.
        en: its English text, likewise.
        json: itself.
        seams: how its two texts meet what stands beside them.
        value: the value.
    """

    zh: str
    en: str
    json: str
    seams: tuple[str, str]
    value: Value


Teller = Callable[[Value], Told]


def make_teller(checked: CheckedRuleset, key: str) -> Teller:
    """Prepare to tell the values of a fact, conclusion or constant; a code is told only once."""
    of_type = type_met(checked, key)
    codes = of_type.one_of.by_value if isinstance(of_type, TextType) and of_type.one_of else {}
    kept: dict[str, Told] = {}

    def tell(value: Value) -> Told:
        if not isinstance(value, str) or value not in codes:
            return told(value)
        if value not in kept:
            kept[value] = told(value)
        return kept[value]

    def told(value: Value) -> Told:
        texts = value_texts(value, of_type)
        seams = seam(texts.zh), seam(texts.en)
        return Told(_within(texts.zh), _within(texts.en), dumps(to_json(value)), seams, value)

    return tell


class ReasonWriter:
    """Writes one reason of a version as `service.answers.answer` shows it, whatever it met.

    Threads may share it: at worst one prepares a case again.
    """

    def __init__(self, checked: CheckedRuleset, firing: Firing, outline: Outline) -> None:
        """Prepare no case yet."""
        self._checked = checked
        self._rule = (firing.block, firing.rule)
        self._outline = outline
        asked = value_asked(checked, *self._rule, outline.place) if firing.rule else None
        # Only a lone name can meet the very value that is asked for.
        self._asked = asked.value if asked is not None and len(outline.names) == 1 else None
        self._patterns: dict[object, str] = {}

    def json(self, told: Sequence[Told]) -> str:
        """Write the reason with the values of its names, in their order."""
        is_asked = self._asked is not None and self._meets(told[0].value)
        case: object = told[0] if is_asked else tuple([each.seams for each in told])
        pattern = self._patterns.get(case)
        if pattern is None:
            pattern = self._prepared(told, case, is_asked=is_asked)
        return pattern.format(*[text for each in told for text in each[:3]])

    def _meets(self, value: Value) -> bool:
        return type(value) is type(self._asked) and value == self._asked

    def _prepared(self, told: Sequence[Told], case: object, *, is_asked: bool) -> str:
        """Make the pattern of a case, and keep it if it serves whenever the case comes again."""
        forms = [None if is_asked else self._form(told, number) for number in range(2)]
        texts = (
            "".join(_piece(each, number) for each in form or (self._text(told, number),))
            for number, form in enumerate(forms)
        )
        pattern = self._pattern(*texts)
        if is_asked or None not in forms:
            if len(self._patterns) >= MOST_PATTERNS:
                self._patterns.clear()
            self._patterns[case] = pattern
        return pattern

    def _form(self, told: Sequence[Told], number: int) -> Form | None:
        """Say the reason in a language, with places for its values."""
        one = self._outline
        seams = (each.seams[number] for each in told)
        return reason_form(
            self._checked,
            *self._rule,
            one.place,
            tuple(zip(one.names, seams, strict=True)),
            _LANGUAGES[number],
            points=one.points,
            band=one.band,
            holds=one.holds,
        )

    def _text(self, told: Sequence[Told], number: int) -> str:
        """Say the reason in a language with these values."""
        one = self._outline
        values = (each.value for each in told)
        return reason_text(
            self._checked,
            *self._rule,
            one.place,
            tuple(zip(one.names, values, strict=True)),
            _LANGUAGES[number],
            points=one.points,
            band=one.band,
            holds=one.holds,
        )

    def _pattern(self, zh: str, en: str) -> str:
        """Write the reason around its texts."""
        one = self._outline
        met = ",".join(
            f"{_braced(quoted(name))}:{{{3 * place + 2}}}" for place, name in enumerate(one.names)
        )
        rest = f'"holds":{dumps(one.holds)}'
        if one.points is not None:
            rest += f',"band":{quoted(one.band)},"points":{dumps(one.points)}'
        head = _braced(f'{{"condition":{quoted(one.condition)},"text":{{"zh":"')
        return f'{head}{zh}","en":"{en}"}}}},"met":{{{{{met}}}}},{_braced(rest)}}}}}'


def _piece(piece: str | int, number: int) -> str:
    """Write a piece of a form as part of a pattern; a value has three places: zh, en, json."""
    return f"{{{3 * piece + number}}}" if isinstance(piece, int) else _braced(_within(piece))


def _within(text: str) -> str:
    """Escape a text as JSON does, without quotation marks."""
    return quoted(text)[1:-1]


def _braced(text: str) -> str:
    """Double the braces of a text, which stand for places in a pattern."""
    return text.replace("{", "{{").replace("}", "}}")
