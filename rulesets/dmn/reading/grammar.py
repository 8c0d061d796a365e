"""Hold a tree of elements against the table of shapes, and say where everything stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from rulesets.dmn.feel.names import plain_name
from rulesets.dmn.model import Place
from rulesets.dmn.reading.names import is_diagram, is_feel
from rulesets.dmn.reading.safe_xml import Element
from rulesets.dmn.reading.shapes import EXPRESSIONS, KNOWN, SHAPES, Shape
from rulesets.errors import Fault, Word
from rulesets.types import Both

Titles = Mapping[str, tuple[str, ...]]
"""What the columns of a table around are called, by the element of a cell."""

MOST_FAULTS = 1_000

_LANGUAGES = ("expressionLanguage", "typeLanguage")
_EVERYWHERE = ("id", "label")
_CUT = 80
_NAMED: Mapping[str, str] = {
    "decision": "decision",
    "decisionService": "decision service",
    "inputData": "input data",
    "businessKnowledgeModel": "business knowledge model",
    "itemDefinition": "item definition",
    "itemComponent": "component",
    "formalParameter": "parameter",
}


@dataclass
class Faults:
    """Collects all that is wrong, up to a number that a person can still look through."""

    found: list[Fault] = field(default_factory=list)

    def add(self, code: str, place: Place, **words: Word) -> None:
        """Keep one fault."""
        if len(self.found) < MOST_FAULTS:
            self.found.append(Fault(code, place, words))


def hold(root: Element, faults: Faults) -> None:
    """Find what cannot be held; keep in the tree what is read, and give each element its place."""
    _Grammar(root.namespace, faults).walk(root, (), {})


class _Grammar:
    def __init__(self, namespace: str, faults: Faults) -> None:
        self._namespace = namespace
        self._faults = faults
        self._ids: dict[str, int] = {}

    def walk(self, element: Element, place: Place, titles: Titles) -> None:
        """Go through an element and what it holds."""
        element.place = (*place, ("line", element.line))
        shape = SHAPES[element.name]
        self._attributes(element, shape)
        if not shape.text and element.text.strip():
            name = element.name
            construct = Both(f"直接写在 `{name}` 中的文本", f"text directly within `{name}`")
            self._faults.add("dmn-not-in-language", element.place, construct=construct)
        inside = {**titles, **_titles(element)}
        numbers: Counter[str] = Counter()
        seen: dict[str, int] = {}
        kept = []
        for child in element.children:
            within = (*place, *_step(element, child, numbers, inside))
            if self._allowed(child, shape, within) and self._once(child, shape, seen, within):
                kept.append(child)
                self.walk(child, within, inside)
        element.children = kept

    def _attributes(self, element: Element, shape: Shape) -> None:
        allowed = shape.attributes.split()
        for name, value in element.attributes.items():
            if name not in allowed and name not in _EVERYWHERE:
                construct: Word = Both(
                    f"`{element.name}` 的属性 `{name}`", f"attribute `{name}` of `{element.name}`"
                )
            elif name in _LANGUAGES and not is_feel(value):
                construct = Both(f"表达式语言 `{value}`", f"expression language `{value}`")
            elif name == "kind" and value.strip() not in ("", "FEEL"):
                construct = Both(f"`{value}` 函数", f"function of kind `{value}`")
            else:
                continue
            self._faults.add("dmn-not-in-language", element.place, construct=construct)
        self._id(element)

    def _id(self, element: Element) -> None:
        own = element.attributes.get("id", "").strip()
        if own and own in self._ids:
            self._faults.add(
                "dmn-duplicate",
                element.place,
                what=Both("标识", "id"),
                name=own,
                first=self._ids[own],
            )
        self._ids.setdefault(own, element.line)

    def _allowed(self, child: Element, shape: Shape, place: Place) -> bool:
        """Tell whether a child is read; refuse it when it can neither be read nor left out."""
        if is_diagram(child.namespace):
            return False
        name = child.name
        construct: Word = KNOWN.get(name) or Both(f"元素 `{name}`", f"element `{name}`")
        if child.namespace != self._namespace:
            foreign = f"`{{{child.namespace}}}{name}`"
            construct = Both(f"元素 {foreign}", f"element {foreign}")
        elif name == "extensionElements" or name in shape.left_out.split():
            return False
        elif name in shape.children or (name in EXPRESSIONS and shape.expressions != 0):
            return True
        self._faults.add("dmn-not-in-language", (*place, ("line", child.line)), construct=construct)
        return False

    def _once(self, child: Element, shape: Shape, seen: dict[str, int], place: Place) -> bool:
        """Refuse a second child where one may stand."""
        expression = child.name in EXPRESSIONS and shape.expressions == 1
        if not expression and child.name not in f"{shape.once} description".split():
            return True
        kind = "expression" if expression else child.name
        if kind not in seen:
            seen[kind] = child.line
            return True
        what = Both("表达式", "expression") if expression else Both("元素", "element")
        self._faults.add(
            "dmn-duplicate",
            (*place, ("line", child.line)),
            what=what,
            name=child.name,
            first=seen[kind],
        )
        return False


def _step(parent: Element, child: Element, numbers: Counter[str], titles: Titles) -> Place:
    """Name the step from an element to one of its children, when it is one a person would name."""
    kind = "item" if child.name in EXPRESSIONS else child.name
    numbers[kind] += 1
    number = numbers[kind]
    if child.name in _NAMED:
        title = plain_name(child.attributes.get("name", "")) or child.attributes.get("id", "")
        return ((_NAMED[child.name], _short(title) or number),)
    if kind in ("rule", "row"):
        return (("row", number),)
    if kind in ("if", "then", "else"):
        return (("part", kind),)
    if kind in ("input", "inputEntry") or (kind, parent.name) == ("item", "row"):
        return (("column", _title(titles, kind, number)),)
    if kind in ("output", "outputEntry"):
        return (("output", _title(titles, kind, number)),)
    if kind == "item" and parent.name == "list":
        return (("item", number),)
    if kind in ("contextEntry", "binding"):
        named = child.one("variable") or child.one("parameter")
        title = plain_name(named.attributes.get("name", "")) if named else ""
        return (("entry" if kind == "contextEntry" else "parameter", _short(title) or number),)
    return ()


def _title(titles: Titles, kind: str, number: int) -> str | int:
    """Say what a column is called, else which it is."""
    known = titles.get(kind, ())
    return (known[number - 1] if number <= len(known) else "") or number


def _titles(element: Element) -> Titles:
    """Find what the columns of a table are called."""
    if element.name == "relation":
        columns = tuple(
            plain_name(each.attributes.get("name", "")) for each in element.named("column")
        )
        return {"item": tuple(map(_short, columns))}
    if element.name != "decisionTable":
        return {}
    inputs = tuple(_short(_input_title(each)) for each in element.named("input"))
    outputs = tuple(
        _short(plain_name(each.attributes.get("label") or each.attributes.get("name", "")))
        for each in element.named("output")
    )
    return {"input": inputs, "inputEntry": inputs, "output": outputs, "outputEntry": outputs}


def _input_title(clause: Element) -> str:
    expression = clause.one("inputExpression")
    text = expression.one("text") if expression else None
    return plain_name(clause.attributes.get("label") or (text.text if text else ""))


def _short(title: str) -> str:
    return title if len(title) <= _CUT else title[: _CUT - 1] + "…"
