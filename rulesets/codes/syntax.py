"""Codes of the syntax of expressions and cells."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "syntax",
        "author",
        Both("此处应为{expected}，实为{found}", "expected {expected}, found {found}"),
        Both(
            "改正这一处；写法见语言说明第 3 至 5 节",
            "fix this place; sections 3 to 5 of the language say how",
        ),
    ),
    Code(
        "unknown-name",
        "author",
        Both("没有名为 `{name}` 的{kind}", "no {kind} is called `{name}`"),
        Both("{nearest}", "{nearest}"),
    ),
    Code(
        "not-in-list",
        "author",
        Both("`{text}` 不是代码表中的值", "`{text}` is not a value of the code list"),
        Both("{nearest}", "{nearest}"),
    ),
    Code(
        "comma-in-number",
        "author",
        Both(
            "`{found}` 有两种读法：{joined}，或 {apart} 两个数",
            "`{found}` can be read in two ways: {joined}, or {apart}",
        ),
        Both(
            "写成 {joined}（不用千分位逗号），或在逗号后加空格：{apart}",
            "write {joined} without commas, or with spaces after them: {apart}",
        ),
    ),
    Code(
        "bad-literal",
        "author",
        Both("应为{expected}，实为 `{found}`", "expected {expected}, found `{found}`"),
        Both(
            "例如 {example}",
            "for example {example}",
        ),
    ),
    Code(
        "null-not-a-value",
        "author",
        Both(
            "`null` 不是值，不能用来比较或计算",
            "`null` is not a value to compare or calculate with",
        ),
        Both(
            "写“缺失”或“存在”（is missing、is present）；`null` 只能单独作结论，或作“如果”的分支",
            "say `is missing` or `is present`; `null` is a whole conclusion or a branch of `if`",
        ),
    ),
    Code(
        "expression-too-large",
        "author",
        Both(
            "一个表达式最多 4000 个字符、64 层，拼出的文本最多 200000 个字符",
            "an expression holds at most 4,000 characters and 64 levels, and joins at most "
            "200,000 characters",
        ),
        Both(
            "拆成几个结论或函数，再引用它们",
            "split it into conclusions or functions, and use those",
        ),
    ),
)
