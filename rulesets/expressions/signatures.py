"""What is declared of a built-in function or aggregate: names, signature, help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from rulesets.types import Both

Kind = Literal[
    "number",
    "literal number",  # a number written in the text, perhaps with a minus: known before any fact
    "text",
    "boolean",
    "date",
    "datetime",
    "scalar",  # a number, boolean, date or datetime
    "list",
    "item",  # a value of the type of the first argument's items
    "any",  # any scalar; all arguments of this kind are of one type
    "calendar",  # a text written in the text: the id of a calendar of the ruleset
    "conclusion",  # the name of a conclusion, read by the parser
]
_KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}
Result = Literal["number", "text", "boolean", "date", "datetime", "same as first"]


@dataclass(frozen=True)
class FunctionSpec:
    """A built-in function as the checker, the engines and the editor need to know it.

    `least` is how many arguments must stand; with `repeats` the last parameter may stand any number
    of times more. `keeps_unit`: the answer has the unit of the first argument, and all numbers that
    share its kind must agree in unit. `bare`: it may stand without brackets.
    """

    key: str
    title: Both
    parameters: tuple[Kind, ...]
    result: Result
    clause: str
    help: Both
    example: str
    least: int
    repeats: bool = False
    can_fail: bool = False
    keeps_unit: bool = False
    bare: bool = False

    @property
    def most(self) -> int | None:
        """How many arguments may stand; None: any number."""
        return None if self.repeats else len(self.parameters)


@dataclass(frozen=True)
class AggregateSpec:
    """An aggregate over records or a list. `needs_value`: over records it needs an expression."""

    key: str
    title: Both
    result: Literal["number", "boolean", "same as value"]
    value: Literal["none", "number", "ordered", "boolean"]
    needs_value: bool
    help: Both
    example: str
    clause: str = "18.24"


def function(  # noqa: PLR0913, PLR0917 - one row of the table has that many cells
    clause: str,
    key: str,
    zh: str,
    parameters: str,
    result: Result,
    help: tuple[str, str],  # noqa: A002 - the word that facts and conclusions use
    example: str,
    *,
    least: int | None = None,
    also: str = "",
) -> FunctionSpec:
    """Make one row: parameters as `number, literal number`, marks as `can fail, keeps unit`."""
    kinds = tuple(_KINDS[each] for each in parameters.split(", ") if each)
    return FunctionSpec(
        key=key,
        title=Both(zh, key),
        parameters=kinds,
        result=result,
        clause=clause,
        help=Both(*help),
        example=example,
        least=len(kinds) if least is None else least,
        repeats="repeats" in also,
        can_fail="can fail" in also,
        keeps_unit="keeps unit" in also,
        bare="bare" in also,
    )
