"""Where an expression stands: the names it may use, whether inside a row, where faults gather."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from rulesets.dmn.feel.tree import Feel
from rulesets.dmn.translating.environment import Environment, Known
from rulesets.dmn.translating.said import BROKEN, FALSE, Said, named
from rulesets.errors import Fault
from rulesets.types import BooleanType, Both

Say = Callable[["Scope", Feel, bool], Said]


@dataclass(frozen=True)
class Scope:
    """Says the parts of an expression.

    Attributes:
        environment: what names stand for.
        say: says an expression; whether only its truth matters.
        faults: all that was refused.
        row: the keys of the sub-facts that are names here, inside an aggregate; else None.
    """

    environment: Environment
    say: Say
    faults: list[Fault] = field(default_factory=list)
    row: frozenset[str] | None = None

    def value(self, feel: Feel, *, truth: bool = False) -> Said:
        """Say an expression; with `truth` it may be unknown where FEEL has false."""
        return self.say(self, feel, truth)

    def boolean(self, feel: Feel, *, truth: bool = False) -> Said:
        """Say a boolean; of other kinds FEEL makes null, which is refused as a slip."""
        found = self.value(feel, truth=truth)
        if found.broken or found.null or isinstance(found.kind, BooleanType):
            return FALSE if found.null and truth else found
        return self.mismatch(Both("真假值", "a boolean"), found, feel.at)

    def within(self, names: Mapping[str, Known], row: frozenset[str] | None = None) -> Scope:
        """Return the scope of an inner expression, where more names are known."""
        known = Environment({**self.environment.names, **names})
        return replace(self, environment=known, row=self.row if row is None else row)

    def refuse(self, zh: str, en: str, at: int) -> Said:
        """Refuse a construct by name."""
        return self.fault("dmn-not-in-language", at, construct=Both(zh, en))

    def mismatch(self, wanted: Both, found: Said, at: int) -> Said:
        """Refuse a value of one kind where one of another should stand."""
        kind = named(found.kind)
        return self.refuse(
            f"此处应为{wanted.zh}、实为{kind.zh}的表达式",
            f"expression of which a part should be {wanted.en} and is {kind.en}",
            at,
        )

    def fault(self, code: str, at: int, **words: str | Both) -> Said:
        """Add a fault, once."""
        place = (("character", at),) if at else ()
        found = Fault(code, place, words)
        if found not in self.faults:
            self.faults.append(found)
        return BROKEN
