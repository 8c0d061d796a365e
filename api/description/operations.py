"""Every operation: its address, what it is for, what it takes and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from api.description.answers import DECISION_PATTERN, RULESET_PATTERN, ref, said
from api.description.facts import Schema
from rulesets.types import Both
from service.decisions import MOST
from service.evaluate import EXPLAIN
from service.keys import SCOPES

SUBJECT: Final[Schema] = {
    "type": "string",
    "minLength": 1,
    "maxLength": 200,
    "pattern": r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$",
}
MOST_VERSION: Final = 2**31 - 1
MOST_LINES: Final = 1_000_000
"""How many lines a batch has at most."""

LONGEST_ID: Final = 200
"""How many characters the caller's own name of a line has at most."""

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
PROMETHEUS: Final = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Parameter:
    """A parameter of the path, the query or a header."""

    name: str
    place: Literal["path", "query", "header"]
    schema: Schema
    about: Both
    example: str = ""


@dataclass(frozen=True)
class Operation:
    """One operation.

    `scope` is what the key must be allowed; empty: no key is needed. `statuses` are the refusals
    that can come; `body` is the schema of what is sent, `answer` of what comes back; where
    `media_type` is NDJSON, of each line of it.
    """

    id: str
    method: Literal["get", "post"]
    path: str
    summary: Both
    about: Both
    answer: Schema
    statuses: tuple[int, ...]
    scope: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: Schema = field(default_factory=dict)
    group: str = "health"
    media_type: str = JSON


_KEYED: Final = (401, 403, 414, 429, 500, 503)
RULESET: Final = Parameter(
    "ruleset",
    "path",
    {"type": "string", "pattern": RULESET_PATTERN},
    Both("规则集的编号。", "The id of a ruleset."),
    "customer-grade",
)
NUMBER: Final = Parameter(
    "number",
    "path",
    {"type": "integer", "minimum": 1, "maximum": MOST_VERSION},
    Both("版本号。", "The number of a version."),
    "1",
)
DECISION: Final = Parameter(
    "decision",
    "path",
    {"type": "string", "pattern": DECISION_PATTERN},
    Both("决策编号。", "The id of a decision."),
)
IDEMPOTENCY_KEY: Final = Parameter(
    "Idempotency-Key",
    "header",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[\x21-\x7e]+$"},
    Both(
        "由调用方选定的键，例如 UUID。重发逐字节相同的正文得到同一个决策；换了正文则被拒绝。",
        "A key of the caller's choice, such as a UUID. The same body again, byte for byte, gives "
        "the same decision; another body is refused.",
    ),
)


EXPLAIN_LINES: Final = Parameter(
    "explain",
    "query",
    {"type": "string", "enum": list(EXPLAIN), "default": "none"},
    Both(
        "每行的解释程度；行内的 explain 优先。",
        "How much each line explains; `explain` in a line goes before.",
    ),
)
_BATCH: Final = Both(
    "NDJSON：正文每行一个客户，答复按相同顺序每行一个决策或一个问题。每行至多 1 MB，至多 "
    f"{MOST_LINES} 行，空行跳过。每行的决策先可靠地记录，再作答复；有误的行不影响其他行。"
    "没有 as_of 的行都以请求开始时为决策时刻。给每行一个 idempotency_key，"
    "中断之后可以整份重发：已有的决策不会重复。最后一行含 done：为 true 表示全部行都已作答；"
    "为 false 时 problem 说明为何中止。没有这一行就是连接中断。整个请求按一次调用计数。"
    "请边发边收：没有读取的答复会使服务器停止接收。",
    "NDJSON: one customer on each line of the body, and in the same order one decision or one "
    f"problem on each line of the answer. A line has at most 1 MB, a body at most {MOST_LINES} "
    "lines; blank lines are skipped. Each decision is recorded durably before it is answered, and "
    "a line with faults does not stop the others. Lines without `as_of` all have the moment at "
    "which the call began. Give each line an `idempotency_key`, and after a break the whole body "
    "can be sent again: no decision is made twice. The last line has `done`: when true, every line "
    "was answered; when false, `problem` says why it ended. Without that line the connection "
    "broke. The whole call counts as one. Read while you send: the server stops taking in lines "
    "while its answers are not read.",
)


