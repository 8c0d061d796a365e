"""The JSON Schema of what certifies a version."""

from __future__ import annotations

from typing import Final

from api.description.facts import Schema
from rulesets.types import Both

_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_TEXT: Final[Schema] = {"type": "string"}


def _whole(about: Both = Both(), **members: Schema) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
    }
    said = "\n\n".join(filter(None, (about.en, about.zh)))
    return schema | ({"description": said} if said else {})


CERTIFICATION: Final[Schema] = {
    "anyOf": [
        _whole(
            Both(
                "发布之前各引擎一致推理出的内容；有不一致就不会发布。",
                "What engines inferred alike before publication; where they differ there is none.",
            ),
            cases=_whole(run=_COUNT, passed=_COUNT),
            borders=_whole(
                Both(
                    "在多少处边界上作了比较，共有多少处。",
                    "At how many borders engines were compared, of how many there are.",
                ),
                compared=_COUNT,
                possible=_COUNT,
            ),
            facts=_COUNT,
            engines={
                "type": "array",
                "items": _whole(engine=_TEXT, version=_TEXT, facts=_COUNT),
            },
            absent={
                "type": "array",
                "items": _whole(
                    Both(
                        "未推理的引擎：错误代码、absent（没有安装）或 failed（进程故障）。",
                        "An engine that did not infer: a code, `absent` (not installed) or"
                        " `failed` (its process).",
                    ),
                    engine=_TEXT,
                    why=_TEXT,
                ),
            },
            disagreements=_COUNT,
            language=_COUNT,
            python=_TEXT,
            began={"type": "string", "format": "date-time"},
            milliseconds=_COUNT,
        ),
        {"type": "null", "description": "Published before certification.\n\n在有认证之前发布。"},
    ]
}
