"""What the keys and items of a document are called when a change is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulesets.types import Both


@dataclass(frozen=True)
class Item:
    """What the items of a list are called: `one` of them, and `some` with a slot for how many."""

    one: Both
    some: Both


ITEMS: Mapping[str, Item] = {
    "rows": Item(Both("行", "row"), Both("{} 行", "{} rows")),
    "rules": Item(Both("规则", "rule"), Both("{} 条规则", "{} rules")),
    "bands": Item(Both("分段", "band"), Both("{} 个分段", "{} bands")),
    "inputs": Item(Both("列", "column"), Both("{} 列", "{} columns")),
    "outputs": Item(Both("结论列", "output column"), Both("{} 个结论列", "{} output columns")),
    "lists": Item(Both("代码表", "code list"), Both("{} 个代码表", "{} code lists")),
    "codes": Item(Both("代码", "code"), Both("{} 个代码", "{} codes")),
    "one_of": Item(Both("代码", "code"), Both("{} 个代码", "{} codes")),
    "facts": Item(Both("事实", "fact"), Both("{} 个事实", "{} facts")),
    "fields": Item(Both("子事实", "field"), Both("{} 个子事实", "{} fields")),
    "conclusions": Item(Both("结论", "conclusion"), Both("{} 个结论", "{} conclusions")),
    "constants": Item(Both("常量", "constant"), Both("{} 个常量", "{} constants")),
    "values": Item(Both("值", "value"), Both("{} 个值", "{} values")),
    "lookups": Item(Both("对照表", "lookup"), Both("{} 个对照表", "{} lookups")),
    "keys": Item(Both("键列", "key column"), Both("{} 个键列", "{} key columns")),
    "functions": Item(Both("函数", "function"), Both("{} 个函数", "{} functions")),
    "parameters": Item(Both("参数", "parameter"), Both("{} 个参数", "{} parameters")),
    "blocks": Item(Both("规则块", "block"), Both("{} 个规则块", "{} blocks")),
    "cases": Item(Both("案例", "case"), Both("{} 个案例", "{} cases")),
    "laws": Item(Both("约束", "law"), Both("{} 条约束", "{} laws")),
    "cells": Item(Both("单元格", "cell"), Both("{} 个单元格", "{} cells")),
    "all": Item(Both("条件", "condition"), Both("{} 个条件", "{} conditions")),
    "any": Item(Both("条件", "condition"), Both("{} 个条件", "{} conditions")),
    "none": Item(Both("条件", "condition"), Both("{} 个条件", "{} conditions")),
}
OTHER = Item(Both("项", "item"), Both("{} 项", "{} items"))

KINDS: Mapping[str, Both] = {
    "table": Both("表", "table"),
    "rules": Both("规则组", "rules"),
    "scorecard": Both("评分卡", "scorecard"),
    "formula": Both("公式", "formula"),
    "deadline": Both("时限", "deadline"),
    "ranking": Both("排名", "ranking"),
}
SIDES: Mapping[str, Both] = {"zh": Both("中文", "Chinese"), "en": Both("英文", "English")}
SCORE_INPUT = Both("输入", "input")

SETTINGS: Mapping[str, Both] = {
    "lists": Both("代码表", "code lists"),
    "codes": Both("代码", "codes"),
    "facts": Both("事实", "facts"),
    "fields": Both("子事实", "fields"),
    "conclusions": Both("结论", "conclusions"),
    "constants": Both("常量", "constants"),
    "lookups": Both("对照表", "lookups"),
    "keys": Both("键列", "key columns"),
    "functions": Both("函数", "functions"),
    "parameters": Both("参数", "parameters"),
    "blocks": Both("规则块", "blocks"),
    "inputs": Both("输入", "inputs"),
    "rows": Both("各行", "rows"),
    "rules": Both("各条规则", "rules"),
    "bands": Both("分段", "bands"),
    "cases": Both("案例", "cases"),
    "laws": Both("约束", "laws"),
    "ruleset": Both("标识", "id"),
    "vocabulary": Both("标识", "id"),
    "version": Both("版本", "version"),
    "title": Both("名称", "title"),
    "description": Both("说明", "description"),
    "help": Both("提示", "help"),
    "note": Both("备注", "note"),
    "zone": Both("时区", "time zone"),
    "uses": Both("所用词汇表", "vocabularies used"),
    "include": Both("包含的规则集", "rulesets included"),
    "calendars": Both("日历", "calendars"),
    "key": Both("键", "key"),
    "id": Both("编号", "id"),
    "kind": Both("种类", "kind"),
    "type": Both("类型", "type"),
    "of": Both("对象", "subject"),
    "scale": Both("小数位数", "decimals"),
    "unit": Both("单位", "unit"),
    "min": Both("最小值", "lowest value"),
    "max": Both("最大值", "highest value"),
    "clamp": Both("截到界限", "clamping"),
    "rounding": Both("舍入方式", "rounding"),
    "step": Both("步长", "step"),
    "one_of": Both("代码表", "code list"),
    "ordered": Both("有序", "order of the codes"),
    "prefix": Both("按前缀分级", "levels by prefix"),
    "parent": Both("上级", "parent"),
    "required": Both("必填", "required"),
    "personal": Both("个人信息", "personal data"),
    "example": Both("示例", "example"),
    "value": Both("值", "value"),
    "values": Both("值", "values"),
    "from": Both("生效日", "first day"),
    "to": Both("失效日", "last day"),
    "disabled": Both("停用", "disabled"),
    "hit": Both("命中策略", "hit policy"),
    "expression": Both("表达式", "expression"),
    "concludes": Both("结论", "conclusion"),
    "outputs": Both("结论列", "output columns"),
    "when": Both("条件", "condition"),
    "then": Both("结论值", "what it concludes"),
    "otherwise": Both("否则", "otherwise"),
    "when unknown": Both("无法判断时", "when unknown"),
    "points": Both("分数", "points"),
    "missing points": Both("缺失时的分数", "points when missing"),
    "start": Both("起点", "start"),
    "amount": Both("时长", "amount"),
    "calendar": Both("日历", "calendar"),
    "measure": Both("度量", "measure"),
    "order": Both("次序", "order"),
    "by": Both("分组", "grouping"),
    "quantiles": Both("分位数", "quantiles"),
    "returns": Both("返回值", "what it returns"),
    "given": Both("给定", "given"),
    "expect": Both("期望", "expected"),
    "as of": Both("时点", "moment"),
    "problems": Both("问题", "problems"),
    "fired": Both("命中的规则", "rules fired"),
    "text": Both("内容", "text"),
}
"""What the keys of maps are called; those that are names of facts or conclusions are not here."""
