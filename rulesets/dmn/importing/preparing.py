"""A document made ready: each element with an id, and inputs that only tables name made explicit.

Some modellers write tables whose columns are not required from anything: `season`, of type
`string`, where the document has no input data of that name.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rulesets.dmn.importing.report import Report
from rulesets.dmn.importing.survey import within
from rulesets.dmn.model import (
    Decision,
    DecisionTable,
    Definitions,
    InputData,
    KnowledgeModel,
    Variable,
)

_NAME = re.compile(r"[^\W\d]\w*")
_WORDS = frozenset({"true", "false", "null", "if", "for", "some", "every", "not", "function"})


def prepared(definitions: Definitions, report: Report) -> Definitions:
    """Return the document with ids and with inputs for all columns of tables."""
    # A blank stands in no id of XML.
    whole = replace(
        definitions,
        inputs=tuple(
            each if each.id else replace(each, id=f"input {number}")
            for number, each in enumerate(definitions.inputs)
        ),
        decisions=tuple(
            each if each.id else replace(each, id=f"decision {number}")
            for number, each in enumerate(definitions.decisions)
        ),
        models=tuple(
            each if each.id else replace(each, id=f"model {number}")
            for number, each in enumerate(definitions.models)
        ),
    )
    known = {name for part in (whole.inputs, whole.decisions, whole.models) for name in names(part)}
    made: dict[str, InputData] = {}
    decisions = tuple(_with_inputs(each, known, made, report) for each in whole.decisions)
    return replace(whole, inputs=(*whole.inputs, *made.values()), decisions=decisions)


def names(elements: tuple[InputData | Decision | KnowledgeModel, ...]) -> tuple[str, ...]:
    """Return the names by which expressions know elements."""
    return tuple(each.variable.name for each in elements)


def _with_inputs(
    decision: Decision, known: set[str], made: dict[str, InputData], report: Report
) -> Decision:
    requires = list(decision.requires)
    for part in within(decision.logic):
        for clause in part.inputs if isinstance(part, DecisionTable) else ():
            name = clause.expression.text
            free = _NAME.fullmatch(name) and name not in _WORDS and name not in known
            if not free or not clause.type_ref or _bound(decision, name):
                continue
            if name not in made:
                made[name] = InputData(
                    f"column {name}", Variable(name, clause.type_ref), place=clause.expression.place
                )
                report.note(
                    f"决策表的输入列 `{name}` 没有对应的输入数据，已作为输入",
                    f"the column `{name}` of a table has no input data: it became an input",
                    clause.expression.place,
                )
            if made[name].id not in requires:
                requires.append(made[name].id)
    return replace(decision, requires=tuple(requires))


def _bound(decision: Decision, name: str) -> bool:
    """Tell whether a name is one that the logic itself gives."""
    return any(isinstance(part, Variable) and part.name == name for part in within(decision.logic))
