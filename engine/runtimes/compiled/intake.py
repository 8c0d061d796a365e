"""Takes facts in straight from the bytes of JSON (section 15), for rulesets that are called often.

A struct of msgspec with a check generated beside it reads well-formed facts in one pass. It only
ever accepts: whatever it doubts, also what may be right but is written in a rare way, goes to
`engine.strict_json` and `engine.intake`, which accept it with the same values or name all faults.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from engine.intake import MOST_CHARACTERS, MOST_ITEMS, MOST_ROWS, take_facts
from engine.strict_json import MOST_BYTES, decode, too_many_marks
from rulesets.checked import CheckedRuleset
from rulesets.fact_texts import moment_written
from rulesets.types import (
    BooleanType,
    CodeList,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.values import MOST_DIGITS, Value, is_instant

Intake = Callable[[bytes], dict[str, Value]]
QuickPass = Callable[[bytes], "dict[str, Value] | None"]
_Taken = tuple[dict[str, Value], int]
_BEYOND = 10**MOST_DIGITS


class _Doubt(Exception):  # noqa: N818 - no error: the slower pass decides
    """Something that the quick pass does not take."""


def make_intake(checked: CheckedRuleset) -> Intake:
    """Make the function that takes the facts of one customer from the bytes of a JSON object.

    It gives what `take_facts(decode(body), checked)` gives, and refuses what that refuses.
    """
    quick = make_quick_pass(checked)

    def intake(body: bytes) -> dict[str, Value]:
        facts = quick(body)
        return take_facts(decode(body), checked) if facts is None else facts

    return intake


def make_quick_pass(checked: CheckedRuleset) -> QuickPass:
    """Make the function that takes facts in one pass, or gives None where it doubts anything."""
    parts = _Parts()
    struct = parts.struct("Facts", checked.given)
    # Numbers come as what no text can be: whole ones as int, others as the bytes they are written
    # in, so that "5" is not taken for 5 and every digit is seen.
    decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(struct, float_hook=str.encode)
    take: Callable[[Any], _Taken] = parts.functions()["take_Facts"]

    def quick(body: bytes) -> dict[str, Value] | None:
        try:
            if len(body) <= MOST_BYTES:
                facts, texts = take(decoder.decode(body))
                # 15.6: two quotes for each text and each different name: any more belong to a
                # member that stands twice, or are escaped.
                if body.count(b'"') == 2 * texts:
                    return facts
        except (_Doubt, ValueError, RecursionError):  # what msgspec refuses is a ValueError
            pass
        return None

    return quick


@dataclass
class _Parts:
    """The structs of a ruleset's facts, and the source of the functions that check them."""

    lines: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)

    def struct(self, name: str, fields: tuple[Field, ...]) -> type:
        """Make the struct of an object's members, and the lines that take one."""
        self.lines += [f"def take_{name}(given):", " taken = {}", " texts = 0"]
        # Lines of records' rows stand before those of the facts that hold them.
        own, self.lines = self.lines, []
        members: list[tuple[str, Any, Any]] = []
        for at, each in enumerate(fields):
            read, check = self._type(each.type, f"{name}_{at}")
            members.append((f"m{at}", read | None | UnsetType if read is not Any else Any, UNSET))
            own += [f" v = given.m{at}", " if v is not None and v is not UNSET:"]
            own += [f"  {line}" for line in check]
            own += ["  texts += 1", f"  taken[{each.key!r}] = v"]
            # A member that is null has a name to count, too.
            own += [" elif v is None:", "  texts += 1"]
            if each.required:
                own += [f" if {each.key!r} not in taken: raise Doubt"]
        self.lines += [*own, " return taken, texts"]
        keys = {f"m{at}": each.key for at, each in enumerate(fields)}
        return msgspec.defstruct(name, members, rename=keys, forbid_unknown_fields=True, gc=False)

    def functions(self) -> dict[str, Any]:
        """Run the source and return what it defines."""
        space: dict[str, Any] = {
            **self.names,
            "Decimal": Decimal,
            "Doubt": _Doubt,
            "UNSET": UNSET,
            "exactly": _exactly,
            "moment": _moment,
            "normal": _normal,
        }
        # Made of numbers and of keys written by repr: nothing that an author wrote runs.
        exec(compile("\n".join(self.lines), "<intake>", "exec"), space)  # noqa: S102 - as just said
        return space

    def _type(self, of: Type, name: str) -> tuple[Any, list[str]]:
        """Say what msgspec reads for a type, and the lines that check and convert `v`."""
        if isinstance(of, NumberType):
            return Any, self._number(of, name)
        if isinstance(of, TextType):
            return str, self._text(of.one_of, name)
        if isinstance(of, BooleanType):
            return bool, []
        if isinstance(of, DateType):
            return date, ["texts += 1"]
        if isinstance(of, DateTimeType):
            return str, ["texts += 1", "v = moment(v)"]
        if isinstance(of, ListType):
            item, check = self._type(of.item, name)
            return list[item], _each(MOST_ITEMS, check)  # type: ignore[valid-type]  # read at run time
        assert isinstance(of, RecordsType)  # noqa: S101 - there are no more types
        row = self.struct(name, of.fields)
        taking = [f"v, more = take_{name}(v)", "texts += more"]
        return list[row], _each(MOST_ROWS, taking)  # type: ignore[valid-type]  # as above

    def _number(self, of: NumberType, name: str) -> list[str]:
        scale = MOST_DIGITS if of.scale is None else of.scale
        lines = [
            f"if type(v) is int and -{_BEYOND} < v < {_BEYOND}: v = Decimal(v)",
            f"elif type(v) is bytes: v = exactly(v, {scale})",
            "else: raise Doubt",
        ]
        for bound, sign in ((of.minimum, "<"), (of.maximum, ">")):
            if bound is not None:
                self.names[f"{name}_{'low' if sign == '<' else 'high'}"] = bound
                lines.append(f"if v {sign} {name}_{'low' if sign == '<' else 'high'}: raise Doubt")
        return lines

    def _text(self, codes: CodeList | None, name: str) -> list[str]:
        if codes is None:
            return [
                "texts += 1",
                f"if len(v) > {MOST_CHARACTERS}: raise Doubt",
                "if not v.isascii() and not normal(v): raise Doubt",
            ]
        self.names[f"{name}_codes"] = frozenset(filter(_normal, codes.values))
        return ["texts += 1", f"if v not in {name}_codes: raise Doubt"]


def _each(most: int, check: list[str]) -> list[str]:
    """Check every item of a list, and make it a tuple."""
    return [
        f"if len(v) > {most}: raise Doubt",
        "items = []",
        "for v in v:",
        *(f" {line}" for line in check),
        " items.append(v)",
        "v = tuple(items)",
    ]


def _exactly(written: bytes, scale: int) -> Decimal:
    """15.2: take a number with a point; one with an exponent or very many digits is doubted."""
    whole, _, decimals = written.partition(b".")
    kept = decimals.rstrip(b"0")
    if not decimals.isdigit() or len(kept) > scale or len(whole) + len(kept) > MOST_DIGITS:
        raise _Doubt
    value = Decimal(f"{whole.decode()}.{kept.decode()}" if kept else whole.decode())
    return value or Decimal(0)  # also -0


def _moment(written: str) -> datetime:
    """15.4: with an offset, and with a day in every zone (2.4)."""
    moment = moment_written(written)
    if moment is None or not is_instant(moment):
        raise _Doubt
    return moment


def _normal(text: str) -> bool:
    """3.1, 15.7: in NFC already, and without a long row of marks."""
    return unicodedata.is_normalized("NFC", text) and not too_many_marks(text)
