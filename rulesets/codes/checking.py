"""Codes of static checks of a ruleset."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both


def _code(code: str, zh: str, en: str, hint_zh: str, hint_en: str) -> Code:
    return Code(code, "author", Both(zh, en), Both(hint_zh, hint_en))


_NAMES: tuple[Code, ...] = (
    _code(
        "duplicate-name",
        "{what} `{key}` 重复定义，先见于{first}",
        "the {what} `{key}` is declared already by {first}",
        "改名，或只保留一处定义",
        "rename it, or keep one of the two",
    ),
    _code(
        "title-clash",
        "名称 `{title}` 已被 `{other}` 使用",
        "the title `{title}` already names `{other}`",
        "换一个名称：名称也可以写在表达式中，须能分辨",
        "choose another title: titles may be typed in expressions and must be told apart",
    ),
    _code(
        "reserved-name",
        "`{key}` 会被读作语言中的词、符号或数字，不能作为名称",
        "`{key}` is read as a word, sign or number of the language and cannot be a name",
        "换一个键或名称，例如在后面加上别的字",
        "choose another key or title, for example a longer one",
    ),
    _code(
        "conclusion-without-block",
        "没有规则块得出这个结论",
        "no block concludes it",
        "加一个得出它的规则块，或删除这个结论",
        "add a block that concludes it, or delete the conclusion",
    ),
    _code(
        "conclusion-in-two-blocks",
        "结论 `{conclusion}` 已由规则块 `{first}` 得出",
        "the conclusion `{conclusion}` is concluded by block `{first}` already",
        "合并两个规则块，或让其中一个得出另一个结论",
        "merge the two blocks, or let one of them conclude something else",
    ),
    _code(
        "unknown-conclusion",
        "没有结论 `{conclusion}`",
        "there is no conclusion `{conclusion}`",
        "已定义的结论：{known}",
        "the conclusions declared are {known}",
    ),
    _code(
        "not-concluded-here",
        "这个规则块只得出 {expected}，不得出 `{conclusion}`",
        "this block concludes {expected}, not `{conclusion}`",
        "把它加到规则块的结论中，或从这里删除",
        "add it to what the block concludes, or delete it here",
    ),
    _code(
        "concludes-twice",
        "结论 `{conclusion}` 在这里出现了两次",
        "the conclusion `{conclusion}` stands twice here",
        "删除其中一个",
        "delete one of them",
    ),
    _code(
        "concludes-nothing",
        "这个规则块没有结论",
        "this block concludes nothing",
        "写明它得出哪些结论",
        "say what it concludes",
    ),
)

_DECLARATIONS: tuple[Code, ...] = (
    _code(
        "scale-required",
        "数值须写明小数位数 scale",
        "a number needs its scale, the number of decimals",
        "加上 scale，例如 scale: 2",
        "add a scale, for example scale: 2",
    ),
    _code(
        "bad-scale",
        "小数位数应为 0 到 12，实为 {found}",
        "expected a scale of 0 to 12, found {found}",
        "改为 0 到 12 的整数",
        "use a whole number from 0 to 12",
    ),
    _code(
        "empty-domain",
        "取值范围为空：最小值 {low} 大于最大值 {high}",
        "the domain is empty: min {low} is above max {high}",
        "调换 min 与 max，或改正其中一个",
        "swap min and max, or fix one of them",
    ),
    _code(
        "bad-step",
        "步长应为正数，实为 {found}",
        "expected a step above 0, found {found}",
        "写一个正数，例如 step: 0.5",
        "use a positive step, for example step: 0.5",
    ),
    _code(
        "empty-list",
        "代码表没有任何值",
        "the code list has no values",
        "至少写一个值",
        "give it at least one value",
    ),
    _code(
        "duplicate-code",
        "值 `{value}` 在代码表中出现了两次",
        "the value `{value}` stands twice in the code list",
        "删除其中一个",
        "delete one of them",
    ),
    _code(
        "bad-parent",
        "`{value}` 的上级 `{parent}` {problem}",
        "the parent `{parent}` of `{value}` {problem}",
        "上级应为同一代码表中的另一个值，且不能绕回自身",
        "a parent is another value of the same list, and never leads back",
    ),
    _code(
        "bad-type",
        "这里的类型应为{expected}，实为{found}",
        "expected the type {expected} here, found {found}",
        "改用允许的类型",
        "use a type that is allowed here",
    ),
    _code(
        "literal-required",
        "应为{expected}的字面值，实为 `{found}`",
        "expected {expected} written out, found `{found}`",
        "这里只能写明值本身，不能引用名称或计算",
        "write the value itself: names and calculations may not stand here",
    ),
    _code(
        "duplicate-day",
        "从 {day} 起的值写了两次",
        "two values hold from {day}",
        "每个起始日只写一个值",
        "give one value for each day",
    ),
    _code(
        "duplicate-row",
        "与第 {first} 行的键相同",
        "its keys are those of row {first}",
        "删除或改正其中一行",
        "delete or fix one of the two rows",
    ),
    _code(
        "function-too-large",
        "连同它调用的函数应至多 {levels} 层、{operations} 步，"
        "实为 {found_levels} 层、{found_operations} 步",
        "expected at most {levels} levels and {operations} operations with the functions it calls, "
        "found {found_levels} and {found_operations}",
        "缩短函数之间的调用链",
        "shorten the chain of functions that call one another",
    ),
    _code(
        "function-cycle",
        "函数不能调用自身：{cycle}",
        "a function may not call itself: {cycle}",
        "去掉其中一处调用",
        "take out one of these calls",
    ),
    _code(
        "function-reads-fact",
        "函数只能使用其参数与常量，实际用了 `{name}`",
        "a function reads its parameters and constants only, found `{name}`",
        "把它作为参数传入",
        "pass it as a parameter",
    ),
)

_TYPES: tuple[Code, ...] = (
    _code(
        "type-mismatch",
        "应为{expected}，实为{found}",
        "expected {expected}, found {found}",
        "{advice}",
        "{advice}",
    ),
    _code(
        "units-differ",
        "单位应为 {expected}，实为 {found}",
        "expected the unit {expected}, found {found}",
        "先换算为同一单位",
        "convert them to one unit first",
    ),
    _code(
        "percent-ambiguous",
        "`{percent}%` 在这里可读作 {percent} 或 {fraction}",
        "`{percent}%` can mean {percent} or {fraction} here",
        "写成 {percent} 或 {fraction}",
        "write {percent} or {fraction}",
    ),
    _code(
        "no-order",
        "`{operator}` 需要有先后的值，实为{found}",
        "`{operator}` needs values with an order, found {found}",
        "使用有序的代码表（ordered），或改用 = 与 in",
        "use an ordered code list, or compare with = or in",
    ),
    _code(
        "empty-range",
        "区间为空：下限 {low} 高于上限 {high}",
        "the range is empty: {low} is above {high}",
        "调换两端",
        "swap its ends",
    ),
    _code(
        "unknown-part",
        "点号之后应为 {expected}，实为 `{part}`",
        "expected one of {expected} after the point, found `{part}`",
        "日期有 year、month、day、weekday，时刻另有 hour、minute，对照表有其值列",
        "dates have year, month, day, weekday; datetimes also hour, minute; lookups their columns",
    ),
    _code(
        "part-required",
        "对照表 `{lookup}` 有多个值列：{columns}",
        "the lookup `{lookup}` has several value columns: {columns}",
        "在后面写一个点和列名，如 {lookup}(…).列",
        "name one after a point, as in {lookup}(…).column",
    ),
    _code(
        "wrong-argument-count",
        "`{function}` 应有 {expected} 个参数，实为 {found} 个",
        "expected {expected} arguments of `{function}`, found {found}",
        "补上或删去参数",
        "add or delete arguments",
    ),
    _code(
        "literal-argument",
        "`{function}` 的这个参数应为{expected}",
        "expected {expected} as this argument of `{function}`",
        "直接写出，不能引用名称或计算",
        "write it out: names and calculations may not stand here",
    ),
    _code(
        "nested-aggregate",
        "汇总 `{function}` 不能写在另一个汇总之内",
        "the aggregate `{function}` stands within another",
        "先用一个结论算出里面的汇总",
        "conclude the inner one by a formula of its own first",
    ),
    _code(
        "can-fail-in-condition",
        "条件中不能有可能失败的运算 `{operation}`",
        "`{operation}` can fail and may not stand in a condition",
        "改写在输入列或公式中，再用其结果作条件",
        "put it into an input column or a formula, and test its result",
    ),
)

_BLOCKS: tuple[Code, ...] = (
    _code(
        "cycle",
        "推导成环：{cycle}",
        "the conclusions depend on one another: {cycle}",
        "去掉其中一处依赖；要参考上次的结论，用 previous(…)",
        "take out one of them; use previous(…) for the customer's last value",
    ),
    _code(
        "wrong-cell-count",
        "应有 {expected} 个单元格，实为 {found} 个",
        "expected {expected} cells, found {found}",
        '每列一个单元格，留空写 "-"',
        'give one cell for each column, "-" for a blank one',
    ),
    _code(
        "empty-group",
        "条件组 `{kind}` 为空",
        "the group `{kind}` is empty",
        "写入条件，或删除这个组",
        "put conditions into it, or delete it",
    ),
    _code(
        "empty-period",
        "起始日 {since} 晚于截止日 {until}",
        "it holds from {since}, which is after {until}",
        "调换 from 与 to，或改正其中一个",
        "swap from and to, or fix one of them",
    ),
    _code(
        "needs-order",
        "命中策略 `{hit}` 至少需要一个结论为有序代码表，实为 {conclusions}",
        "the hit policy `{hit}` needs one conclusion of an ordered code list, found {conclusions}",
        "给其中一个 ordered 的 one_of，或改用别的命中策略",
        "give one of them an ordered one_of, or use another hit policy",
    ),
    _code(
        "hit-policy-type",
        "命中策略 `{hit}` 需要结论 `{conclusion}` 为{expected}，实为{found}",
        "the hit policy `{hit}` needs {expected} for the conclusion `{conclusion}`, found {found}",
        "改变结论的类型，或改用别的命中策略",
        "change the conclusion's type, or use another hit policy",
    ),
    _code(
        "hit-policy-one-conclusion",
        "命中策略 `{hit}` 只能有一个结论，实为 {found} 个",
        "expected one conclusion under the hit policy `{hit}`, found {found}",
        "只留一个结论，其余放到别的规则块",
        "keep one, and move the others to another block",
    ),
    _code(
        "too-many-decimals",
        "至多 12 位小数，实为 {found} 位",
        "expected at most 12 decimals, found {found}",
        "减少小数位",
        "use fewer decimals",
    ),
    _code(
        "calendar-required",
        "时限单位 `{unit}` 需要日历",
        "a deadline in `{unit}` needs a calendar",
        "加上 calendar，例如 calendar: cn",
        "add a calendar, for example calendar: cn",
    ),
    _code(
        "quantiles-required",
        "分位排名应写明分几组（2 组以上）",
        "a ranking by quantile needs 2 quantiles or more",
        "加上 quantiles，例如 quantiles: 4",
        "add quantiles, for example quantiles: 4",
    ),
)

_DOMAINS: tuple[Code, ...] = (
    _code(
        "literal-outside-domain",
        "结论应为{expected}，实为 {found}",
        "expected {expected} to be concluded, found {found}",
        "改正这个值，或放宽结论的取值范围；封顶请用 clamp",
        "fix the value, or widen the conclusion's domain; use clamp for a cap",
    ),
    _code(
        "never-true",
        "应为{expected}能满足的条件，实为永远不成立的 `{test}`",
        "expected a test that {expected} can meet, found `{test}`, which is never true",
        "改正这个条件或取值范围，或删除它：这样的规则永远不会触发",
        "fix the test or the domain, or delete it: a rule that needs it never fires",
    ),
    _code(
        "bad-example",
        "示例应为{expected}，实为{found}",
        "expected {expected} as the example, found {found}",
        "按类型和取值范围写一个值，或删除示例",
        "write a value of the type and domain, or delete the example",
    ),
    _code(
        "bad-case-value",
        "案例的值应为{expected}，实为{found}",
        "expected {expected} in the case, found {found}",
        "按类型和取值范围写出案例的值",
        "write the case's values by their types and domains",
    ),
    _code(
        "unknown-problem",
        "没有问题代码 `{problem}`",
        "there is no problem code `{problem}`",
        "用推理时的问题代码，例如 division-by-zero",
        "use a code of problems met in inference, for example division-by-zero",
    ),
    _code(
        "unknown-rule",
        "没有规则 `{rule}`",
        "there is no rule `{rule}`",
        "写作 规则块/规则，例如 grade/r1",
        "write block/rule, as in grade/r1",
    ),
)

CODES: tuple[Code, ...] = _NAMES + _DECLARATIONS + _TYPES + _BLOCKS + _DOMAINS
