"""What each code of a problem means, for a reader who has not met it yet.

The sentences of the catalogue speak of one case, with its words filled in; these speak of all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rulesets.types import Both

MEANINGS: Final[Mapping[str, Both]] = {
    "bad-json": Both(
        "正文不是正确的 JSON；NaN 与 Infinity 也不是",
        "the body is not JSON; nor are NaN and Infinity",
    ),
    "bad-utf8": Both("正文不是 UTF-8 编码", "the body is not UTF-8"),
    "duplicate-member": Both("一个对象里同一成员出现了两次", "a member stands twice in one object"),
    "bad-request": Both("请求无法理解", "the request cannot be understood"),
    "api-key-needed": Both("请求没有带密钥", "the call carries no key"),
    "api-key-refused": Both("密钥无效或已停用", "the key is not known, or is revoked"),
    "scope-needed": Both("密钥没有所需的权限", "the key lacks the scope that is needed"),
    "unknown-path": Both("没有这个地址", "there is nothing at this address"),
    "unknown-ruleset": Both("没有已发布的此规则集", "no ruleset of that id is published"),
    "unknown-version": Both("规则集没有此版本", "the ruleset has no such version"),
    "unknown-decision": Both("没有此决策", "there is no such decision"),
    "method-not-allowed": Both(
        "此地址不接受这个方法；响应头 Allow 列出可用的方法",
        "the address does not take this method; the header Allow lists those it takes",
    ),
    "idempotency-conflict": Both(
        "幂等键已用于另一个正文", "the idempotency key was used with another body"
    ),
    "not-yet-effective": Both(
        "在决策时刻，规则集或版本尚未生效",
        "at the moment of the decision the ruleset or version is not in effect yet",
    ),
    "as-of-in-future": Both(
        "决策时刻在将来，而密钥没有 simulate 权限",
        "the moment lies ahead, and the key lacks the scope simulate",
    ),
    "address-too-long": Both("地址（含查询部分）过长", "the address with its query is too long"),
    "media-type-not-supported": Both(
        "正文不是此操作所收的类型，或被压缩",
        "the body is not of the type that the operation takes, or it is compressed",
    ),
    "wrong-type": Both(
        '值的类型不对：例如该给数字的给了文本 "5"',
        'a value has another type: the text "5" where a number belongs',
    ),
    "too-precise": Both(
        "数字的小数位多于声明，或超过 18 位",
        "a number has more decimals than declared, or more than 18 digits",
    ),
    "outside-domain-given": Both(
        "值在最小值、最大值之外，或不在代码表中",
        "a value lies outside its minimum and maximum, or is not in its code list",
    ),
    "bad-date": Both(
        "不是日期或时刻的写法，或没有这一天", "not the form of a date or moment, or no such day"
    ),
    "naive-datetime": Both("时刻没有时区偏移", "a moment has no offset"),
    "unknown-fact": Both("规则集没有声明这个事实", "the ruleset declares no such fact"),
    "fact-required": Both("缺少必填的事实", "a required fact is missing"),
    "too-large": Both(
        "文本、列表、嵌套过大（422），或整个正文超过 1 MB（413）",
        "a text, list or nesting is too large (422), or the body is over 1 MB (413)",
    ),
    "unknown-member": Both(
        "正文中事实之外有未知的成员", "the body has an unknown member beside the facts"
    ),
    "member-required": Both("正文缺少必需的成员", "the body lacks a member that it needs"),
    "bad-subject": Both(
        "客户编号不是 1 至 200 个字符，或含控制字符",
        "the subject is not of 1 to 200 characters, or has control characters",
    ),
    "bad-explain": Both("explain 不是可选的值", "`explain` has a value that it cannot have"),
    "bad-moment": Both("as_of 不是带偏移的时刻", "`as_of` is no moment with an offset"),
    "bad-idempotency-key": Both(
        "幂等键不是 1 至 200 个可见 ASCII 字符",
        "the idempotency key is not of 1 to 200 visible ASCII characters",
    ),
    "unknown-parameter": Both("查询部分有未知的参数", "the query has an unknown parameter"),
    "bad-parameter": Both(
        "查询参数的值不对，或给了两次", "a parameter of the query is wrong, or given twice"
    ),
    "bad-page-size": Both("每页的条数不在范围内", "the page size is out of range"),
    "unknown-engine": Both("没有此推理引擎", "there is no such engine"),
    "ranking-not-supported": Both(
        "此版本含有排名块，推理引擎尚不能计算",
        "the version holds a ranking, which no engine infers yet",
    ),
    "durable-too-large": Both(
        "规则太多，第二推理引擎装不下",
        "the version is too large for the second engine",
    ),
    "too-many-calls": Both(
        "此密钥一分钟内的请求过多", "too many calls within a minute with this key"
    ),
    "too-many-refusals": Both(
        "此网络地址一分钟内密钥无效的请求过多",
        "too many calls within a minute without a valid key from this address",
    ),
    "too-many-batches": Both("同时进行的批量请求过多", "too many batches run at the same time"),
    "internal-fault": Both(
        "未预料的故障；答复中只有编号", "a fault nobody foresaw; the answer has its number only"
    ),
    "engines-disagree": Both(
        "两个推理引擎结果不一致，因此未作答复；答复中有编号，管理员凭它对照两份推理",
        "two engines inferred differently, so nothing is answered; by the number in the answer the "
        "operator compares both inferences",
    ),
    "not-inferred": Both(
        "推理引擎无法就这些事实可靠地推理", "the engine cannot infer from these facts reliably"
    ),
    "version-damaged": Both(
        "存储的版本与发布时不同", "a version is stored with another content than published"
    ),
    "record-damaged": Both("存储的决策不完整", "a decision is not stored whole"),
    "database-unavailable": Both("数据库无法访问", "the database cannot be reached"),
    "database-full": Both("数据库所在的磁盘已满", "the disk of the database is full"),
    "database-busy": Both("数据库忙，等待已超时", "the database was busy for too long"),
    "database-failed": Both("数据库拒绝了操作", "the database refused an operation"),
    "database-not-migrated": Both(
        "数据库的结构与程序不符", "the database has another shape than this program needs"
    ),
    "no-database": Both("还没有数据库", "there is no database yet"),
}
