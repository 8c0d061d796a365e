"""docs/dmn.md tells the truth: each expression that is in comes in, each that is out is refused."""

import re
from typing import Final
from xml.sax.saxutils import escape

import pytest

from rulesets.errors import AuthorError
from service.import_dmn import import_document
from tests.dmn_files import document
from tests.parts import ROOT

PAGE: Final = (ROOT / "docs" / "dmn.md").read_text("utf-8")
_TYPES: Final = """
<itemDefinition name="tOrder">
  <itemComponent name="amount"><typeRef>number</typeRef></itemComponent>
  <itemComponent name="day"><typeRef>date</typeRef></itemComponent>
  <itemComponent name="paid"><typeRef>boolean</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tOrders" isCollection="true"><typeRef>tOrder</typeRef></itemDefinition>
<itemDefinition name="tScores" isCollection="true"><typeRef>number</typeRef></itemDefinition>
<itemDefinition name="tLoan">
  <itemComponent name="principal"><typeRef>number</typeRef></itemComponent></itemDefinition>
"""
_INPUTS: Final = {
    **dict.fromkeys(("n", "m"), "number"),
    **dict.fromkeys(("t", "u"), "string"),
    **dict.fromkeys(("b", "c"), "boolean"),
    **dict.fromkeys(("d", "e"), "date"),
    **dict.fromkeys(("at", "later"), "dateTime"),
    "scores": "tScores",
    "orders": "tOrders",
    "loan": "tLoan",
}


def model(feel: str) -> bytes:
    """Write a model of one decision over the inputs that the page names."""
    given = "".join(
        f'<inputData id="i{name}" name="{name}">'
        f'<variable name="{name}" typeRef="{of}"/></inputData>'
        for name, of in _INPUTS.items()
    )
    required = "".join(
        f'<informationRequirement><requiredInput href="#i{name}"/></informationRequirement>'
        for name in _INPUTS
    )
    return document(
        f'{_TYPES}{given}<decision id="x" name="x"><variable name="x"/>{required}'
        f"<literalExpression><text>{escape(feel)}</text></literalExpression></decision>"
    )


def listed(head: str) -> list[str]:
    """List the expressions of the table under a head, as the page has them in backticks."""
    table = PAGE.partition(f"| {head} | as in |\n")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ")[-1] for line in table.splitlines()[1:]]
    return [each for row in rows for each in re.findall(r"`([^`]+)`", row)]


IN: Final = listed("what")
OUT: Final = listed("what is refused")


def test_the_tables_are_there() -> None:
    assert len(IN) > 60
    assert len(OUT) > 45
    assert not set(IN) & set(OUT)


@pytest.mark.parametrize("feel", IN)
def test_what_is_in_comes_in(feel: str) -> None:
    assert import_document(model(feel)).checked.blocks


@pytest.mark.parametrize("feel", OUT)
def test_what_is_out_is_refused_by_name(feel: str) -> None:
    with pytest.raises(AuthorError) as refused:
        import_document(model(feel))
    assert {fault.code for fault in refused.value.faults} == {"dmn-not-in-language"}
    assert all(("decision", "x") in fault.place for fault in refused.value.faults)
