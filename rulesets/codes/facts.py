"""Codes of facts given by a caller."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

_EXPECTED = Both("应为{expected}，实为{found}", "expected {expected}, found {found}")

CODES: tuple[Code, ...] = (
    Code(
        "bad-utf8",
        "caller",
        Both("应为 UTF-8 编码，实为字节 {found}", "expected UTF-8, found the byte {found}"),
        Both("把请求正文编码为 UTF-8", "encode the body as UTF-8"),
    ),
    Code(
        "bad-json",
        "caller",
        Both("不是正确的 JSON：{reason}", "this is not JSON: {reason}"),
        Both("按 RFC 8259 写出正文", "write the body as RFC 8259 says"),
    ),
    Code(
        "duplicate-member",
        "caller",
        Both("成员 `{name}` 出现了不止一次", "the member `{name}` stands more than once"),
        Both("每个成员只写一次", "give each member once"),
    ),
    Code(
        "too-large",
        "caller",
        _EXPECTED,
        Both("减小或拆分所给的内容", "give less, or give it in parts"),
    ),
    Code(
        "wrong-type",
        "caller",
        _EXPECTED,
        Both(
            "值不会自动转换：按事实的类型给出",
            "nothing converts by itself: give the type that the fact has",
        ),
    ),
    Code(
        "too-precise",
        "caller",
        _EXPECTED,
        Both("先按业务规则取整再给出", "round it first, as your business does"),
    ),
    Code(
        "outside-domain-given",
        "caller",
        _EXPECTED,
        Both("给出取值范围内的值", "give a value of the domain"),
    ),
    Code(
        "bad-date",
        "caller",
        _EXPECTED,
        Both(
            "日期写作 2026-03-01，时刻写作 2026-03-01T09:00:00+08:00",
            "write a date as 2026-03-01 and a moment as 2026-03-01T09:00:00+08:00",
        ),
    ),
    Code(
        "naive-datetime",
        "caller",
        _EXPECTED,
        Both("在末尾加上偏移（如 +08:00）或 Z", "end it with an offset such as +08:00, or with Z"),
    ),
    Code(
        "unknown-fact",
        "caller",
        Both(
            "没有事实 `{found}`；应为{expected}", "there is no fact `{found}`; expected {expected}"
        ),
        Both("核对事实的键，或去掉它", "look at the key of the fact, or leave it out"),
    ),
    Code(
        "fact-required",
        "caller",
        Both("缺少必填的事实：应为{expected}", "a required fact is missing: expected {expected}"),
        Both("给出这个事实", "give this fact"),
    ),
)