def evaluate(ruleset: str, name: str, title: Both) -> Operation:
    """Describe the evaluate call of one ruleset; `name` begins the names of its schemas."""
    return Operation(
        id=f"evaluate{name}",
        method="post",
        path=f"/api/v1/rulesets/{ruleset}/evaluate",
        summary=Both(f"决策：{title.in_language('zh')}", f"Decide: {title.in_language('en')}"),
        about=Both(
            "根据客户的事实得出结论。决策先可靠地记录，再作答复；有误的请求不作任何记录，所有错误一次列出。",
            "Concludes from a customer's facts. The decision is recorded durably before it is "
            "answered; a call with faults records nothing, and is told all of them at once.",
        ),
        answer=ref(f"{name}Decision"),
        statuses=(400, *_KEYED[:2], 404, 409, 413, 414, 415, 422, *_KEYED[3:]),
        scope="evaluate",
        parameters=(IDEMPOTENCY_KEY,),
        body=ref(f"{name}Call"),
        group="evaluate",
    )


def evaluate_batch(ruleset: str, name: str, title: Both) -> Operation:
    """Describe the batch call of one ruleset; `name` begins the names of its schemas."""
    return Operation(
        id=f"evaluate{name}Batch",
        method="post",
        path=f"/api/v1/rulesets/{ruleset}/evaluate/batch",
        summary=Both(
            f"批量决策：{title.in_language('zh')}", f"Decide many: {title.in_language('en')}"
        ),
        about=_BATCH,
        answer=ref(f"{name}BatchAnswer"),
        statuses=(*_KEYED[:2], 404, 414, 415, 422, *_KEYED[3:]),
        scope="evaluate",
        parameters=(EXPLAIN_LINES,),
        body=ref(f"{name}Line"),
        group="evaluate",
        media_type=NDJSON,
    )


