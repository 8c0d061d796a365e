"""Names that FEEL expressions of tests may use, and what they stand for."""

from __future__ import annotations

from rulesets.dmn.translating.environment import Environment, Function, Members, Rows, Value
from rulesets.expressions.tree import Name, RowField
from rulesets.types import (
    BooleanType,
    Code,
    CodeList,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    TextType,
    Type,
)

NUMBER, TEXT, BOOLEAN, DATE = NumberType(), TextType(), BooleanType(), DateType()
SIZE = TextType(CodeList((Code("small"), Code("large"))))
FIELDS: dict[str, Type] = {"amount": NUMBER, "paid": BOOLEAN, "kind": TEXT, "a": NUMBER}
ENVIRONMENT = Environment(
    {
        "a": Value(Name("a"), NUMBER),
        "b": Value(Name("b"), NUMBER),
        "sure": Value(Name("sure"), NUMBER, total=True),
        "c": Value(Name("c"), BOOLEAN),
        "t": Value(Name("t"), TEXT),
        "u": Value(Name("u"), TEXT),
        "size": Value(Name("size"), SIZE),
        "day": Value(Name("day"), DATE),
        "until": Value(Name("until"), DATE),
        "at": Value(Name("at"), DateTimeType()),
        "tags": Value(Name("tags"), ListType(TEXT)),
        "numbers": Value(Name("numbers"), ListType(NUMBER)),
        "loan": Members({"Full Amount": Value(Name("loan_full_amount"), NUMBER)}),
        "orders": Rows(
            Name("orders"), {key: Value(RowField(key), of) for key, of in FIELDS.items()}
        ),
        "PMT": Function("pmt", (("p", NUMBER), ("r", NUMBER)), NUMBER),
    }
)
NAMES = [*ENVIRONMENT.names, *FIELDS, "Full Amount"]
