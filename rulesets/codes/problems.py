"""Codes of problems met while a decision is inferred."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "hit-policy-violated",
        "author",
        Both(
            "{rows}同时命中，与命中策略不符",
            "the rows {rows} fired, against the block's hit policy",
        ),
        Both(
            "让这些行的条件互不重叠，或改用别的命中策略",
            "keep the conditions of these rows apart, or choose another hit policy",
        ),
    ),
    Code(
        "division-by-zero",
        "author",
        Both("除数为零", "the divisor is zero"),
        Both("先判断除数是否为零，例如用 if", "test the divisor first, with if"),
    ),
    Code(
        "number-too-large",
        "author",
        Both("结果超出数字的范围", "the result is beyond the range of numbers"),
        Both("检查乘方与连乘的大小", "look at the size of powers and products"),
    ),
    Code(
        "exponent-out-of-range",
        "author",
        Both(
            "指数应为 −1000 到 1000 的整数", "an exponent must be a whole number from -1000 to 1000"
        ),
        Both("把指数取整并限制范围", "round the exponent and keep it in the range"),
    ),
    Code(
        "outside-domain",
        "author",
        Both(
            "结论 `{conclusion}` 的值不在其取值范围内",
            "the value of conclusion `{conclusion}` is outside its domain",
        ),
        Both(
            "扩大取值范围，或改正公式；封顶请用 clamp",
            "widen the domain or fix the formula; use clamp for a cap",
        ),
    ),
    Code(
        "calendar-year-unknown",
        "author",
        Both("日历没有所需年份的数据", "the calendar has no data for a year that is needed"),
        Both(
            "为日历补充该年份后再发布新版本",
            "add the year to the calendar and publish a new version",
        ),
    ),
    Code(
        "not-a-number",
        "author",
        Both("文本不是数字", "the text is not a number"),
        Both("先检查文本，再转换", "look at the text before it is converted"),
    ),
    Code(
        "not-a-date",
        "author",
        Both("没有这样的日期", "there is no such date"),
        Both("检查年、月、日", "look at year, month and day"),
    ),
    Code(
        "not-whole",
        "author",
        Both("应为整数", "a whole number is needed"),
        Both("先取整", "round it first"),
    ),
    Code(
        "date-out-of-range",
        "author",
        Both("日期超出 0001 年到 9999 年", "the date lies beyond the years 1 to 9999"),
        Both("检查所加的天数或月数", "look at the days or months that are added"),
    ),
    Code(
        "ranking-not-supported",
        "author",
        Both("此推理引擎尚不能计算排名", "this engine cannot infer a ranking"),
        Both("暂时去掉排名块", "leave the ranking out for now"),
    ),
    Code(
        "durable-too-large",
        "author",
        Both(
            "规则太多，第二推理引擎 durable 装不下",
            "there are too many rules for the engine durable",
        ),
        Both(
            "无需改动：改由参考引擎复核；或把大表拆到几个规则集",
            "nothing need be done, the reference engine checks instead; or split large tables",
        ),
    ),
)