READING: Final[tuple[Operation, ...]] = (
    Operation(
        id="readDecision",
        method="get",
        path="/api/v1/decisions/{decision}",
        summary=Both("查看一个决策", "Read a decision"),
        about=Both(
            "与当时的答复相同，并附上所用的事实。",
            "As it was answered, with the facts it was made from.",
        ),
        answer=ref("RecordedDecision"),
        statuses=(404, *_KEYED),
        scope="read",
        parameters=(DECISION,),
        group="decisions",
    ),
    Operation(
        id="listDecisions",
        method="get",
        path="/api/v1/decisions",
        summary=Both("列出决策", "List decisions"),
        about=Both("从新到旧，分页给出。", "The newest first, page by page."),
        answer=ref("DecisionPage"),
        statuses=(422, *_KEYED),
        scope="read",
        parameters=(
            Parameter("subject", "query", SUBJECT, Both("只看此客户。", "Only of this customer.")),
            Parameter(
                "ruleset", "query", RULESET.schema, Both("只看此规则集。", "Only by this ruleset.")
            ),
            Parameter(
                "before",
                "query",
                DECISION.schema,
                Both("只看早于此决策的。", "Only earlier than this decision."),
            ),
            Parameter(
                "limit",
                "query",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50},
                Both("每页的条数。", "How many a page holds."),
            ),
        ),
        group="decisions",
    ),
    Operation(
        id="listRulesets",
        method="get",
        path="/api/v1/rulesets",
        summary=Both("列出规则集", "List rulesets"),
        about=Both(
            "所有已发布的规则集及现行版本。", "All that are published, with what is in force."
        ),
        answer=ref("RulesetList"),
        statuses=_KEYED,
        scope="read",
        group="rulesets",
    ),
    Operation(
        id="readRuleset",
        method="get",
        path="/api/v1/rulesets/{ruleset}",
        summary=Both("查看一个规则集", "Read a ruleset"),
        about=Both("规则集及其所有版本。", "A ruleset with all its versions."),
        answer=ref("Ruleset"),
        statuses=(404, *_KEYED),
        scope="read",
        parameters=(RULESET,),
        group="rulesets",
    ),
    Operation(
        id="listVersions",
        method="get",
        path="/api/v1/rulesets/{ruleset}/versions",
        summary=Both("列出版本", "List versions"),
        about=Both("规则集的所有版本，按版本号。", "All versions of a ruleset, by number."),
        answer=ref("VersionList"),
        statuses=(404, *_KEYED),
        scope="read",
        parameters=(RULESET,),
        group="rulesets",
    ),
    Operation(
        id="readVersion",
        method="get",
        path="/api/v1/rulesets/{ruleset}/versions/{number}",
        summary=Both("查看一个版本", "Read a version"),
        about=Both(
            "一个版本：结论、事实的 JSON Schema 与发布时的文本。",
            "One version: its conclusions, the JSON Schema of its facts, its text as published.",
        ),
        answer=ref("Version"),
        statuses=(404, *_KEYED),
        scope="read",
        parameters=(RULESET, NUMBER),
        group="rulesets",
    ),
)
HEALTH: Final[tuple[Operation, ...]] = (
    Operation(
        id="alive",
        method="get",
        path="/healthz",
        summary=Both("进程是否存活", "Whether the process lives"),
        about=Both("只要进程在运行就回答。", "Answers as long as the process runs."),
        answer=ref("Status"),
        statuses=(414,),
    ),
    Operation(
        id="ready",
        method="get",
        path="/readyz",
        summary=Both("是否可以服务", "Whether it can answer"),
        about=Both(
            "数据库可以访问且结构为最新时回答是，否则说明原因。",
            "Yes when the database is reached and has the newest shape; else the reason.",
        ),
        answer=ref("Status"),
        statuses=(414, 503),
    ),
    Operation(
        id="counters",
        method="get",
        path="/api/v1/metrics",
        summary=Both("运行计数", "Counters"),
        about=Both(
            "Prometheus 文本格式，自此进程启动起计：fenji_decisions_total 为已记录的决策，"
            "按再次推理的引擎分；fenji_twin_inferences_total 为再次推理的次数，"
            "由参考引擎代替时带原因；"
            "fenji_twin_disagreements_total 为两个引擎不一致而未作的答复，应恒为 0；"
            "fenji_twin_children_started_total 与 fenji_twin_children_replaced_total "
            "为第二引擎进程的启动与更换。",
            "Text for Prometheus, since this process began: `fenji_decisions_total`, decisions "
            "recorded, by who inferred them again; `fenji_twin_inferences_total`, inferences made "
            "again, with the reason where the reference stood in; "
            "`fenji_twin_disagreements_total`, answers refused because two engines disagree, "
            "which should stay 0; `fenji_twin_children_started_total` and "
            "`fenji_twin_children_replaced_total`, processes of the second engine.",
        ),
        answer={"type": "string"},
        statuses=_KEYED,
        scope="operate",
        media_type="text/plain",
    ),
)
GROUPS: Final[dict[str, Both]] = {
    "evaluate": Both("决策", "Deciding"),
    "decisions": Both("已有的决策", "Past decisions"),
    "rulesets": Both("规则集", "Rulesets"),
    "health": Both("运行状况", "Health"),
}
SCOPE_TEXTS: Final[dict[str, Both]] = dict(
    zip(
        SCOPES,
        (
            Both("作出决策", "make decisions"),
            Both("查看决策与规则集", "read decisions and rulesets"),
            Both("试算将来的时刻，不作记录", "try out the future, unrecorded"),
            Both("查看运行计数", "read the counters"),
        ),
        strict=True,
    )
)
SECURITY: Final[Schema] = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "fenji_…",
    "description": said(
        Both(
            "用 fenji key add 生成的密钥。停用至多 5 秒后生效。",
            "A key made with `fenji key add`. Revoking it takes effect within 5 seconds.",
        )
    ),
}
