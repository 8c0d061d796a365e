"""Definitions as XML of DMN 1.5, with their diagram. OMG DMN 1.5, DMN15.xsd and DMNDI15.xsd."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from rulesets.dmn.exporting.layout import Box, layout
from rulesets.dmn.model import (
    Boxed,
    Decision,
    DecisionTable,
    Definitions,
    FunctionDefinition,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    LiteralExpression,
    Text,
    Variable,
)

DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/"
DMNDI = "https://www.omg.org/spec/DMN/20230324/DMNDI/"
DC = "http://www.omg.org/spec/DMN/20180521/DC/"
DI = "http://www.omg.org/spec/DMN/20180521/DI/"
FEEL = "https://www.omg.org/spec/DMN/20230324/FEEL/"

for _prefix, _namespace in (("", DMN), ("dmndi", DMNDI), ("dc", DC), ("di", DI)):
    register_namespace(_prefix, _namespace)

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


_DATES: Mapping[str, bytes] = {"1.3": b"/DMN/20191111/", "1.5": b"/DMN/20230324/"}


def write_xml(definitions: Definitions, version: str = "1.5") -> bytes:
    """Write a document in UTF-8; what is written is the same in DMN 1.3, but for the namespaces."""
    root = Element(
        f"{{{DMN}}}definitions",
        {
            "id": definitions.id,
            "name": _clean(definitions.name),
            "namespace": definitions.namespace,
            "expressionLanguage": FEEL,
            "typeLanguage": FEEL,
            "exporter": "Fenji",
        },
    )
    _description(root, definitions.description)
    for item in definitions.items:
        _item(root, "itemDefinition", item)
    for data in definitions.inputs:
        _input(root, data)
    for model in definitions.models:
        _model(root, model)
    kinds = {each.id: "requiredInput" for each in definitions.inputs}
    kinds |= {each.id: "requiredKnowledge" for each in definitions.models}
    for decision in definitions.decisions:
        _decision(root, decision, kinds)
    _diagram(root, definitions)
    indent(root)
    document: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    # Namespaces stand in the first element only; texts below it are left alone.
    start = document.index(b">", document.index(b"<definitions")) + 1
    head = document[:start].replace(_DATES["1.5"], _DATES[version])
    return head + document[start:] + b"\n"


def _clean(text: str) -> str:
    """Leave out what XML cannot hold in any form: control characters."""
    return _NOT_XML.sub("\ufffd", text)


def _add(parent: Element, tag: str, /, **attributes: str) -> Element:
    given = {key: _clean(value) for key, value in attributes.items() if value}
    return SubElement(parent, f"{{{DMN}}}{tag}", given)


def _text(parent: Element, name: str, text: Text) -> Element:
    """Write an expression or tests: `text` within an element."""
    element = _add(parent, name)
    _add(element, "text").text = _clean(text.text)
    return element


def _description(parent: Element, text: str) -> None:
    if text:
        _add(parent, "description").text = _clean(text)


def _variable(parent: Element, name: str, of: Variable) -> None:
    element = _add(parent, name, name=of.name, typeRef=of.type_ref, label=of.label)
    _description(element, of.description)


def _item(parent: Element, name: str, item: ItemDefinition) -> None:
    element = _add(parent, name, name=item.name, label=item.label)
    if item.collection:
        element.set("isCollection", "true")
    _description(element, item.description)
    if item.type_ref:
        _add(element, "typeRef").text = item.type_ref
    if item.allowed:
        _text(element, "allowedValues", item.allowed)
    for each in item.components:
        _item(element, "itemComponent", each)


def _input(parent: Element, data: InputData) -> None:
    element = _add(parent, "inputData", id=data.id, name=data.variable.name, label=data.label)
    _description(element, data.description)
    _variable(element, "variable", data.variable)


def _requirements(parent: Element, requires: Iterable[str], kinds: dict[str, str]) -> None:
    for id_ in requires:
        kind = kinds.get(id_, "requiredDecision")
        knowledge = kind == "requiredKnowledge"
        name = "knowledgeRequirement" if knowledge else "informationRequirement"
        requirement = _add(parent, name, id=_edge_id(parent, id_))
        _add(requirement, kind, href=f"#{id_}")


def _edge_id(parent: Element, required: str) -> str:
    return f"{parent.get('id')}.requires.{required}"


def _decision(parent: Element, decision: Decision, kinds: dict[str, str]) -> None:
    name = decision.variable.name
    element = _add(parent, "decision", id=decision.id, name=name, label=decision.label)
    _description(element, decision.description)
    _variable(element, "variable", decision.variable)
    information = [each for each in decision.requires if kinds.get(each) != "requiredKnowledge"]
    knowledge = [each for each in decision.requires if kinds.get(each) == "requiredKnowledge"]
    _requirements(element, (*information, *knowledge), kinds)
    if decision.logic is not None:
        _boxed(element, decision.logic)


def _model(parent: Element, model: KnowledgeModel) -> None:
    name = model.variable.name
    element = _add(parent, "businessKnowledgeModel", id=model.id, name=name)
    _description(element, model.description)
    _variable(element, "variable", model.variable)
    if model.function is not None:
        _function(element, model.function)
    known = [each for each in model.requires if each.startswith(("function_", "lookup_"))]
    _requirements(element, known, dict.fromkeys(known, "requiredKnowledge"))


def _function(parent: Element, function: FunctionDefinition) -> None:
    element = _add(parent, "encapsulatedLogic")
    for each in function.parameters:
        _variable(element, "formalParameter", each)
    _boxed(element, function.body)


def _boxed(parent: Element, logic: Boxed) -> None:
    match logic:
        case LiteralExpression(text=text, type_ref=type_ref):
            element = _text(parent, "literalExpression", text)
            if type_ref:
                element.set("typeRef", type_ref)
        case DecisionTable():
            _table(parent, logic)
        case _:
            raise TypeError(f"not written: {type(logic).__name__}")


def _table(parent: Element, table: DecisionTable) -> None:
    element = _add(
        parent,
        "decisionTable",
        id=table.id,
        hitPolicy=table.hit,
        aggregation=table.aggregation,
    )
    for clause in table.inputs:
        column = _add(element, "input", id=clause.id, label=clause.label)
        expression = _text(column, "inputExpression", clause.expression)
        if clause.type_ref:
            expression.set("typeRef", clause.type_ref)
    for output in table.outputs:
        given = {"id": output.id, "name": output.name, "label": output.label}
        column = _add(element, "output", **given, typeRef=output.type_ref)
        if output.values:
            _text(column, "outputValues", output.values)
        if output.default:
            _text(column, "defaultOutputEntry", output.default)
    if any(rule.annotations for rule in table.rules):
        _add(element, "annotation", name="note")
    for rule in table.rules:
        row = _add(element, "rule", id=rule.id)
        _description(row, rule.description)
        for cell in rule.inputs:
            _text(row, "inputEntry", cell)
        for cell in rule.outputs:
            _text(row, "outputEntry", cell)
        for note in rule.annotations:
            _text(row, "annotationEntry", Text(note))


# -------------------------------------------------------------------------------------- diagram


def _diagram(root: Element, definitions: Definitions) -> None:
    boxes = layout(definitions)
    di = SubElement(root, f"{{{DMNDI}}}DMNDI")
    diagram = SubElement(di, f"{{{DMNDI}}}DMNDiagram", {"id": "diagram"})
    for id_, box in boxes.items():
        given = {"id": f"shape_{id_}", "dmnElementRef": id_}
        shape = SubElement(diagram, f"{{{DMNDI}}}DMNShape", given)
        _bounds(shape, box)
    elements: tuple[KnowledgeModel | Decision, ...] = definitions.models
    for each in (*elements, *definitions.decisions):
        for id_ in each.requires:
            _edge(diagram, each.id, id_, boxes)


def _bounds(shape: Element, box: Box) -> None:
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    SubElement(shape, f"{{{DC}}}Bounds", {name: str(size) for name, size in sizes.items()})


def _edge(diagram: Element, id_: str, required: str, boxes: Mapping[str, Box]) -> None:
    reference = f"{id_}.requires.{required}"
    given = {"id": f"edge_{reference}", "dmnElementRef": reference}
    edge = SubElement(diagram, f"{{{DMNDI}}}DMNEdge", given)
    for x, y in (boxes[required].top, boxes[id_].bottom):
        SubElement(edge, f"{{{DI}}}waypoint", {"x": str(x), "y": str(y)})
