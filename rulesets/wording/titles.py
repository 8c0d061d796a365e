"""Titles of blocks, names, kinds and hit policies."""

from __future__ import annotations

from collections.abc import Mapping

from rulesets import model
from rulesets.checked import CheckedRules, CheckedRuleset, CheckedTable, Placed
from rulesets.expressions.tree import Name, Node, Previous
from rulesets.types import Both, Field, RecordsType
from rulesets.wording.joining import glue, within_sentence

_KINDS: Mapping[str, Both] = {
    "fact": Both("事实", "Fact"),
    "conclusion": Both("结论", "Conclusion"),
    "constant": Both("常量", "Constant"),
    "constants": Both("常量", "Constants"),
    "lookup": Both("对照表", "Lookup"),
    "function": Both("函数", "Function"),
    "functions": Both("函数", "Functions"),
    "table": Both("决策表", "Decision table"),
    "rules": Both("规则组", "Rules"),
    "scorecard": Both("评分卡", "Scorecard"),
    "formula": Both("公式", "Formula"),
    "deadline": Both("时限", "Deadline"),
    "ranking": Both("排名", "Ranking"),
    "head": Both("说明", "Summary"),
    "row": Both("行", "Row"),
    "rule": Both("规则", "Rule"),
    "input": Both("评分项", "Input"),
    "band": Both("分段", "Band"),
    "missing points": Both("缺省得分", "Points without a band"),
    "otherwise": Both("否则", "Otherwise"),
    "when unknown": Both("无法判断时", "When unknown"),
    "adjustment": Both("人工调整", "Adjustment by hand"),
}
_HIT_POLICIES: Mapping[str, Both] = {
    "unique": Both("唯一命中", "Unique"),
    "any": Both("任一命中", "Any"),
    "first": Both("首个命中", "First"),
    "priority": Both("最优先者命中", "Priority"),
    "rule order": Both("按行序列出", "Rule order"),
    "output order": Both("按优先级列出", "Output order"),
    "collect": Both("全部收集", "Collect"),
    "sum": Both("求和", "Sum"),
    "min": Both("取最小", "Minimum"),
    "max": Both("取最大", "Maximum"),
    "count": Both("计数", "Count"),
}


def kind_title(kind: str, language: str) -> str:
    """Give the title of a kind of block, firing, sentence or declaration.

    Example:
        >>> kind_title("scorecard", "zh"), kind_title("when unknown", "en")
        ('评分卡', 'When unknown')
    """
    return _KINDS[kind].in_language(language)


def hit_policy_title(policy: str, language: str) -> str:
    """Give the title of a hit policy.

    Example:
        >>> hit_policy_title("first", "zh"), hit_policy_title("sum", "en")
        ('首个命中', 'Sum')
    """
    return _HIT_POLICIES[policy].in_language(language)


def placed(checked: CheckedRuleset, block_key: str) -> Placed:
    """Find a block by its key.

    Raises:
        KeyError: there is no such block.
    """
    return checked.placed[block_key]


def block_title(checked: CheckedRuleset, block_key: str, language: str) -> str:
    """Give the title of a block, or its key when it has none."""
    return placed(checked, block_key).block.block.title.in_language(language) or block_key


def rule_numbers(checked: CheckedRuleset, block_key: str) -> Mapping[str, int]:
    """Number the rows or rules of a block by their ids, as a reader counts them; else none."""
    block = placed(checked, block_key).block
    if isinstance(block, CheckedTable):
        return {row.id: row.number for row in block.rows}
    if isinstance(block, CheckedRules):
        return {rule.id: rule.number for rule in block.rules}
    return {}


def fired_title(checked: CheckedRuleset, fired: str, language: str) -> str:
    """Name what fires, `block/rule id`, as a reader counts: “Grades” row 3.

    What is not there, since a case may name anything, stays as it is.
    """
    block_key, _, rule = fired.partition("/")
    if block_key not in checked.placed or rule not in rule_numbers(checked, block_key):
        return fired
    title, number = (
        block_title(checked, block_key, language),
        rule_numbers(checked, block_key)[rule],
    )
    is_row = isinstance(placed(checked, block_key).block, CheckedTable)
    if language == "zh":
        return glue(f"「{title}」第", str(number), "行" if is_row else "条规则")
    return f"“{title}” {'row' if is_row else 'rule'} {number}"


def name_title(checked: CheckedRuleset, key: str, language: str) -> str:
    """Give the title of a name, a lookup, a function or `previous(…)`, or its key."""
    if key.startswith("previous(") and key.endswith(")"):
        of = name_title(checked, key[len("previous(") : -1], language)
        return (
            glue("上次的", of) if language == "zh" else f"Previous {within_sentence(of, language)}"
        )
    known = checked.facts.get(key) or checked.conclusions.get(key)
    title = known.title if known is not None else _declared(checked, key)
    return title.in_language(language) or key


def node_key(node: Node) -> str:
    """Give the name that a node reads, as facts and reasons call it; empty for other nodes."""
    if isinstance(node, Name):
        return node.key
    return f"previous({node.key})" if isinstance(node, Previous) else ""


def named(key: str) -> Name:
    """Give the name whose value a key of `met` holds: of `previous(…)` the conclusion.

    Example:
        >>> named("previous(grade)").key, named("grade").key
        ('grade', 'grade')
    """
    return Name(key[len("previous(") : -1] if key.startswith("previous(") else key)


def field_of(
    checked: CheckedRuleset, key: str, fields: tuple[Field, ...] | None = None
) -> Field | None:
    """Find a sub-fact: among those given, else in the first records fact that has it."""
    for each in fields or ():
        if each.key == key:
            return each
    for fact in checked.facts.values():
        if isinstance(fact.type, RecordsType):
            for each in fact.type.fields:
                if each.key == key:
                    return each
    return None


def column_title(checked: CheckedRuleset, lookup: str, key: str, language: str) -> str:
    """Give the title of a value column of a lookup, or its key."""
    for ruleset in (checked.bundle.ruleset, *checked.bundle.included):
        for each in ruleset.lookups:
            for column in each.values if each.key == lookup else ():
                if column.key == key:
                    return column.title.in_language(language) or key
    return key


def _declared(checked: CheckedRuleset, key: str) -> Both:
    for ruleset in (checked.bundle.ruleset, *checked.bundle.included):
        declared: tuple[model.Constant | model.Lookup | model.Function, ...]
        declared = (*ruleset.constants, *ruleset.lookups, *ruleset.functions)
        for each in declared:
            if each.key == key:
                return each.title
    return Both()
