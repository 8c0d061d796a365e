"""What a YAML parser says is wrong, in words of both languages."""

from __future__ import annotations

from rulesets.types import Both

_PROBLEMS: tuple[tuple[str, Both], ...] = (
    (
        "mapping values are not allowed",
        Both("此处不应有冒号", "a colon is not expected here"),
    ),
    (
        "could not find expected ':'",
        Both("键的后面缺少冒号", "a key is not followed by a colon"),
    ),
    (
        "did not find expected key",
        Both(
            "缩进不一致，或缺少引号、逗号",
            "the indentation differs, or a quote or comma is missing",
        ),
    ),
    (
        "did not find expected ',' or ']'",
        Both("方括号未闭合，或缺少逗号", "a bracket is not closed, or a comma is missing"),
    ),
    (
        "did not find expected ',' or '}'",
        Both("花括号未闭合，或缺少逗号", "a brace is not closed, or a comma is missing"),
    ),
    (
        "did not find expected '-' indicator",
        Both("列表项应以短横开头", "an item of the list should begin with a dash"),
    ),
    (
        "block sequence entries are not allowed",
        Both("此处不应有列表项的短横", "the dash of a list item is not expected here"),
    ),
    (
        "found unexpected end of stream",
        Both("引号或括号未闭合", "a quote or bracket is not closed"),
    ),
    (
        "cannot start any token",
        Both("文本以特殊字符或制表符开头", "a text begins with a special character or a tab"),
    ),
    (
        "escape",
        Both("双引号内的转义有误", "an escape within double quotes is wrong"),
    ),
    (
        "undefined alias",
        Both("别名没有定义", "an alias is not defined"),
    ),
)


def yaml_problem(problem: str) -> Both:
    """Find the words for a parser's problem.

    Example:
        >>> yaml_problem("did not find expected key").zh
        '缩进不一致，或缺少引号、逗号'
    """
    for part, words in _PROBLEMS:
        if part in problem:
            return words
    return Both("无法解析这一行", "this line cannot be read")
