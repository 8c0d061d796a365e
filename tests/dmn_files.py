"""DMN documents for the doors: one that can be brought in, and some that cannot."""

from pathlib import Path
from typing import Final

from tests.parts import ROOT

GOOD: Final[Path] = ROOT / "tests" / "unit" / "discount.dmn"
_MODEL: Final = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def document(inner: str = "", name: str = "Model") -> bytes:
    """Write a DMN 1.5 document around its elements."""
    text = f'<definitions xmlns="{_MODEL}" name="{name}" namespace="urn:m">{inner}</definitions>'
    return text.encode()


def literal(name: str, feel: str, of_type: str = "number") -> str:
    """Write a decision that is one FEEL expression, which is XML already."""
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}" typeRef="{of_type}"/>'
        f"<literalExpression><text>{feel}</text></literalExpression></decision>"
    )


# Three things that no ruleset can say, of three kinds, in three lines.
FAULTY: Final = document(
    '\n<decisionService id="s" name="审批服务"/>'
    '\n<import name="x" namespace="urn:x" importType="urn:x"/>'
    '\n<decision id="d" name="循环"><for iteratorVariable="x">'
    "<in><literalExpression><text>[1]</text></literalExpression></in>"
    "<return><literalExpression><text>x</text></literalExpression></return></for></decision>"
)
FAULTY_PLACES: Final = ("`审批服务`", "line 3", "`循环`")
DOCTYPE: Final = b'<!DOCTYPE d [<!ENTITY x "y">]>' + document()
TOO_LARGE: Final = document(f"<!--{'x' * 5_000_000}-->")
