"""Expressions as authors type them, and what is said when they cannot be read."""

from decimal import Decimal

import pytest

from rulesets.errors import AuthorError, Fault
from rulesets.expressions.lexer import DEEPEST, LONGEST_TEXT
from rulesets.expressions.parser import parse_expression
from rulesets.expressions.printer import print_node
from rulesets.expressions.scope import Scope, spellings
from rulesets.expressions.tree import (
    Arithmetic,
    Compare,
    If,
    In,
    Literal,
    Name,
    Negate,
    Or,
    RangeTest,
    RowField,
    ValueTest,
)
from rulesets.expressions.walk import within
from rulesets.types import Both, Code, CodeList
from tests.generators.expressions import SCOPE

A_AND_B = Scope(names=spellings([("a", Both()), ("b", Both()), ("c", Both("", "a - b"))]))


def read(text: str, scope: Scope = SCOPE) -> str:
    return print_node(parse_expression(text, scope))


def fault_of(text: str, scope: Scope = SCOPE) -> Fault:
    with pytest.raises(AuthorError) as refused:
        parse_expression(text, scope)
    (fault,) = refused.value.faults
    return fault


def character(fault: Fault) -> object:
    return dict(fault.place)["character"]


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("年采购额大于等于50万", "annual_sales >= 500000"),
        ("年采购额≥５０万", "annual_sales >= 500000"),
        ("年采购额＞＝1.2亿", "annual_sales >= 120000000"),
        ("Annual purchases >= 500000", "annual_sales >= 500000"),
        ("annual_sales＞（5＋3）×2", "annual_sales > (5 + 3) * 2"),
        ("年采购额÷2－1", "annual_sales / 2 - 1"),
        ("年采购额 − 1 – 2", "annual_sales - 1 - 2"),
        ("年采购额不低于1且天数不高于2或次数高于3", "annual_sales >= 1 and days <= 2 or count > 3"),
        (
            "年采购额低于1且天数不少于2且次数不超过3",
            "annual_sales < 1 and days >= 2 and count <= 3",
        ),
        ("客户等级等于“A”", 'grade = "A"'),
        ("客户等级不等于「A」", 'grade != "A"'),
        ("客户等级小于等于＂A＂", 'grade <= "A"'),
        ("年采购额介于5和10", "annual_sales between 5 and 10"),
        ("年采购额介于5且10且真实性", "annual_sales between 5 and 10 and really"),
        ("年采购额 between 5 and 10", "annual_sales between 5 and 10"),
        ("如果年采购额>5则3否则4", "if annual_sales > 5 then 3 else 4"),
        ("如果 真 则 假 否则 真实性", "if true then false else really"),
        ("非（真实性）", "not(really)"),
        ("非活跃天数>3", "idle_days > 3"),
        ("近90天采购额（元）>3", "recent > 3"),
        ("近90天采购额(元)>3", "recent > 3"),
        ("年采购额缺失", "annual_sales is missing"),
        ("年采购额为缺失", "annual_sales is missing"),
        ("年采购额存在且地区不缺失", "annual_sales is present and region is present"),
        ("备注包含“急”", 'text contains "急"'),
        ("备注开头是“急”或备注结尾是“急”", 'text starts with "急" or text ends with "急"'),
        ("备注包含任一【“急”、“快”】", 'text contains any of ["急", "快"]'),
        ("地区位于华东", 'region within "east"'),
        ("地区属于（华东、上海）", 'region in ("east", "shanghai")'),
        ("地区 = A+", 'region = "A+"'),
        ("地区 = 30-60", 'region = "30-60"'),
        ("计数(订单 其中 金额大于100)", "count(orders where amount > 100)"),
        ("求和(订单其中金额>100，金额)", "sum(orders where amount > 100, amount)"),
        ("任一满足(订单, 金额 > 1)", "any(orders, amount > 1)"),
        ("上次(客户等级) = “A”", 'previous(grade) = "A"'),
        ("相隔天数（合同日，今天）>30", "days between(date, today) > 30"),
        ("days between(date, today()) > 30", "days between(date, today) > 30"),
        ("所在日期(决策时刻) = today", "date of(as_of) = today"),
        ("合同日.年大于2020", "date.year > 2020"),
        ("账期(客户等级).天数", "terms(grade).days"),
        ("日期(“2026-03-01”)", 'date("2026-03-01")'),
        ("date(2026, 3, 1)", "date(2026, 3, 1)"),
        ('datetime("2026-03-01T09:00:00+08:00")', 'datetime("2026-03-01T01:00:00Z")'),
        ('日期时间("2026-03-01T09:00:00.5Z")', 'datetime("2026-03-01T09:00:00.500000Z")'),
        ("count > count(orders)", "count > count(orders)"),
        ("days between 1 and 2", "days between 1 and 2"),
        ("0.50 + 007", "0.5 + 7"),
        ("9999999999999999999999999999.123456", "9999999999999999999999999999.123456"),
        ("999999999999999999999999999999万", "9999999999999999999999999999990000"),
        ("0.12345678901234567890123456789012%", "0.0012345678901234567890123456789012"),
        (" \t天数\n>　3 ", "days > 3"),
    ],
)
def test_what_is_typed_reads_as_its_canonical_text(typed: str, canonical: str) -> None:
    assert read(typed) == canonical


