"""The definitions of a document: types, inputs, decisions, business knowledge models."""

from __future__ import annotations

from rulesets.dmn.model import (
    Decision,
    Definitions,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    Variable,
)
from rulesets.dmn.reading.boxed import optional_logic, read_function
from rulesets.dmn.reading.parts import Reading, long_text, optional_text
from rulesets.dmn.reading.references import References
from rulesets.dmn.reading.safe_xml import Element
from rulesets.types import Both

_NAMESPACE = Both("命名空间 `namespace`", "`namespace`")
_YES_NO = {"true": True, "1": True, "false": False, "0": False}


def build(root: Element, reading: Reading) -> Definitions:
    """Make the plain data of a tree that the grammar has gone through."""
    if not reading.namespace:
        reading.lacks(root, _NAMESPACE)
    references = References(root, reading)
    items = root.named("itemDefinition")
    definitions = Definitions(
        name=reading.name(root),
        namespace=reading.namespace,
        id=root.attributes.get("id", ""),
        description=long_text(root, "description"),
        items=tuple(_item(each, reading) for each in items),
        inputs=tuple(_input(each, reading) for each in root.named("inputData")),
        decisions=tuple(_decision(each, reading, references) for each in root.named("decision")),
        models=tuple(
            _model(each, reading, references) for each in root.named("businessKnowledgeModel")
        ),
    )
    names = [item.name for item in definitions.items]
    reading.unique(Both("数据类型", "item definition"), zip(names, items, strict=True))
    _unique_names(root, definitions, reading)
    return definitions


def _unique_names(root: Element, definitions: Definitions, reading: Reading) -> None:
    """Hold that what expressions may name has one name each."""
    elements = [
        *root.named("inputData"),
        *root.named("decision"),
        *root.named("businessKnowledgeModel"),
    ]
    names = [
        *(each.variable.name for each in definitions.inputs),
        *(each.variable.name for each in definitions.decisions),
        *(each.variable.name for each in definitions.models),
    ]
    reading.unique(Both("名称", "name"), zip(names, elements, strict=True))


def _item(element: Element, reading: Reading) -> ItemDefinition:
    type_ref = element.one("typeRef")
    parts = element.named("itemComponent")
    components = tuple(_item(each, reading) for each in parts)
    names = [component.name for component in components]
    reading.unique(Both("成员", "component"), zip(names, parts, strict=True))
    if type_ref and components:
        construct = Both(
            "既有 `typeRef` 又有 `itemComponent` 的数据类型",
            "item definition with both `typeRef` and `itemComponent`",
        )
        reading.faults.add("dmn-not-in-language", element.place, construct=construct)
    collection = _collection(element, reading)
    return ItemDefinition(
        name=reading.name(element),
        type_ref=reading.type_ref(type_ref, type_ref.text) if type_ref else "",
        allowed=optional_text(_allowed(element, collection, reading)),
        components=components,
        collection=collection,
        label=element.attributes.get("label", ""),
        description=long_text(element, "description"),
        id=element.attributes.get("id", ""),
        place=element.place,
    )


def _allowed(element: Element, collection: bool, reading: Reading) -> Element | None:
    """Find the constraint of a type.

    On a collection `typeConstraint` is about the whole list, and beside `allowedValues` it is a
    second one: neither can be held.
    """
    allowed, constraint = element.one("allowedValues"), element.one("typeConstraint")
    if constraint and (collection or allowed):
        construct = (
            Both("对整个列表的 `typeConstraint`", "`typeConstraint` of a whole list")
            if collection
            else Both(
                "与 `allowedValues` 并存的 `typeConstraint`",
                "`typeConstraint` beside `allowedValues`",
            )
        )
        reading.faults.add("dmn-not-in-language", constraint.place, construct=construct)
    return allowed or constraint


def _collection(element: Element, reading: Reading) -> bool:
    written = element.attributes.get("isCollection", "false").strip()
    if written not in _YES_NO:
        reading.faults.add(
            "dmn-bad-value",
            element.place,
            attribute="isCollection",
            expected="true, false",
            found=written,
        )
    return _YES_NO.get(written, False)


def _variable(element: Element, reading: Reading) -> tuple[Variable, str]:
    """Read the variable of an element, and the element's own name where that is another.

    Expressions know the variable's name; absent, it is called as the element and has no type.
    """
    name = reading.name(element)
    own = element.one("variable")
    if own is None:
        return Variable(name), ""
    variable = reading.variable(own)
    return variable, name if variable.name != name else ""


def _input(element: Element, reading: Reading) -> InputData:
    variable, name = _variable(element, reading)
    return InputData(
        element.attributes.get("id", ""),
        variable,
        element.attributes.get("label", ""),
        long_text(element, "description"),
        element.place,
        name,
    )


def _decision(element: Element, reading: Reading, references: References) -> Decision:
    variable, name = _variable(element, reading)
    return Decision(
        id=element.attributes.get("id", ""),
        variable=variable,
        logic=optional_logic(element, reading),
        requires=references.required(element),
        label=element.attributes.get("label", ""),
        question=long_text(element, "question"),
        description=long_text(element, "description"),
        place=element.place,
        name=name,
    )


def _model(element: Element, reading: Reading, references: References) -> KnowledgeModel:
    function = element.one("encapsulatedLogic")
    variable, name = _variable(element, reading)
    return KnowledgeModel(
        id=element.attributes.get("id", ""),
        variable=variable,
        function=read_function(function, reading) if function else None,
        requires=references.required(element),
        description=long_text(element, "description"),
        place=element.place,
        name=name,
    )
