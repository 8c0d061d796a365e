"""Decision tables."""

from __future__ import annotations

from typing import get_args

from rulesets.dmn.feel.names import plain_name
from rulesets.dmn.model import (
    Aggregation,
    DecisionRule,
    DecisionTable,
    DmnHitPolicy,
    InputClause,
    OutputClause,
    Text,
)
from rulesets.dmn.reading.parts import Reading, feel_text, long_text, optional_text
from rulesets.dmn.reading.safe_xml import Element
from rulesets.types import Both

_HIT_POLICIES: dict[str, DmnHitPolicy] = {each: each for each in get_args(DmnHitPolicy)}
_AGGREGATIONS: dict[str, Aggregation] = {each: each for each in get_args(Aggregation)}


def read_table(element: Element, reading: Reading) -> DecisionTable:
    """Read a decision table, in whatever orientation it is drawn."""
    inputs = tuple(_input(each, reading) for each in element.named("input"))
    outputs = _outputs(element, reading)
    return DecisionTable(
        inputs=inputs,
        outputs=outputs,
        rules=tuple(
            _rule(each, len(inputs), len(outputs), reading) for each in element.named("rule")
        ),
        hit=_hit(element, reading),
        aggregation=_aggregation(element, reading),
        type_ref=reading.type_ref(element),
        label=element.attributes.get("label", ""),
        id=element.attributes.get("id", ""),
        place=element.place,
    )


def _input(element: Element, reading: Reading) -> InputClause:
    expression = element.one("inputExpression")
    if expression is None:
        reading.lacks(element, Both("表达式 `inputExpression`", "`inputExpression`"))
    return InputClause(
        feel_text(expression) if expression else Text("", element.place),
        reading.type_ref(expression) if expression else "",
        element.attributes.get("label", ""),
        optional_text(element.one("inputValues")),
        element.attributes.get("id", ""),
    )


def _outputs(table: Element, reading: Reading) -> tuple[OutputClause, ...]:
    """Read the columns of outputs: at least one, and each with a name where there are several."""
    elements = table.named("output")
    if not elements:
        reading.lacks(table, Both("输出列 `output`", "`output`"))
    if len(elements) > 1:
        reading.unique(Both("输出", "output"), [(reading.name(each), each) for each in elements])
    only = table.attributes.get("outputLabel", "") if len(elements) == 1 else ""
    return tuple(
        OutputClause(
            plain_name(each.attributes.get("name", "")),
            reading.type_ref(each),
            each.attributes.get("label", "") or only,
            optional_text(each.one("outputValues")),
            optional_text(each.one("defaultOutputEntry")),
            each.attributes.get("id", ""),
        )
        for each in elements
    )


def _rule(element: Element, inputs: int, outputs: int, reading: Reading) -> DecisionRule:
    cells = {"inputEntry": inputs, "outputEntry": outputs}
    for name, expected in cells.items():
        reading.entries(element, name, expected=expected, found=len(element.named(name)))
    return DecisionRule(
        id=element.attributes.get("id", ""),
        inputs=tuple(_tests(each) for each in element.named("inputEntry")),
        outputs=tuple(feel_text(each) for each in element.named("outputEntry")),
        annotations=tuple(long_text(each, "text") for each in element.named("annotationEntry")),
        description=long_text(element, "description"),
        place=element.place,
    )


def _tests(entry: Element) -> Text:
    """Read a cell of tests; an empty one is true of everything, as `-` is."""
    tests = feel_text(entry)
    return tests if tests.text else Text("-", tests.place)


def _hit(table: Element, reading: Reading) -> DmnHitPolicy:
    written = table.attributes.get("hitPolicy", "UNIQUE").strip()
    if written not in _HIT_POLICIES:
        _bad_value(table, "hitPolicy", ", ".join(_HIT_POLICIES), reading)
    return _HIT_POLICIES.get(written, "UNIQUE")


def _aggregation(table: Element, reading: Reading) -> Aggregation:
    """Read how a collect table joins its values; no other hit policy may have it."""
    written = table.attributes.get("aggregation", "").strip()
    hit = table.attributes.get("hitPolicy", "UNIQUE").strip()
    if written not in _AGGREGATIONS:
        _bad_value(table, "aggregation", ", ".join(filter(None, _AGGREGATIONS)), reading)
    elif written and hit != "COLLECT":
        construct = Both(
            f"命中策略 `{hit}` 上的汇总 `{written}`",
            f"aggregation `{written}` with hit policy `{hit}`",
        )
        reading.faults.add("dmn-not-in-language", table.place, construct=construct)
    return _AGGREGATIONS.get(written, "")


def _bad_value(table: Element, attribute: str, expected: str, reading: Reading) -> None:
    reading.faults.add(
        "dmn-bad-value",
        table.place,
        attribute=attribute,
        expected=expected,
        found=table.attributes[attribute],
    )
