"""Which attributes and children each element of DMN may have here, as one table.

What is not in the table cannot be held and is refused by name; `left_out` may stand and changes no
value. Source: the XML schemas of DMN 1.2 to 1.5, whose elements differ only by additions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulesets.types import Both

EXPRESSIONS = frozenset(
    {
        "literalExpression",
        "decisionTable",
        "invocation",
        "context",
        "list",
        "relation",
        "functionDefinition",
        "conditional",
    }
)
"""The boxed expressions that can be held."""


@dataclass(frozen=True)
class Shape:
    """What may stand in an element; names are separated by spaces.

    Attributes:
        attributes: besides `id` and `label`, which each may have.
        once: children that stand at most once.
        many: children that stand any number of times.
        left_out: children that are allowed and not read.
        expressions: how many boxed expressions at most; None is any number.
        text: whether it holds text of its own.
    """

    attributes: str = ""
    once: str = ""
    many: str = ""
    left_out: str = ""
    expressions: int | None = 0
    text: bool = False

    @property
    def children(self) -> list[str]:
        """The children that are read, without expressions."""
        return f"{self.once} {self.many} description".split()


_TEXT = Shape(text=True)
_REFERENCE = Shape("href")
_ITEM = Shape("name typeRef")
_FEEL = Shape("typeRef expressionLanguage", once="text")
_LIST = Shape("typeRef", expressions=None)
_FUNCTION = Shape("typeRef kind", many="formalParameter", expressions=1)
_PART = Shape("typeRef", expressions=1)

SHAPES: Mapping[str, Shape] = {
    "definitions": Shape(
        "name namespace expressionLanguage typeLanguage exporter exporterVersion",
        many="itemDefinition inputData decision businessKnowledgeModel",
        left_out="knowledgeSource textAnnotation group association elementCollection"
        " performanceIndicator organizationUnit",
    ),
    "itemDefinition": Shape(
        "name typeLanguage isCollection",
        once="typeRef allowedValues typeConstraint",
        many="itemComponent",
    ),
    "itemComponent": Shape(
        "name typeLanguage isCollection",
        once="typeRef allowedValues typeConstraint",
        many="itemComponent",
    ),
    "inputData": Shape("name", once="variable"),
    "decision": Shape(
        "name",
        once="question variable",
        many="informationRequirement knowledgeRequirement",
        left_out="allowedAnswers authorityRequirement supportedObjective"
        " impactedPerformanceIndicator decisionMaker decisionOwner usingProcess usingTask",
        expressions=1,
    ),
    "businessKnowledgeModel": Shape(
        "name",
        once="variable encapsulatedLogic",
        many="knowledgeRequirement",
        left_out="authorityRequirement",
    ),
    "informationRequirement": Shape(once="requiredDecision requiredInput"),
    "knowledgeRequirement": Shape(once="requiredKnowledge"),
    "requiredDecision": _REFERENCE,
    "requiredInput": _REFERENCE,
    "requiredKnowledge": _REFERENCE,
    "variable": _ITEM,
    "formalParameter": _ITEM,
    "parameter": _ITEM,
    "column": _ITEM,
    "literalExpression": _FEEL,
    "inputExpression": _FEEL,
    "defaultOutputEntry": _FEEL,
    "outputEntry": _FEEL,
    "inputEntry": _FEEL,
    "inputValues": _FEEL,
    "outputValues": _FEEL,
    "allowedValues": _FEEL,
    "typeConstraint": _FEEL,
    "decisionTable": Shape(
        "typeRef hitPolicy aggregation preferredOrientation outputLabel",
        many="input output annotation rule",
    ),
    "input": Shape(once="inputExpression inputValues"),
    "output": Shape("name typeRef", once="outputValues defaultOutputEntry"),
    "annotation": Shape("name"),
    "rule": Shape(many="inputEntry outputEntry annotationEntry"),
    "annotationEntry": Shape(once="text"),
    "invocation": Shape("typeRef", many="binding", expressions=1),
    "binding": Shape(once="parameter", expressions=1),
    "context": Shape("typeRef", many="contextEntry"),
    "contextEntry": Shape(once="variable", expressions=1),
    "list": _LIST,
    "row": _LIST,
    "relation": Shape("typeRef", many="column row"),
    "functionDefinition": _FUNCTION,
    "encapsulatedLogic": _FUNCTION,
    "conditional": Shape("typeRef", once="if then else"),
    "if": _PART,
    "then": _PART,
    "else": _PART,
    "text": _TEXT,
    "typeRef": _TEXT,
    "description": _TEXT,
    "question": _TEXT,
}
"""By the name of the element; `description` and `extensionElements` may stand in each."""

KNOWN: Mapping[str, Both] = {
    "decisionService": Both("决策服务 `decisionService`", "decision service `decisionService`"),
    "import": Both("对其他模型的引入 `import`", "import of other models `import`"),
    "importedValues": Both("引入的值 `importedValues`", "imported values `importedValues`"),
    "functionItem": Both("函数类型 `functionItem`", "type of functions `functionItem`"),
    "for": Both("框式循环 `for`", "boxed iteration `for`"),
    "every": Both("框式全称条件 `every`", "boxed condition `every`"),
    "some": Both("框式存在条件 `some`", "boxed condition `some`"),
    "filter": Both("框式筛选 `filter`", "boxed filter `filter`"),
}
"""Words for what DMN has and the language of rules has not."""
