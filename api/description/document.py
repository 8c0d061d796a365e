"""The OpenAPI 3.1 document: every operation, and the facts of every ruleset in force."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version as version_of
from typing import Final, cast

from api.description.answers import LINE_NAME, SCHEMAS, closed, conclusion_type, ref, said
from api.description.facts import DATETIME_PATTERN, Schema, example_facts, facts_schema
from api.description.operations import (
    GROUPS,
    HEALTH,
    IDEMPOTENCY_KEY,
    LONGEST_ID,
    MOST_VERSION,
    NDJSON,
    READING,
    SECURITY,
    SUBJECT,
    Operation,
    Parameter,
    evaluate,
    evaluate_batch,
)
from api.problems import MEDIA_TYPE, codes_of, title_of
from rulesets.errors import OperatorError
from rulesets.types import Both
from service.evaluate import EXPLAIN
from service.house import House
from service.rulesets import Version, get_version, list_rulesets

_log = logging.getLogger("fenji.api")

EXAMPLE_SUBJECT: Final = "S-1001"
_SUBJECT: Final[Schema] = SUBJECT | {
    "description": said(Both("贵系统中的客户编号。", "The customer's id in your system."))
}
_ENVELOPE: Final[dict[str, Schema]] = {
    "as_of": {
        "type": ["string", "null"],
        "format": "date-time",
        "pattern": DATETIME_PATTERN.replace("T", "[Tt]").replace("(Z|", "([Zz]|"),
        "description": said(
            Both(
                "决策时刻，须带偏移；不给即为现在。将来的时刻需要 simulate 权限，且不作记录。",
                "The instant of the decision, with an offset; now when left out. A moment ahead "
                "needs a key with the scope simulate, and is not recorded.",
            )
        ),
    },
    "version": {
        "type": ["integer", "null"],
        "minimum": 1,
        "maximum": MOST_VERSION,
        "description": said(
            Both(
                "用此版本决策；不给即为决策时刻的现行版本。事实须符合该版本。",
                "The version that decides; the one in force at that instant when left out. The "
                "facts are those of that version.",
            )
        ),
    },
    "explain": {
        "type": ["string", "null"],
        "enum": [*EXPLAIN, None],
        "default": "fired",
        "description": said(
            Both(
                "none 只给结论；fired 加上触发的规则及原因；full 再加上事实。",
                "`none`: conclusions only; `fired`: with what fired and why; `full`: with the "
                "facts too.",
            )
        ),
    },
}


@dataclass(frozen=True)
class Description:
    """What there is to describe: the versions in force, and every operation."""

    versions: tuple[Version, ...]
    operations: tuple[Operation, ...]


def in_force(house: House) -> tuple[tuple[str, str], ...]:
    """Name what is in force now, each ruleset with the identity of its version."""
    listed = ((each.id, each.in_force) for each in list_rulesets(house))
    return tuple((ruleset, head.identity) for ruleset, head in listed if head is not None)


def describe(house: House) -> Description:
    """Find out what is published now."""
    versions = tuple(_sound(house, (ruleset for ruleset, _ in in_force(house))))
    evaluates = (
        make(each.head.ruleset, schema_name(each.head.ruleset), each.head.title)
        for each in versions
        for make in (evaluate, evaluate_batch)
    )
    return Description(versions, (*evaluates, *READING, *HEALTH))


def _sound(house: House, rulesets: Iterable[str]) -> Iterator[Version]:
    """Yield each version in force; one that is damaged does not take the others' pages along."""
    for ruleset in rulesets:
        try:
            yield get_version(house, ruleset)
        except OperatorError as error:
            if error.faults[0].code != "version-damaged":
                raise
            _log.exception("ruleset %s is left out of the description", ruleset)


def document(description: Description) -> dict[str, object]:
    """Write the OpenAPI document as plain data; encode it with `service.json_text`."""
    schemas = dict(SCHEMAS)
    for each in description.versions:
        schemas |= version_schemas(each)
    statuses = sorted({each for one in description.operations for each in one.statuses})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fenji 分级",
            "version": version_of("fenji"),
            "description": said(
                Both(
                    "按已发布的规则给客户分级，并说明每个结论由哪条规则得出。示例见 /api/docs。",
                    "Grades customers by published rules and tells which rule concluded what. "
                    "Examples are at /api/docs.",
                )
            ),
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": key, "description": said(GROUPS[key])} for key in GROUPS],
        "paths": {each.path: {each.method: _operation(each)} for each in description.operations},
        "components": {
            "schemas": schemas,
            "responses": {f"Problem{status}": _refusal(status) for status in statuses},
            "securitySchemes": {"key": SECURITY},
        },
    }


