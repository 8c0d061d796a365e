"""JSON Schemas of what is answered: decisions, rulesets, problems."""

from __future__ import annotations

from typing import Final

from api.description.certifications import CERTIFICATION
from api.description.facts import Schema
from api.problems import STATUS
from rulesets.types import Both, ListType, NumberType, RecordsType, TextType, Type
from service.twin.steps import STEPS

DECISION_PATTERN: Final = "^[0-9A-HJKMNP-TV-Z]{26}$"
RULESET_PATTERN: Final = "^[a-z][a-z0-9-]{0,63}$"
_FIRING_KINDS: Final = (
    *("rule", "scorecard", "formula", "deadline", "otherwise", "when unknown"),
    *("adjustment", "ranking"),
)


def said(text: Both) -> str:
    """Put both languages into one text of the document: English, then Chinese."""
    return "\n\n".join(filter(None, (text.en, text.zh)))


def ref(name: str) -> Schema:
    """Point to a schema of the document by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def closed(
    properties: dict[str, Schema], optional: tuple[str, ...] = (), about: Both = Both()
) -> Schema:
    """Describe an object that has these members and no other; all but some are always there."""
    schema: Schema = {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
    return schema | ({"description": said(about)} if about != Both() else {})


def many(items: Schema) -> Schema:
    """Describe an array."""
    return {"type": "array", "items": items}


def conclusion_type(of: Type) -> Schema:
    """Say of what JSON type a conclusion is; missing is null.

    Its domain is left out on purpose: another version may have another, and answers of all versions
    have this schema.

    Example:
        >>> conclusion_type(NumberType(scale=1))
        {'type': ['number', 'null']}
    """
    if isinstance(of, ListType | RecordsType):
        return {"type": ["array", "null"]}
    if isinstance(of, NumberType):
        return {"type": ["number", "null"]}
    if isinstance(of, TextType):
        return {"type": ["string", "null"]}
    return {
        "type": ["boolean", "null"] if type(of).__name__ == "BooleanType" else ["string", "null"]
    }


def _text(about: Both = Both(), **more: object) -> Schema:
    said_of = {"description": said(about)} if about != Both() else {}
    return {"type": "string", **more, **said_of}


def _moment(about: Both) -> Schema:
    return _text(about, format="date-time")


_BOTH: Final = closed({"zh": _text(), "en": _text()})
_VALUES: Final[Schema] = {"type": "object", "additionalProperties": ref("Value")}
_IDENTITY: Final = _text(
    Both("版本内容的 SHA-256。", "SHA-256 of the version's content."), pattern="^[0-9a-f]{64}$"
)
_VERSION: Final[Schema] = {"type": "integer", "minimum": 1}

_DECISION_MEMBERS: Final[dict[str, Schema]] = {
    "decision": {
        "type": ["string", "null"],
        "pattern": DECISION_PATTERN,
        "description": said(
            Both(
                "决策编号；试算将来的时刻时为 null，不作记录。",
                "The decision's id; null when the future was tried, which is not recorded.",
            )
        ),
    },
    "subject": _text(Both("客户编号。", "The customer's id.")),
    "ruleset": _text(pattern=RULESET_PATTERN),
    "version": _VERSION,
    "identity": _IDENTITY,
    "as_of": _moment(Both("决策时刻。", "The instant of the decision.")),
    "conclusions": _VALUES
    | {
        "description": said(
            Both("每个结论的值；缺失为 null。", "Every conclusion's value; null is missing.")
        )
    },
}
_TRACE: Final[dict[str, Schema]] = {
    "fired": many(ref("Firing")),
    "problems": many(ref("DecisionProblem")),
    "withheld": many(_text())
    | {
        "description": said(
            Both(
                "个人信息已删除的事实与结论；其值显示为 null。",
                "Facts and conclusions whose personal values were erased; each shows as null.",
            )
        )
    },
}
_TWIN: Final[dict[str, Schema]] = {
    "twin": _text(
        Both(
            "又独立推理了一次并得出相同结果的引擎；none 表示只推理了一次。",
            "The engine that inferred it again with the same result; `none`: nobody did.",
        ),
        enum=["durable", "reference", "none"],
    ),
    "inferred_twice": many(_text(enum=list(STEPS)))
    | {
        "description": said(
            Both(
                "两个引擎各用自己的代码推理的步骤；其余步骤共用。",
                "The steps that both engines worked out by code of their own; others are shared.",
            )
        )
    },
}
_WHOLE: Final[dict[str, Schema]] = {
    "facts": _VALUES | {"description": said(Both("所用的事实。", "The facts it was made from."))},
    "engine": _text(Both("推理引擎。", "The engine that inferred.")),
    "recorded_at": {
        "type": ["string", "null"],
        "format": "date-time",
        "description": said(Both("记录时刻。", "When it was recorded.")),
    },
}
_VERSION_MEMBERS: Final[dict[str, Schema]] = {
    "version": _VERSION,
    "identity": _IDENTITY,
    "title": ref("BothLanguages"),
    "published_at": _moment(Both("发布时刻。", "When it was published.")),
    "effective_from": _moment(Both("生效时刻。", "From when it decides.")),
}
_RULESET_MEMBERS: Final[dict[str, Schema]] = {
    "ruleset": _text(pattern=RULESET_PATTERN),
    "title": ref("BothLanguages"),
    "in_force": {
        "anyOf": [ref("VersionHead"), {"type": "null"}],
        "description": said(
            Both("现行版本；尚未生效为 null。", "The version in force; null before the first is.")
        ),
    },
}

LINE_NAME: Final[dict[str, Schema]] = {
    "line": {
        "type": "integer",
        "minimum": 1,
        "description": said(
            Both(
                "正文中的行号，从 1 起，空行也计。",
                "The number of the line in the body, from 1, blank ones counted.",
            )
        ),
    },
    "id": _text(Both("该行所给的 id。", "The `id` that the line gave.")),
}
"""What the answer to a line of a batch begins with."""

_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}

SCHEMAS: Final[dict[str, Schema]] = {
    "BothLanguages": _BOTH,
    "Value": {
        "type": ["number", "string", "boolean", "array", "null"],
        "description": said(
            Both(
                "数字按精确位数写出；日期与时刻写作文本；缺失为 null。",
                "Numbers carry their exact digits; dates and moments are texts; null is missing.",
            )
        ),
    },
    "Decision": closed(
        {**_DECISION_MEMBERS, **_TRACE, **_TWIN, **_WHOLE},
        optional=("withheld", *_WHOLE),
        about=Both("一个决策。", "A decision."),
    ),
    "RecordedDecision": closed(
        {**_DECISION_MEMBERS, **_TRACE, **_TWIN, **_WHOLE},
        optional=("withheld",),
        about=Both("一个已记录的决策。", "A decision that was recorded."),
    ),
    "DecisionLine": closed(
        {
            **_DECISION_MEMBERS,
            "problems": _TRACE["problems"],
            "withheld": _TRACE["withheld"],
            **_TWIN,
            "recorded_at": _WHOLE["recorded_at"],
        },
        optional=("withheld",),
    ),
    "Firing": closed(
        {
            "block": _text(),
            "kind": _text(enum=list(_FIRING_KINDS)),
            "rule": _text(Both("行或规则的编号。", "The id of the row or rule.")),
            "number": {"type": "integer", "minimum": 0},
            "concluded": _VALUES,
            "because": many(ref("Reason")),
            "sentence": ref("BothLanguages"),
        },
        about=Both("触发的规则、行或规则块。", "A rule, row or block that fired."),
    ),
    "Reason": closed(
        {
            "condition": _text(),
            "text": ref("BothLanguages"),
            "met": _VALUES,
            "holds": {"type": ["boolean", "null"]},
            "band": _text(),
            "points": {"type": "number"},
        },
        optional=("band", "points"),
        about=Both("一个条件和当时的值。", "A condition with the values it met."),
    ),
    "DecisionProblem": closed(
        {
            "block": _text(),
            "code": _text(),
            "expression": _text(),
            "rows": many(_text()),
            "message": ref("BothLanguages"),
        },
        about=Both("未能得出的结论及原因。", "What could not be concluded, and why."),
    ),
    "DecisionPage": closed(
        {
            "decisions": many(ref("DecisionLine")),
            "before": {
                "type": ["string", "null"],
                "pattern": DECISION_PATTERN,
                "description": said(
                    Both(
                        "下一页请以此为参数 before；没有更多时为 null。",
                        "Ask for the next page with this as `before`; null when there is none.",
                    )
                ),
            },
        }
    ),
    "VersionHead": closed(_VERSION_MEMBERS),
    "VersionList": closed(
        {"ruleset": _text(pattern=RULESET_PATTERN), "versions": many(ref("VersionHead"))}
    ),
    "Version": closed(
        {
            "ruleset": _text(pattern=RULESET_PATTERN),
            **_VERSION_MEMBERS,
            "zone": _text(Both("决定“今天”的时区。", "The zone that gives `today` its date.")),
            "facts": {
                "type": "object",
                "description": said(Both("事实的 JSON Schema。", "The JSON Schema of its facts.")),
            },
            "conclusions": many(
                closed(
                    {"key": _text(), "title": ref("BothLanguages"), "help": ref("BothLanguages")}
                )
            ),
            "source": _text(Both("发布时的 YAML 文本。", "Its YAML as published.")),
            "certification": CERTIFICATION,
        }
    ),
    "RulesetSummary": closed(_RULESET_MEMBERS),
    "RulesetList": closed({"rulesets": many(ref("RulesetSummary"))}),
    "Ruleset": closed({**_RULESET_MEMBERS, "versions": many(ref("VersionHead"))}),
    "Status": closed({"status": _text(enum=["alive", "ready"])}),
    "BatchRefusal": closed(
        {**LINE_NAME, "problem": ref("Problem")},
        optional=("id",),
        about=Both("被拒绝的一行；不作记录。", "A line that was refused; nothing is recorded."),
    ),
    "BatchEnd": closed(
        {
            "done": {
                "type": "boolean",
                "description": said(
                    Both("全部行是否都已作答。", "Whether every line of the body was answered.")
                ),
            },
            "lines": _COUNT,
            "decided": _COUNT,
            "refused": _COUNT,
            "problem": ref("Problem"),
        },
        optional=("problem",),
        about=Both("答复的最后一行。", "The last line of the answer."),
    ),
    "Problem": closed(
        {
            "type": _text(format="uri-reference"),
            "title": _text(),
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": _text(),
            "code": _text(enum=sorted(STATUS)),
            "errors": many(ref("Fault")) | {"minItems": 1},
            "id": _text(
                Both(
                    "内部故障或引擎不一致的编号。",
                    "The number of an internal fault, or of engines that disagree.",
                )
            ),
        },
        optional=("id",),
        about=Both("RFC 9457 问题文档。", "A problem document of RFC 9457."),
    ),
    "Fault": closed(
        {
            "code": _text(enum=sorted(STATUS)),
            "path": _text(
                Both(
                    "正文中的 JSON Pointer，或请求头、参数的名称；空为整个请求。",
                    "A JSON Pointer into the body, or the name of a header or parameter; "
                    "empty for the call as a whole.",
                )
            ),
            "message": ref("BothLanguages"),
            "hint": ref("BothLanguages"),
        }
    ),
}
"""Every schema that does not depend on which rulesets are published."""