def test_the_longest_known_name_wins() -> None:
    assert parse_expression("a - b", A_AND_B) == Name("c")
    assert parse_expression("a-b", A_AND_B) == Arithmetic("-", Name("a"), Name("b"))


def test_canonical_text_is_read_by_keys_alone() -> None:
    difference = Arithmetic("-", Name("a"), Name("b"))
    assert parse_expression(print_node(difference), A_AND_B.for_canonical_text()) == difference


def test_a_key_ends_where_no_further_letter_follows() -> None:
    assert character(fault_of("days2 > 1")) == 1
    assert fault_of("days2 > 1").words["name"] == "days2"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("-2 ** 2", Arithmetic("**", Negate(Literal(Decimal(2))), Literal(Decimal(2)))),
        (
            "2 ** 3 ** 2",
            Arithmetic(
                "**",
                Arithmetic("**", Literal(Decimal(2)), Literal(Decimal(3))),
                Literal(Decimal(2)),
            ),
        ),
        (
            "x - x1 - days",
            Arithmetic("-", Arithmetic("-", Name("x"), Name("x1")), Name("days")),
        ),
        (
            "x in (1 .. 3)",
            In(
                Name("x"),
                (RangeTest(Literal(Decimal(1)), Literal(Decimal(3)), False, False),),
            ),
        ),
        (
            "x in (x1 + days) * 2",
            In(
                Name("x"),
                (
                    ValueTest(
                        Arithmetic(
                            "*", Arithmetic("+", Name("x1"), Name("days")), Literal(Decimal(2))
                        )
                    ),
                ),
            ),
        ),
        (
            "1 < x < 3",
            Compare("<", Compare("<", Literal(Decimal(1)), Name("x")), Literal(Decimal(3))),
        ),
    ],
)
def test_binding(text: str, tree: object) -> None:
    assert parse_expression(text, SCOPE) == tree


def test_sub_facts_win_inside_an_aggregate_and_only_there() -> None:
    scope = Scope(
        names={"orders": "orders", "amount": "amount"},
        record_fields={"orders": {"amount": "amount"}},
    )
    node = parse_expression("amount > sum(orders, amount)", scope)
    assert [type(each) for each in within(node) if isinstance(each, Name | RowField)] == [
        Name,
        Name,
        RowField,
    ]


def test_percent() -> None:
    assert parse_expression("15%", SCOPE) == Literal(Decimal("0.15"))
    outside, inside = (
        parse_expression("15%", SCOPE),
        parse_expression("１５％", SCOPE.for_column(percent=True)),
    )
    assert isinstance(outside, Literal)
    assert outside.typed_percent
    assert inside == Literal(Decimal(15))
    assert isinstance(inside, Literal)
    assert not inside.typed_percent


