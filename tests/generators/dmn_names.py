"""The names of DMN documents that are made for tests, and what they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rulesets.dmn.model import DmnHitPolicy, ItemDefinition
from tests.unit.dmn_models import item

NUMBERS = ("0", "1", "2", "3", "5", "10", "0.5", "18", "100")
TEXTS = ("A", "b", "客户", "x y")
SIZES = ("small", "middle", "large")
DAYS = ("2024-02-29", "2026-01-31", "2026-03-01")
SCALARS = ("number", "string", "size", "boolean", "date")
MANY: tuple[DmnHitPolicy, ...] = ("RULE ORDER", "OUTPUT ORDER", "COLLECT")
ONE: tuple[DmnHitPolicy, ...] = ("UNIQUE", "ANY", "FIRST", "PRIORITY")
SIZE = '"large", "middle", "small"'
ITEMS: tuple[ItemDefinition, ...] = (
    item("tSize", "string", SIZE),
    item(
        "tPerson",
        components=(
            item("Age", "number"),
            item("home town", "string"),
            item("Loan", components=(item("amount", "number"), item("size", "tSize"))),
        ),
    ),
    item("tNumbers", "number", collection=True),
    item("tTexts", "string", collection=True),
    item("tOrder", components=(item("amount", "number"), item("paid", "boolean"))),
    item("tOrders", "tOrder", collection=True),
)
REFERENCES = {"size": "tSize", "numbers": "tNumbers", "texts": "tTexts"}


@dataclass(frozen=True)
class Known:
    """A name and what it is: a scalar kind, `numbers`, `orders`, `function`, or members."""

    kind: str
    members: Mapping[str, Known] = field(default_factory=dict)
    parameters: tuple[tuple[str, str], ...] = ()


PERSON = Known(
    "context",
    {
        "Age": Known("number"),
        "home town": Known("string"),
        "Loan": Known("context", {"amount": Known("number"), "size": Known("size")}),
    },
)
GIVEN = {
    "Age": ("number", Known("number")),
    "monthly income": ("number", Known("number")),
    "Kind": ("string", Known("string")),
    "Größe": ("tSize", Known("size")),
    "会员": ("boolean", Known("boolean")),
    "Since": ("date", Known("date")),
    "Applicant": ("tPerson", PERSON),
    "Marks": ("tNumbers", Known("numbers")),
    "Orders": ("tOrders", Known("orders")),
}
