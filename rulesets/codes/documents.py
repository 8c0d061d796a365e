"""Codes of reading vocabularies, rulesets and calendars."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "document-too-large",
        "author",
        Both(
            "文档超出上限：{what}至多 {limit}",
            "the document is too large: at most {limit} {what}",
        ),
        Both(
            "拆分为多个规则集，再用 include 合并；大型对照数据请作为事实传入",
            "split it into several rulesets joined by include, or give large data as facts",
        ),
    ),
    Code(
        "yaml-syntax",
        "author",
        Both("不是有效的 YAML：{problem}", "this is not YAML: {problem}"),
        Both(
            "检查缩进、冒号后的空格与括号；"
            '含 : # [ ] {{ }} , > & * ! | % @ 的文本请加双引号，如 "> 5"',
            "look at indentation, spaces after colons and brackets; put a text that holds"
            ' : # [ ] {{ }} , > & * ! | % @ in double quotes, as in "> 5"',
        ),
    ),
    Code(
        "yaml-not-plain",
        "author",
        Both("不支持 YAML 的{what}", "{what} of YAML are not supported"),
        Both(
            "把内容直接写出来，一个文件只写一个文档；以 & * ! 开头的文本请加双引号",
            "write the content out, one document to a file;"
            " put a text that begins with & * ! in double quotes",
        ),
    ),
    Code(
        "bad-character",
        "author",
        Both("文本中不能有字符 {character}", "the character {character} may not stand in a text"),
        Both("删除该控制字符", "delete this control character"),
    ),
    Code(
        "duplicate-key",
        "author",
        Both(
            "键 `{key}` 出现了两次，第一次在文件第 {first} 行",
            "the key `{key}` stands twice, first in line {first}",
        ),
        Both("删除或改名其中一个", "delete or rename one of them"),
    ),
    Code(
        "unknown-key",
        "author",
        Both("这里没有键 `{key}`", "there is no key `{key}` here"),
        Both(
            "是否想写 `{nearest}`？可用的键：{known}。花括号内含逗号的文本请加双引号",
            "did you mean `{nearest}`? the keys here are {known}; within braces, a text with a"
            " comma needs double quotes",
        ),
    ),
    Code(
        "key-required",
        "author",
        Both("缺少键 `{key}`", "the key `{key}` is missing"),
        Both("补上 `{key}: …`", "add `{key}: …`"),
    ),
    Code(
        "wrong-shape",
        "author",
        Both("`{key}` 应为{expected}，实为{found}", "`{key}` should be {expected}, found {found}"),
        Both(
            "对照 docs/language.md 第 1 节的写法；含有方括号或花括号的文本请加双引号",
            "compare with section 1 of docs/language.md; put a text with brackets or braces in"
            " double quotes",
        ),
    ),
    Code(
        "bad-name",
        "author",
        Both(
            "`{key}` 应为{expected}，实为 `{found}`",
            "`{key}` should be {expected}, found `{found}`",
        ),
        Both(
            "改用允许的字符；中文名称写在 title 中",
            "use the characters allowed; titles may hold any",
        ),
    ),
    Code(
        "duplicate-id",
        "author",
        Both(
            "`{id}` 在这里出现了两次，第一次在{first}",
            "`{id}` stands twice here, first in {first}",
        ),
        Both("给其中一个换一个标识", "give one of them another id"),
    ),
    Code(
        "id-taken",
        "author",
        Both("已有规则集以 `{id}` 为标识", "a ruleset with the id `{id}` is there already"),
        Both("换一个标识，例如 `{free}`", "choose another id, such as `{free}`"),
    ),
    Code(
        "title-needed",
        "author",
        Both("规则集还没有名称", "the ruleset has no title yet"),
        Both("至少写一种语言的名称", "write a title in one language at least"),
    ),
    Code(
        "bad-boolean",
        "author",
        Both(
            "`{key}` 应为 true 或 false，实为 `{found}`",
            "`{key}` should be true or false, found `{found}`",
        ),
        Both("写 true 或 false", "write true or false"),
    ),
    Code(
        "bad-number",
        "author",
        Both(
            "`{key}` 应为{expected}，实为 `{found}`",
            "`{key}` should be {expected}, found `{found}`",
        ),
        Both("写普通的十进制数字，例如 12.5 或 50万", "write a plain decimal number such as 12.5"),
    ),
    Code(
        "bad-day",
        "author",
        Both(
            "`{key}` 应为日期，例如 2026-03-01，实为 `{found}`",
            "`{key}` should be a day such as 2026-03-01, found `{found}`",
        ),
        Both("按 年-月-日 书写", "write year-month-day"),
    ),
    Code(
        "bad-choice",
        "author",
        Both(
            "`{key}` 应为 {expected} 之一，实为 `{found}`",
            "`{key}` should be one of {expected}, found `{found}`",
        ),
        Both("是否想写 `{nearest}`？", "did you mean `{nearest}`?"),
    ),
    Code(
        "bad-use",
        "author",
        Both(
            "`{key}` 应为带版本的标识，例如 customer@4，实为 `{found}`",
            "`{key}` should be an id with a version such as customer@4, found `{found}`",
        ),
        Both("写成 标识@版本", "write id@version"),
    ),
    Code(
        "bad-zone",
        "author",
        Both("没有时区 `{found}`", "there is no time zone `{found}`"),
        Both("使用 IANA 时区名，例如 Asia/Shanghai", "use an IANA zone such as Asia/Shanghai"),
    ),
    Code(
        "unknown-list",
        "author",
        Both("没有代码表 `{list}`", "there is no code list `{list}`"),
        Both(
            "在 lists 中定义它，或使用定义了它的词汇表",
            "declare it under lists, or use a vocabulary that does",
        ),
    ),
    Code(
        "duplicate-list",
        "author",
        Both(
            "代码表 `{list}` 在 `{first}` 与 `{second}` 中各定义了一次",
            "the code list `{list}` is declared by `{first}` and by `{second}`",
        ),
        Both("只保留一处定义，另一处引用它", "keep one of them and refer to it"),
    ),
    Code(
        "unknown-vocabulary",
        "author",
        Both("没有词汇表 `{vocabulary}`", "there is no vocabulary `{vocabulary}`"),
        Both("先发布该版本的词汇表，或改正 uses", "publish that version of it first, or fix uses"),
    ),
    Code(
        "unknown-ruleset-included",
        "author",
        Both("没有可包含的规则集 `{ruleset}`", "there is no ruleset `{ruleset}` to include"),
        Both(
            "先发布该版本的规则集，或改正 include",
            "publish that version of it first, or fix include",
        ),
    ),
    Code(
        "include-cycle",
        "author",
        Both("规则集包含了自身：{cycle}", "the ruleset includes itself: {cycle}"),
        Both("去掉其中一处 include", "take out one of these includes"),
    ),
    Code(
        "include-too-deep",
        "author",
        Both(
            "规则集一层包含一层，不得超过 {most} 层",
            "rulesets may include one another at most {most} deep",
        ),
        Both("把其中几个规则集合并成一个", "join some of these rulesets into one"),
    ),
    Code(
        "include-versions-differ",
        "author",
        Both(
            "`{id}` 以两个版本被使用：{first} 与 {second}",
            "`{id}` is used at two versions: {first} and {second}",
        ),
        Both("统一为同一版本", "use one version of it everywhere"),
    ),
    Code(
        "unknown-calendar",
        "author",
        Both("没有日历 `{calendar}`", "there is no calendar `{calendar}`"),
        Both("使用 fenji 提供的或已导入的日历", "use a calendar that is packaged or imported"),
    ),
)
