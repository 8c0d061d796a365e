"""A checked ruleset built by hand, with every kind of fact and conclusion."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rulesets import checked, model
from rulesets.calendar import Calendar, Opening
from rulesets.expressions import tree
from rulesets.types import (
    BooleanType,
    Both,
    Code,
    CodeList,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)
from rulesets.wording import block_sentences

CNY = NumberType(scale=2, unit="CNY")
DAYS = NumberType(scale=0, unit="days")
YEARS = NumberType(scale=0, unit="years")
GRADE = TextType(
    CodeList(tuple(Code(each, Both(each, each)) for each in "DCBA"), key="grade", ordered=True)
)
VALUE = TextType(
    CodeList((Code("low", Both("低", "Low")), Code("high", Both("高", "High"))), ordered=True)
)
REGION = TextType(
    CodeList(
        (
            Code("east", Both("华东", "East")),
            Code("south", Both("华南", "South")),
            Code("north", Both("华北", "North")),
            Code("shanghai", Both("上海", "Shanghai"), parent="east"),
        ),
        key="region",
    )
)
ORDERS = RecordsType(
    (
        Field("amount", CNY, Both("金额", "Amount")),
        Field("day", DateType(), Both("下单日", "Order day")),
        Field("urgent", BooleanType(), Both("加急", "Urgent")),
    )
)
_FACTS: tuple[tuple[str, Type, str, str], ...] = (
    ("annual_sales", CNY, "年采购额", "Annual purchases"),
    ("order_count", NumberType(scale=0), "订单数", "Order count"),
    ("overdue_days", DAYS, "逾期天数", "Overdue days"),
    ("years", YEARS, "合作年限", "Years of cooperation"),
    ("region", REGION, "地区", "Region"),
    ("company", TextType(), "公司名称", "Company name"),
    ("key_account", BooleanType(), "重点客户", "Key account"),
    ("registered", DateType(), "注册日", "Registered on"),
    ("received_at", DateTimeType(), "受理时间", "Received at"),
    ("tags", ListType(TextType()), "标签", "Tags"),
    ("orders", ORDERS, "订单", "Orders"),
    ("untitled", NumberType(), "", ""),
)
PERCENT = NumberType(scale=1, unit="%", minimum=Decimal(0), maximum=Decimal(30), clamp=True)
_CONCLUSIONS: tuple[tuple[str, Type, str, str], ...] = (
    ("grade", GRADE, "客户等级", "Customer grade"),
    ("value", VALUE, "客户价值", "Customer value"),
    ("percent_off", PERCENT, "优惠比例", "Percent off"),
    ("payment_days", DAYS, "账期", "Payment days"),
    ("services", ListType(TextType()), "服务项目", "Services"),
    ("signals", NumberType(scale=0), "风险信号数", "Risk signals"),
    ("review", BooleanType(), "人工复核", "Review by hand"),
    ("score", NumberType(scale=0), "综合评分", "Overall score"),
    ("discount", CNY, "优惠金额", "Discount"),
    ("respond_by", DateTimeType(), "投诉响应时限", "Complaint response deadline"),
    ("response_days", NumberType(unit="working days"), "响应天数", "Days to respond"),
    ("share", NumberType(scale=4), "采购排名", "Purchase ranking"),
)

CALENDAR = Calendar(
    id="cn",
    version=1,
    title_zh="中国工作日历",
    title_en="China working calendar",
    zone="Asia/Shanghai",
    weekly=((Opening(540, 1020),),) * 5 + ((),) * 2,
    holidays=frozenset(),
    make_up_days=(),
    first_year=2026,
    last_year=2026,
)
_RULESET = model.Ruleset(
    id="sample",
    zone="Asia/Shanghai",
    constants=(
        model.Constant(
            "high_value", CNY, (model.DatedValue("1000000"),), Both("高价值起点", "High value from")
        ),
    ),
    lookups=(
        model.Lookup(
            "terms",
            (model.Column("grade", GRADE),),
            (
                model.Column("days", DAYS, Both("天数", "Days")),
                model.Column("limit", CNY, Both("额度", "Limit")),
            ),
            (),
            Both("等级条款", "Grade terms"),
        ),
    ),
    functions=(
        model.Function(
            "clv",
            (model.Column("average", CNY), model.Column("count", NumberType())),
            CNY,
            "average * count",
            Both("客户终身价值", "Customer lifetime value"),
        ),
    ),
)


def number(value: str | int) -> tree.Literal:
    return tree.Literal(Decimal(value))


ANY = tree.AnyCell()
EAST, SOUTH, KEY = tree.Literal("east"), tree.Literal("south"), tree.Name("key_account")
MILLION, FIVE_MILLION = number(1000000), number(5000000)


def cell(*tests: tree.Test, negated: bool = False) -> tree.TestsCell:
    return tree.TestsCell(tests, negated)


def texts(block: checked.CheckedBlock, language: str) -> list[str]:
    """Say a block."""
    return [each.text for each in block_sentences(ruleset(block), block.block.key, language)]


def ruleset(*blocks: checked.CheckedBlock) -> checked.CheckedRuleset:
    """Build a checked ruleset with these blocks, in this order."""
    product = tree.Arithmetic("*", tree.Name("average"), tree.Name("count"))
    return checked.CheckedRuleset(
        bundle=checked.Bundle(_RULESET),
        facts={key: model.Fact(key, of, Both(zh, en)) for key, of, zh, en in _FACTS},
        conclusions={
            key: model.Conclusion(key, of, Both(zh, en)) for key, of, zh, en in _CONCLUSIONS
        },
        constants={
            "high_value": checked.CheckedConstant("high_value", CNY, ((None, Decimal(1000000)),))
        },
        lookups={
            "terms": checked.CheckedLookup("terms", (GRADE,), (("days", DAYS), ("limit", CNY)), {})
        },
        functions={
            "clv": checked.CheckedFunction(
                "clv", (("average", CNY), ("count", NumberType())), CNY, product
            )
        },
        calendars={"cn": CALENDAR},
        blocks=tuple(_placed(block) for block in blocks),
        previous=frozenset({"grade"}),
    )


def _placed(block: checked.CheckedBlock) -> checked.Placed:
    written = block.block
    if isinstance(written, model.Table):
        concludes = written.outputs
    elif isinstance(written, model.Rules):
        concludes = written.concludes
    else:
        concludes = (written.concludes,)
    return checked.Placed(1, written.key, concludes, frozenset(), "Asia/Shanghai", "sample", block)


def table(
    hit: model.HitPolicy,
    columns: tuple[tuple[str, Type], ...],
    outputs: tuple[str, ...],
    rows: tuple[checked.CheckedRow, ...],
    otherwise: checked.Outputs | None = None,
    when_unknown: checked.Outputs | None = None,
) -> checked.CheckedTable:
    """Build a table whose columns are names, by key and type."""
    return checked.CheckedTable(
        model.Table("t", hit, (), outputs, (), Both("分级表", "Grading table")),
        tuple(tree.Name(key) for key, _ in columns),
        tuple(of for _, of in columns),
        rows,
        otherwise,
        when_unknown,
    )


def row(
    number: int,
    cells: tuple[tree.Cell, ...],
    *outputs: tuple[str, tree.Node | None],
    disabled: bool = False,
    valid: tuple[date | None, date | None] = (None, None),
) -> checked.CheckedRow:
    """Build a row, `r1` by its number."""
    return checked.CheckedRow(
        f"r{number}", number, cells, checked.Outputs(outputs), disabled, *valid
    )


def rules(
    hit: model.HitPolicy, concludes: tuple[str, ...], *each: checked.CheckedRule
) -> checked.CheckedRules:
    """Build a group of rules."""
    return checked.CheckedRules(model.Rules("t", hit, concludes, (), Both("规则", "Rules")), each)