def version_schemas(version: Version) -> dict[str, Schema]:
    """Describe what one ruleset takes and answers: its facts, call, conclusions and decision."""
    name = schema_name(version.head.ruleset)
    conclusions: Schema = {
        "type": "object",
        "description": said(
            Both(
                f"第 {version.head.number} 版的结论；缺失为 null。其他版本可能有其他结论。",
                f"Conclusions of version {version.head.number}; null is missing. Other versions "
                "may have others.",
            )
        ),
        "properties": {
            each.key: {"title": f"{each.title.en or each.key} {each.title.zh}".strip()}
            | conclusion_type(each.type)
            for each in version.checked.conclusions.values()
        },
    }
    typed: Schema = {"properties": {"conclusions": ref(f"{name}Conclusions")}}
    return {
        f"{name}Facts": facts_schema(version.checked),
        f"{name}Call": call_schema(version),
        f"{name}Conclusions": conclusions,
        f"{name}Decision": {"allOf": [ref("Decision"), typed]},
        f"{name}Line": line_schema(version),
        f"{name}BatchAnswer": {
            "oneOf": [
                closed({**LINE_NAME, "decision": ref(f"{name}Decision")}, optional=("id",)),
                ref("BatchRefusal"),
                ref("BatchEnd"),
            ]
        },
    }


def call_schema(version: Version) -> dict[str, object]:
    """Describe the body of an evaluate call."""
    facts = ref(f"{schema_name(version.head.ruleset)}Facts")
    return {
        "type": "object",
        "required": ["subject", "facts"],
        "additionalProperties": False,
        "properties": {"subject": _SUBJECT, "facts": facts, **_ENVELOPE},
        "examples": [example_call(version)],
    }


def line_schema(version: Version) -> dict[str, object]:
    """Describe a line of a batch: a call with a name and an idempotency key of its own."""
    call = call_schema(version)
    properties = cast("dict[str, Schema]", call["properties"])
    key = {each: IDEMPOTENCY_KEY.schema[each] for each in ("minLength", "maxLength", "pattern")}
    explain = {each: properties["explain"][each] for each in ("type", "enum", "description")}
    own: dict[str, Schema] = {
        "explain": explain,
        "id": {
            "type": ["string", "null"],
            "maxLength": LONGEST_ID,
            "description": said(
                Both("贵系统给该行的名称，随答复返回。", "Your name for the line, given back.")
            ),
        },
        "idempotency_key": key
        | {"type": ["string", "null"], "description": said(IDEMPOTENCY_KEY.about)},
    }
    return call | {"properties": properties | own}


def example_call(version: Version) -> dict[str, object]:
    """Give a body that is accepted."""
    return {"subject": EXAMPLE_SUBJECT, "facts": example_facts(version.checked)}


def schema_name(ruleset: str) -> str:
    """Make the name that a ruleset's schemas begin with.

    Example:
        >>> schema_name("customer-grade")
        'CustomerGrade'
    """
    # A hyphen before a digit, or a second one, is kept apart: no two ids give one name.
    return re.sub(r"(?:^|-)([a-z])", lambda found: found[1].upper(), ruleset).replace("-", "_")


def _operation(operation: Operation) -> dict[str, object]:
    content = _content(operation.media_type, operation.answer)
    described: dict[str, object] = {
        "operationId": operation.id,
        "tags": [operation.group],
        "summary": " · ".join(filter(None, (operation.summary.en, operation.summary.zh))),
        "description": said(operation.about),
        "parameters": [_parameter(each) for each in operation.parameters],
        "responses": {
            "200": {"description": said(Both("成功。", "Done.")), "content": content},
            **_refusals(operation.statuses),
        },
        "security": [{"key": []}] if operation.scope else [],
    }
    if operation.body:
        body = _content(operation.media_type, operation.body)
        described["requestBody"] = {"required": True, "content": body}
    return described


def _content(media_type: str, schema: Schema) -> dict[str, object]:
    """Describe a body. OpenAPI 3.1 has no word for the lines of one; 3.2 has `itemSchema`."""
    if media_type != NDJSON:
        return {media_type: {"schema": schema}}
    lines = said(Both("每行一个 x-itemSchema。", "Each line is one of `x-itemSchema`."))
    return {media_type: {"schema": {"description": lines}, "x-itemSchema": schema}}


def _parameter(parameter: Parameter) -> dict[str, object]:
    described: dict[str, object] = {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "description": said(parameter.about),
        "schema": parameter.schema,
    }
    return described


def _refusals(statuses: Iterable[int]) -> dict[str, object]:
    return {
        str(status): {"$ref": f"#/components/responses/Problem{status}"}
        for status in sorted(statuses)
    }


def _refusal(status: int) -> dict[str, object]:
    codes = ", ".join(f"`{each}`" for each in codes_of([status]) or ("too-large",))
    title = title_of(status)
    headers: dict[str, object] = {}
    if status in {429, 503}:
        about = Both("几秒之后再试。", "How many seconds to wait.")
        headers["Retry-After"] = {
            "description": said(about),
            "required": True,
            "schema": {"type": "integer", "minimum": 1},
        }
    if status in {401, 403}:
        headers["WWW-Authenticate"] = {
            "description": "RFC 6750",
            "required": True,
            "schema": {"type": "string", "pattern": "^Bearer "},
        }
    return {
        "description": f"{said(title)}\n\n{codes}",
        "headers": headers,
        "content": {MEDIA_TYPE: {"schema": ref("Problem")}},
    }
