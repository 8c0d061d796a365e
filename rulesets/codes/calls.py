"""Codes of calls over HTTP: addresses, methods, keys, bodies, envelopes and rates."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "unknown-path",
        "caller",
        Both("没有地址 `{address}`", "there is nothing at `{address}`"),
        Both("查看 /api/docs 列出的地址", "see the addresses listed at /api/docs"),
    ),
    Code(
        "method-not-allowed",
        "caller",
        Both(
            "方法应为 {allowed}，实为 `{found}`", "expected the method {allowed}, found `{found}`"
        ),
        Both("改用允许的方法", "use a method that is allowed"),
    ),
    Code(
        "address-too-long",
        "caller",
        Both(
            "地址应至多 {most} 个字符，实为 {found} 个",
            "expected an address of at most {most} characters, found {found}",
        ),
        Both("缩短地址中的查询部分", "shorten the query of the address"),
    ),
    Code(
        "bad-request",
        "caller",
        Both("请求无法理解", "the request cannot be understood"),
        Both("查看 /api/docs 中的示例", "see the examples at /api/docs"),
    ),
    Code(
        "media-type-not-supported",
        "caller",
        Both(
            "正文应为未压缩的 {expected}（UTF-8），实为 `{found}`",
            "expected a body of {expected} in UTF-8, not compressed, found `{found}`",
        ),
        Both(
            "加上请求头 Content-Type: {expected}",
            "send the header Content-Type: {expected}",
        ),
    ),
    Code(
        "api-key-needed",
        "caller",
        Both("请求没有带密钥", "the call carries no key"),
        Both(
            "加上请求头 Authorization: Bearer fenji_…",
            "send the header Authorization: Bearer fenji_…",
        ),
    ),
    Code(
        "too-many-calls",
        "caller",
        Both(
            "此密钥每分钟应至多 {most} 次请求",
            "expected at most {most} calls a minute with this key",
        ),
        Both(
            "{seconds} 秒后再试；需要更多次数请找管理员",
            "try again in {seconds} seconds; the operator can allow more",
        ),
    ),
    Code(
        "too-many-refusals",
        "caller",
        Both(
            "此网络地址每分钟应至多 {most} 次密钥无效的请求",
            "expected at most {most} calls a minute without a valid key from this address",
        ),
        Both(
            "{seconds} 秒后再试；先核对密钥",
            "look at the key again, and try in {seconds} seconds",
        ),
    ),
    Code(
        "too-many-batches",
        "caller",
        Both("应至多 {most} 个批量请求同时进行", "expected at most {most} batches at once"),
        Both(
            "{seconds} 秒后再试，或依次发送",
            "try again in {seconds} seconds, or send one after the other",
        ),
    ),
    Code(
        "unknown-member",
        "caller",
        Both(
            "正文没有成员 `{found}`；应为 {known}",
            "the body has no member `{found}`; expected {known}",
        ),
        Both(
            "核对成员名；客户的事实写在 facts 里面",
            "look at its name again; facts of the customer stand inside facts",
        ),
    ),
    Code(
        "member-required",
        "caller",
        Both("缺少成员 `{name}`", "the member `{name}` is missing"),
        Both("给出这个成员", "give this member"),
    ),
    Code(
        "unknown-parameter",
        "caller",
        Both(
            "查询部分没有参数 `{found}`；应为 {known}",
            "the query has no parameter `{found}`; expected {known}",
        ),
        Both("核对参数名，或去掉它", "look at its name again, or leave it out"),
    ),
    Code(
        "bad-parameter",
        "caller",
        Both("参数应为{expected}，实为 `{found}`", "expected {expected}, found `{found}`"),
        Both("改正这个参数，或去掉它", "fix the parameter, or leave it out"),
    ),
    Code(
        "internal-fault",
        "operator",
        Both("内部故障，编号 {id}", "an internal fault, number {id}"),
        Both("把编号告诉管理员；日志中有原因", "give the number to the operator; the log says why"),
    ),
    Code(
        "engines-disagree",
        "operator",
        Both(
            "推理引擎 {engine} 与 {twin} 结果不一致，未作答复，编号 {id}",
            "the engines {engine} and {twin} disagree, so nothing is answered, number {id}",
        ),
        Both(
            "把编号告诉管理员；用 fenji disagreements {id} 对照两份推理",
            "give the number to the operator; fenji disagreements {id} shows both inferences",
        ),
    ),
    Code(
        "unknown-disagreement",
        "operator",
        Both("没有编号为 `{id}` 的不一致记录", "no disagreement has the number `{id}`"),
        Both("用 fenji disagreements 列出全部", "list all with fenji disagreements"),
    ),
    Code(
        "not-inferred",
        "operator",
        Both(
            "推理引擎 {engine} 无法就这些事实可靠地推理",
            "the engine {engine} cannot infer from these facts reliably",
        ),
        Both(
            "换一个推理引擎：--engine compiled 或 --engine reference",
            "choose another engine: --engine compiled or --engine reference",
        ),
    ),
)
