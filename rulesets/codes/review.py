"""Codes of publication by two people: submitted, approved, sent back, rolled back."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "reason-needed",
        "caller",
        Both("没有写明理由", "the reason is missing"),
        Both(
            "用一句话说明为什么这样做；审批人和后来的人都会看到",
            "say in a sentence why; the approver and whoever comes later will read it",
        ),
    ),
    Code(
        "reason-too-long",
        "caller",
        Both(
            "理由应不超过 {most} 个字符，实为 {found} 个",
            "expected a reason of at most {most} characters, found {found}",
        ),
        Both("写得简短些", "make it shorter"),
    ),
    Code(
        "draft-has-faults",
        "caller",
        Both(
            "草稿还有 {count} 处错误，不能提交",
            "the draft cannot be submitted while {count} errors stand",
        ),
        Both("先改正检查中列出的错误", "fix what the checks list first"),
    ),
    Code(
        "draft-empty",
        "caller",
        Both("草稿还是空的，没有可提交的内容", "the draft is empty: there is nothing to submit"),
        Both(
            "先添加规则块；词汇表则添加事实或代码表",
            "add a block first; to a vocabulary a fact or a code list",
        ),
    ),
    Code(
        "draft-unchanged",
        "caller",
        Both(
            "草稿与第 {version} 版相同，没有可提交的修改",
            "the draft is the same as version {version}: there is nothing to submit",
        ),
        Both("先做修改，或丢弃草稿", "change something first, or put the draft away"),
    ),
    Code(
        "vocabulary-not-published",
        "caller",
        Both(
            "草稿用到尚未发布的词汇表：{drafts}",
            "the draft uses vocabularies that are not published: {drafts}",
        ),
        Both("先提交并发布这些词汇表的草稿", "submit their drafts and have them published first"),
    ),
    Code(
        "document-moved-on",
        "caller",
        Both(
            "草稿基于第 {base} 版，此后已发布第 {newest} 版",
            "the draft began as version {base}, and version {newest} was published since",
        ),
        Both(
            "不能盖过他人的发布：退回或收回后，从第 {newest} 版新建草稿，再做一次修改",
            "nobody's publication is overwritten: send it back or withdraw it, open a draft of"
            " version {newest} and make the changes again",
        ),
    ),
    Code(
        "not-ones-own",
        "caller",
        Both(
            "您参与了起草或提交，不能审批自己的修改",
            "you wrote or submitted some of it: nobody decides on changes of their own",
        ),
        Both("请另一位审批人审批", "ask another approver"),
    ),
    Code(
        "unknown-review",
        "caller",
        Both("没有审批 `{review}`", "there is no review `{review}`"),
        Both("从审批列表中打开", "open one from the list of reviews"),
    ),
    Code(
        "review-ended",
        "caller",
        Both("这次审批已经结束：{end}", "this review has ended: {end}"),
        Both("重新载入页面查看结果", "load the page again to see how"),
    ),
    Code(
        "not-submitted-by-you",
        "caller",
        Both(
            "这份草稿由 `{name}` 提交，只有提交人能收回",
            "`{name}` submitted this draft, and nobody else withdraws it",
        ),
        Both("请提交人收回，或请审批人退回", "ask that person, or have an approver send it back"),
    ),
    Code(
        "nothing-to-roll-back",
        "caller",
        Both(
            "第 {version} 版与最新的第 {newest} 版内容相同",
            "version {version} says the same as the newest, version {newest}",
        ),
        Both("选另一个版本", "choose another version"),
    ),
    Code(
        "moment-not-chosen",
        "caller",
        Both(
            "填了时刻，却没有选择定时生效",
            "a time is given, but a set time is not chosen",
        ),
        Both("请选择定时生效，或清空时刻", "choose from a set time, or clear the time"),
    ),
    Code(
        "no-such-clock-time",
        "caller",
        Both(
            "时区 {zone} 没有 `{found}` 这一时刻",
            "there is no `{found}` in the time zone {zone}",
        ),
        Both(
            "写成年月日和时分；拨快钟表的那一小时不存在",
            "give a day and a time; the hour in which clocks are put forward does not exist",
        ),
    ),
)
