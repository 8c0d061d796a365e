"""DMN models in a few words, for the tests of their import."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rulesets.assembly import assemble
from rulesets.checking import check
from rulesets.dmn.model import (
    Aggregation,
    Boxed,
    Decision,
    DecisionRule,
    DecisionTable,
    Definitions,
    DmnHitPolicy,
    FunctionDefinition,
    InputClause,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    LiteralExpression,
    OutputClause,
    Text,
    Variable,
)
from rulesets.documents import read
from rulesets.errors import AuthorError, Fault
from rulesets.freezing import identity
from rulesets.model import Ruleset
from service.decide_dmn import decide
from service.import_dmn import ImportedModel, import_definitions
from service.resolving import Published

Element = InputData | Decision | KnowledgeModel


def text(written: str, where: str = "text") -> Text:
    return Text(written, (("part", where),))


def given(name: str, type_ref: str = "number", label: str = "") -> InputData:
    return InputData(name, Variable(name, type_ref), label, place=(("input data", name),))


def literal(feel: str, type_ref: str = "") -> LiteralExpression:
    return LiteralExpression(text(feel), type_ref)


def decision(name: str, logic: Boxed | str | None, *requires: str, of: str = "") -> Decision:
    """A decision that requires by names; its logic may be a FEEL text."""
    boxed = literal(logic) if isinstance(logic, str) else logic
    return Decision(name, Variable(name, of), boxed, requires, place=(("decision", name),))


def function(
    name: str, parameters: dict[str, str], body: Boxed | str, *requires: str, of: str = ""
) -> KnowledgeModel:
    """A business knowledge model."""
    boxed = literal(body) if isinstance(body, str) else body
    definition = FunctionDefinition(tuple(Variable(*each) for each in parameters.items()), boxed)
    place = (("business knowledge model", name),)
    return KnowledgeModel(name, Variable(name, of), definition, requires, place=place)


def item(name: str, of: str = "", allowed: str = "", **more: Any) -> ItemDefinition:
    """A type; its components are given as `components`."""
    limit = text(allowed, name) if allowed else None
    return ItemDefinition(name, of, limit, place=(("item definition", name),), **more)


def out(
    name: str = "", of: str = "string", values: str = "", default: str | None = None
) -> OutputClause:
    """An output column."""
    return OutputClause(
        name,
        of,
        values=text(values) if values else None,
        default=None if default is None else text(default),
    )


def table(
    inputs: str,
    outputs: OutputClause | tuple[OutputClause, ...],
    rows: str,
    hit: DmnHitPolicy = "UNIQUE",
    aggregation: Aggregation = "",
    values: str = "",
) -> DecisionTable:
    """A table: input columns and the cells of a row are separated by `|`, rows by lines."""
    columns = [each.strip() for each in inputs.split("|") if each.strip()]
    clauses = tuple(
        InputClause(text(each), values=text(values) if values else None) for each in columns
    )
    lines = [line.strip() for line in rows.strip().splitlines() if line.strip()]
    rules = []
    for number, line in enumerate(lines, 1):
        cells = [text(cell.strip(), f"row {number}") for cell in line.split("|")]
        rules.append(DecisionRule("", tuple(cells[: len(columns)]), tuple(cells[len(columns) :])))
    return DecisionTable(
        clauses,
        outputs if isinstance(outputs, tuple) else (outputs,),
        tuple(rules),
        hit,
        aggregation,
        place=(("part", "table"),),
    )


def definitions(*elements: Element, items: tuple[ItemDefinition, ...] = ()) -> Definitions:
    """A document of elements and types."""
    return Definitions(
        "Loans",
        "urn:loans",
        items=items,
        inputs=tuple(each for each in elements if isinstance(each, InputData)),
        decisions=tuple(each for each in elements if isinstance(each, Decision)),
        models=tuple(each for each in elements if isinstance(each, KnowledgeModel)),
    )


def imported(*elements: Element, items: tuple[ItemDefinition, ...] = ()) -> ImportedModel:
    """Import elements; the YAML must be the same ruleset."""
    model = import_definitions(definitions(*elements, items=items))
    again = read(model.yaml)
    assert isinstance(again, Ruleset)
    assert identity(check(assemble(again, Published(None)))) == identity(model.checked), model.yaml
    return model


def value(model: ImportedModel, name: str, **inputs: Any) -> Any:
    """Evaluate a decision on both engines, which must agree; whole numbers become decimals."""
    return value_of(model, name, inputs)


def value_of(model: ImportedModel, name: str, inputs: dict[str, Any]) -> Any:
    """As `value`, for inputs whose names are no words of Python."""
    plain = _decimals(inputs)
    reference = decide(model, name, plain, engine="reference")
    assert decide(model, name, plain, engine="compiled") == reference
    return reference


def _decimals(plain: Any) -> Any:
    if isinstance(plain, dict):
        return {key: _decimals(each) for key, each in plain.items()}
    if isinstance(plain, list):
        return [_decimals(each) for each in plain]
    is_number = isinstance(plain, int | float) and not isinstance(plain, bool)
    return Decimal(str(plain)) if is_number else plain


def refused(*elements: Element, items: tuple[ItemDefinition, ...] = ()) -> list[Fault]:
    """Return the faults with which an import is refused; each can be said in both languages."""
    try:
        import_definitions(definitions(*elements, items=items))
    except AuthorError as error:
        for fault in error.faults:
            assert fault.message("zh")
            assert fault.message("en")
        return list(error.faults)
    message = "it was imported"
    raise AssertionError(message)


def only(*elements: Any, **items: Any) -> str:
    (fault,) = refused(*elements, **items)
    return fault.message("en")


ORDERS = (
    item("tOrder", components=(item("amount", "number"), item("paid on", "date"))),
    item("tOrders", "tOrder", collection=True),
)
CUSTOMER = (
    *ORDERS,
    item(
        "tCustomer",
        components=(
            item("name", "string"),
            item("home", components=(item("zip code", "string"),)),
            item("orders", "tOrders"),
            item("tags", "string", collection=True),
        ),
    ),
)