def test_codes_of_an_output_cell_stand_unquoted_where_its_value_stands() -> None:
    grades = CodeList((Code("high", Both("高", "High")), Code("x", Both("低", "Low"))))
    scope = SCOPE.for_column(grades)
    assert read("高", scope) == '"high"'
    assert read("if x > 1 then High else 低", scope) == 'if x > 1 then "high" else "x"'
    assert read("coalesce(低, 高)", scope) == 'coalesce("x", "high")'
    assert read("upper(x)", scope) == "upper(x)"
    assert fault_of("中", scope).code == "not-in-list"


def test_a_title_of_two_values_leads_to_neither() -> None:
    twice = CodeList((Code("a", Both("同名")), Code("b", Both("同名"))))
    assert fault_of("同名", SCOPE.for_column(twice)).code == "not-in-list"


def test_texts_are_kept_as_they_are_and_composed() -> None:
    assert parse_expression('"１２，５"', SCOPE) == Literal("１２，５")
    assert parse_expression('“他说"好"”', SCOPE) == Literal('他说"好"')
    assert parse_expression(r'"\"\\\n\t\u5ba2\ud83d\ude00"', SCOPE) == Literal('"\\\n\t客😀')
    assert parse_expression('"e\u0301"', SCOPE) == Literal("é")


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "syntax", 1),
        ("年采购额 >", "syntax", 7),
        ("(天数", "syntax", 4),
        ("天数)", "syntax", 3),
        ("天数 天数", "syntax", 4),
        ("天数 > 5O", "syntax", 6),
        ("天数 > 12,5O", "syntax", 6),
        ("天数 > 50万元", "syntax", 6),
        ("天数 > .5", "syntax", 6),
        ("天数 > 1e5", "syntax", 6),
        ("天数 > " + "9" * 35, "syntax", 6),
        ("天数 > " + "9" * 34 + "万", "syntax", 6),
        ("天数 > 0." + "9" * 33 + "%", "syntax", 6),
        ("非活跃 > 1", "unknown-name", 1),
        ("非 真实性", "syntax", 3),
        ("年采购 > 1", "unknown-name", 1),
        ("年采购额度 > 1", "unknown-name", 1),
        ("天数 > 真实姓名", "unknown-name", 6),
        ("天数 > foo(1)", "unknown-name", 6),
        ("上次(年采购额)", "unknown-name", 4),
        ("minimum(1,234)", "comma-in-number", 9),
        ("minimum(１，２３４)", "comma-in-number", 9),
        ("[1,234,567]", "comma-in-number", 2),
        ('date("2026-02-30")', "bad-literal", 6),
        ('date("2026-2-3")', "bad-literal", 6),
        ('datetime("2026-03-01T09:00:00")', "bad-literal", 10),
        ('datetime("2026-03-01 09:00:00Z")', "bad-literal", 10),
        ('datetime("0001-01-01T00:00:00+08:00")', "bad-literal", 10),
        ('"\\ud83d"', "bad-literal", 1),
        ("天数 = null", "null-not-a-value", 6),
        ("天数 != null", "null-not-a-value", 7),
        ("天数 + 空值", "null-not-a-value", 6),
        ("1 + (if 真 then null else null)", "null-not-a-value", 6),
        ("if 真 then 1 else [null]", "null-not-a-value", 19),
        ("空值率", "unknown-name", 1),
        ('"急', "syntax", 3),
        ('"\\q"', "syntax", 2),
        ("天数 = '急'", "syntax", 6),
        ("not 真实性", "syntax", 5),
        ("not(真实性) = 真", "syntax", 10),
        ("真实性 or if 真 then 真 else 真", "syntax", 8),
        ("if 真 then 1", "syntax", 12),
        ("天数 between 1 or 2", "syntax", 14),
        ("x in (1, x = 2)", "syntax", 12),
        ("x in (x = 2, 1)", "syntax", 12),
        ("天数.", "syntax", 4),
        ("天数 ; 1", "syntax", 4),
        ("\ud800", "syntax", 1),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_character(text: str, code: str, place: int) -> None:
    fault = fault_of(text)
    assert (fault.code, character(fault)) == (code, place)


