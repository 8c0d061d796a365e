"""What decisions and business knowledge models require, by the ids of the document."""

from __future__ import annotations

from collections.abc import Mapping

from rulesets.dmn.reading.parts import Reading
from rulesets.dmn.reading.safe_xml import Element
from rulesets.types import Both

_LEADS_TO: Mapping[str, tuple[str, Both]] = {
    "requiredInput": ("inputData", Both("输入数据", "input data")),
    "requiredDecision": ("decision", Both("决策", "a decision")),
    "requiredKnowledge": (
        "businessKnowledgeModel",
        Both("业务知识模型", "a business knowledge model"),
    ),
}
_REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")


class References:
    """The ids of what can be required."""

    def __init__(self, root: Element, reading: Reading) -> None:
        self._reading = reading
        self._ids = {each.attributes.get("id", "").strip(): each.name for each in root.children}

    def required(self, element: Element) -> tuple[str, ...]:
        """List the ids that an element requires, each once."""
        found: dict[str, None] = {}
        for requirement in element.children:
            if requirement.name not in _REQUIREMENTS:
                continue
            ends = [each for each in requirement.children if each.name in _LEADS_TO]
            if len(ends) != 1:
                self._reading.lacks(
                    requirement, Both("恰好一个引用", "single reference to what is required")
                )
            found |= dict.fromkeys(self._id(each) for each in ends)
        return tuple(found)

    def _id(self, end: Element) -> str:
        """Read a reference of the form `#id`, or with the document's own namespace before it."""
        written = end.attributes.get("href", "").strip()
        namespace, sign, own = written.rpartition("#")
        kind, expected = _LEADS_TO[end.name]
        here = sign and namespace in ("", self._reading.namespace)
        if not own or not here or self._ids.get(own) != kind:
            self._reading.faults.add(
                "dmn-unknown-reference", end.place, reference=written, expected=expected
            )
        return own
