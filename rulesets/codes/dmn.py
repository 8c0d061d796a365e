"""Codes of DMN documents that are read."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "dmn-not-xml",
        "author",
        Both("不是有效的 XML：{problem}", "this is not XML: {problem}"),
        Both(
            "用建模工具重新导出 DMN 文件；手工修改过的，检查标签、引号与转义字符",
            "export the DMN file again from its modeller; when it was changed by hand,"
            " look at tags, quotes and escapes",
        ),
    ),
    Code(
        "dmn-encoding",
        "author",
        Both(
            "编码应为 UTF-8，或带字节顺序标记的 UTF-16；实为{found}",
            "expected UTF-8, or UTF-16 with a byte order mark; found {found}",
        ),
        Both("把文件另存为 UTF-8", "save the file as UTF-8"),
    ),
    Code(
        "dmn-unsafe-xml",
        "author",
        Both("DMN 文件中不能有{what}", "a DMN file may not hold {what}"),
        Both(
            "删除它：DMN 不需要文档类型、实体或对其他文件的引用",
            "delete it: DMN needs no document type, no entities and no other files",
        ),
    ),
    Code(
        "dmn-too-large",
        "author",
        Both(
            "DMN 文件超出上限：至多 {limit} {what}",
            "the DMN file is too large: at most {limit} {what}",
        ),
        Both(
            "拆分模型，只导出所需的决策",
            "split the model, or export only the decisions that are needed",
        ),
    ),
    Code(
        "dmn-version",
        "author",
        Both(
            "应为 DMN {accepted} 的 `definitions`，实为{found}",
            "expected `definitions` of DMN {accepted}, found {found}",
        ),
        Both(
            "在建模工具中以上述版本之一重新导出",
            "export it again from its modeller in one of these versions",
        ),
    ),
    Code(
        "dmn-not-in-language",
        "author",
        Both("规则语言中没有{construct}", "the language of rules has no {construct}"),
        Both(
            "换一种写法；docs/dmn.md 列出可用的与不可用的",
            "write it in another way; docs/dmn.md lists what can be used and what cannot",
        ),
    ),
    Code(
        "dmn-unknown-reference",
        "author",
        Both(
            "引用 `{reference}` 应指向本文件中的{expected}，但没有找到",
            "the reference `{reference}` should lead to {expected} of this file, but there is none",
        ),
        Both(
            "更正引用，或把所引用的内容放进本文件",
            "fix the reference, or bring what it means into this file",
        ),
    ),
    Code(
        "dmn-duplicate",
        "author",
        Both(
            "{what} `{name}` 出现了两次，第一次在文件第 {first} 行",
            "the {what} `{name}` stands twice, first in line {first}",
        ),
        Both("改名或删除其中一个", "rename or delete one of them"),
    ),
    Code(
        "dmn-incomplete",
        "author",
        Both("`{element}` 缺少{what}", "`{element}` has no {what}"),
        Both(
            "在建模工具中补全，或用它重新导出",
            "complete it in the modeller, or export the file again",
        ),
    ),
    Code(
        "dmn-bad-value",
        "author",
        Both(
            "`{attribute}` 应为 {expected}，实为 `{found}`",
            "`{attribute}`: expected {expected}, found `{found}`",
        ),
        Both("改为其中一个值", "write one of these values"),
    ),
    Code(
        "dmn-entries",
        "author",
        Both(
            "此行应有 {expected} 个 `{element}`，每列一个，实有 {found} 个",
            "expected {expected} `{element}` in this row, one for each column, found {found}",
        ),
        Both("补上或删除单元格", "add or delete cells"),
    ),
    Code(
        "dmn-syntax",
        "author",
        Both(
            "FEEL 表达式此处应为{expected}，实为{found}",
            "FEEL: expected {expected}, found {found}",
        ),
        Both(
            "改正这一处；写法见 DMN 1.5 第 10.3 节",
            "fix this place; chapter 10.3 of DMN 1.5 says how",
        ),
    ),
    Code(
        "dmn-type-unknown",
        "author",
        Both("`{name}` 没有说明类型", "the type of `{name}` is not said"),
        Both(
            "用 `typeRef` 写明其类型，列表与上下文用数据类型 `itemDefinition`",
            "give it a `typeRef`; lists and contexts need an `itemDefinition`",
        ),
    ),
    Code(
        "dmn-cycle",
        "author",
        Both("循环依赖：{cycle}", "these require one another: {cycle}"),
        Both("断开其中一个依赖", "take one of the requirements away"),
    ),
    Code(
        "dmn-unknown-decision",
        "caller",
        Both(
            "此模型中没有决策 `{decision}`；有：{known}",
            "the model has no decision `{decision}`; it has {known}",
        ),
        Both("写出模型中一个决策的名称", "give the name of a decision of the model"),
    ),
)