@pytest.mark.parametrize(
    ("text", "expected", "found"),
    [
        ("天数 == 1", "`=`", "`==`"),
        ("天数 => 1", "`>=`", "`=>`"),
        ("天数 =< 1", "`<=`", "`=<`"),
        ("天数 <> 1", "`!=`", "`<>`"),
        ("真 && 假", "`and`", "`&&`"),
        ("真 ｜｜ 假", "`or`", "`｜｜`"),
        ("真 AND 假", "`and`", "`AND`"),
        ("天数 > 12,5O", "a number", "`12,5O`"),
        ("备注 = ‘急’", "a text in double quotes", "`‘急’`"),
        ("天数 > 1 +", "a value", "the end"),
        ("天数 > and", "a value", "`and`"),
        ("天数 not(1)", "an operator or the end", "`not`"),
    ],
)
def test_expected_and_found_are_said(text: str, expected: str, found: str) -> None:
    words = fault_of(text).words
    said = [each.en if isinstance(each, Both) else each for each in words.values()]
    assert said == [expected, found]


def test_the_nearest_name_is_offered_in_both_languages() -> None:
    fault = fault_of("年采购 > 1")
    assert "`年采购额`" in fault.hint("zh")
    assert "`年采购额`" in fault.hint("en")
    assert "`Annual purchases`" in fault_of("anual purchases > 1").hint("en")
    assert "`months between`" in fault_of("months betwen(date, today)").hint("en")


def test_both_readings_of_a_comma_are_offered() -> None:
    fault = fault_of("minimum(1,234)")
    for language in ("zh", "en"):
        assert "1234" in fault.hint(language)
        assert "1, 234" in fault.hint(language)
    assert read("minimum(1、234)") == "minimum(1, 234)"
    assert read("minimum(1, 234)") == "minimum(1, 234)"
    assert read("minimum(1,23)") == "minimum(1, 23)"


@pytest.mark.parametrize(
    ("left", "right"), [("(", ")"), ("not(", ")"), ("abs(", ")"), ("[", "]"), ("x in (", ")")]
)
def test_depth_is_limited_without_overflowing_the_stack(left: str, right: str) -> None:
    wrap = "({})" if left == "x in (" else "{}"

    def nested(levels: int) -> str:
        text = "x"
        for _ in range(levels):
            text = wrap.format(left + text + right)
        return text

    levels = (DEEPEST - 1) // 2 if left == "x in (" else DEEPEST - 1
    parse_expression(nested(levels), SCOPE)
    for too_many in (DEEPEST + 1, 500):
        assert fault_of(nested(too_many)).code == "expression-too-large"


@pytest.mark.parametrize(
    "piece", ["x + ", "-", "x is missing = ", "if x then x else ", "x.year = "]
)
def test_a_deep_tree_is_refused_however_it_is_written(piece: str) -> None:
    assert fault_of(piece * DEEPEST + "x").code == "expression-too-large"


def test_flat_conditions_may_be_long_but_not_longer_than_the_limit() -> None:
    node = parse_expression(" or ".join(["x > 1"] * 400), SCOPE)
    assert isinstance(node, Or)
    assert len(node.operands) == 400
    assert fault_of("x" + " " * LONGEST_TEXT).code == "expression-too-large"
    # Short titles may stand for long canonical text, which must be readable too.
    assert fault_of("[" + "1亿、" * 990 + "1]").code == "expression-too-large"


def test_places_are_kept_but_are_no_part_of_equality() -> None:
    node = parse_expression("  如果 x > 1 则 1 否则 x", SCOPE)
    assert isinstance(node, If)
    assert (node.at, node.condition.at, node.otherwise.at) == (3, 6, 19)
    assert node == parse_expression("if x > 1 then 1 else x", SCOPE)
