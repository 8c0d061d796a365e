"""Cells as spreadsheets and people write them, put as docs/language.md section 5 reads them."""

import pytest

from rulesets.drafting.entering import entered, quoted, spelled
from rulesets.types import (
    BooleanType,
    Both,
    Code,
    CodeList,
    DateType,
    NumberType,
    TextType,
    Type,
)

SALES = NumberType(unit="CNY")
REGION = TextType(
    one_of=CodeList((Code("east", Both("华东", "East")), Code("south", Both("华南", "South"))))
)
GRADE = TextType(
    one_of=CodeList(
        (Code("C"), Code("B", Both("B 级", "Grade B")), Code("all", Both("全部", "All"))),
        ordered=True,
    )
)


@pytest.mark.parametrize(
    ("text", "of", "meant"),
    [
        # Thousands, currencies, powers of ten: what Excel puts on the clipboard.
        ("1,000,000", SALES, "1000000"),
        ("１，０００", SALES, "1000"),
        (">= 1,000,000", SALES, ">= 1000000"),
        ("¥12,345.60", SALES, "12345.60"),
        ("50万元", SALES, "50万"),
        ("1E+06", SALES, "1000000"),
        # What people write for a range or a comparison.
        ("50万至100万", SALES, "[50万 .. 100万]"),
        ("50 - 100", SALES, "[50 .. 100]"),
        ("50～100", SALES, "[50 .. 100]"),
        ("≥50万且<100万", SALES, "[50万 .. 100万)"),
        ("（100 万，500 万]", SALES, "(100万 .. 500万]"),
        ("100万以上", SALES, ">= 100万"),
        ("不足3", SALES, "< 3"),
        ("*", SALES, "-"),
        ("不限", REGION, "-"),
        # What the language reads itself stays as it was typed.
        ("≥ 50万", SALES, "≥ 50万"),
        ("大于等于50万", SALES, "大于等于50万"),
        ("15%", NumberType(unit="%"), "15%"),
        ("５０", SALES, "５０"),
        ("3, 5", SALES, "3, 5"),
        ("[1,2]", SALES, "[1,2]"),
        ("high * 2 - 1", SALES, "high * 2 - 1"),
        ("10-5", SALES, "10-5"),
        (">= 5, < 3", SALES, ">= 5, < 3"),
        ("50~100万", SALES, "[50万 .. 100万]"),
        ("5000元-1万元", SALES, "[5000 .. 1万]"),
        ("10%-20%", NumberType(unit="%"), "[10% .. 20%]"),
        ("10-20%", NumberType(), "[10% .. 20%]"),
        ("-5~5", NumberType(), "[-5 .. 5]"),
        ("-5--1", NumberType(), "[-5 .. -1]"),
        ("≥ 50 万", SALES, ">= 50万"),
        ("<>50万", SALES, "!= 50万"),
        ("50万以上100万以下", SALES, "[50万 .. 100万]"),
        ("100万以下（不含）", SALES, "< 100万"),
        ("小于100万且大于50万", SALES, "(50万 .. 100万)"),
        ("50万(含)-100万(不含)", SALES, "[50万 .. 100万)"),
        ("50万≤年采购额<100万", SALES, "[50万 .. 100万)"),
        ("[1,000 .. 2,000]", SALES, "[1000 .. 2000]"),
        ("1,000、2,000", SALES, "1000、2000"),
        ("1 000 000", SALES, "1000000"),
        ("5千", SALES, "5000"),
        ("负5%", NumberType(unit="%"), "-5%"),
        ("30 天", NumberType(unit="days"), "30"),
        ("'50", SALES, "50"),
        ("介于50万和100万之间", SALES, "[50万 .. 100万]"),
        ("between 1000 and 2,000", SALES, "[1000 .. 2000]"),
        ("10 to 20%", NumberType(), "[10% .. 20%]"),
        ("over 500,000", SALES, "> 500000"),
        ("At least 5", SALES, ">= 5"),
        ("500000+", SALES, ">= 500000"),
        ("100 or less", SALES, "<= 100"),
        ("other than East", REGION, "not(East)"),
        ("after 1 March 2026", DateType(), '> date("2026-03-01")'),
        ("Mar 1, 2026", DateType(), 'date("2026-03-01")'),
        # One of two bounds would be enough, and all numbers would do.
        (">50万,<=100万", SALES, "(50万 .. 100万]"),
        ("> 3, < 5", SALES, "(3 .. 5)"),
        # What shall not be; whether there is a value.
        ("非50万", SALES, "非(50万)"),
        ("除50万以外", SALES, "非(50万)"),
        ("空", SALES, "缺失"),
        ("(blank)", SALES, "is missing"),
        ("非华东", REGION, "非(华东)"),
        ("不是 华东", REGION, "非(华东)"),
        ("除华东、华南外", REGION, "非(华东、华南)"),
        ("East/West", REGION, "East/West"),
        ("east/South", REGION, "East, South"),
        ("is blank", TextType(), "is missing"),
        ("blank", TextType(), "blank"),
        ("not East", REGION, "not(East)"),
        ("<>华东", REGION, "!= 华东"),
        ("不是制造业", TextType(), '非("制造业")'),
        ("非金属", TextType(), "非金属"),
        ("华东或华南", REGION, "华东、华南"),
        ("华东 华南", REGION, "华东、华南"),
        ("华东,", REGION, "华东"),
        ("华东以上", GRADE, "华东以上"),
        ("B及以上", GRADE, ">= B"),
        ("b级", GRADE, "B 级"),
        # A code may be called by a word that elsewhere means any value.
        ("全部", GRADE, "全部"),
        ("2026/3/1-2026/6/30", DateType(), '[date("2026-03-01") .. date("2026-06-30")]'),
        (">=2026/3/1且<2026/7/1", DateType(), '[date("2026-03-01") .. date("2026-07-01"))'),
        ("2026/3/1之前", DateType(), '< date("2026-03-01")'),
        ("2026-03-01 0:00:00", DateType(), 'date("2026-03-01")'),
        ("< 2026-03-01", DateType(), '< date("2026-03-01")'),
        # What may mean two things is left to be told.
        ("12,5O", SALES, "12,5O"),
        ("10 20", SALES, "10 20"),
        ("近30天订单数 * 2", SALES, "近30天订单数 * 2"),
        ("3/1/2026", DateType(), "3/1/2026"),
        ("March 2026", DateType(), "March 2026"),
        ("31 Feb 2026", DateType(), "31 Feb 2026"),
        ("2026/3/1以后", DateType(), "2026/3/1以后"),
        ("1,23", SALES, "1,23"),
        ("3个", SALES, "3个"),
        ("2026年13月1日", DateType(), "2026年13月1日"),
        ("2026/3/1", DateType(), 'date("2026-03-01")'),
        (">= 2026年3月1日", DateType(), '>= date("2026-03-01")'),
        ("是", BooleanType(), "true"),
        ("FALSE", BooleanType(), "false"),
        ("0", BooleanType(), "false"),
        ("华东/华南", REGION, "华东、华南"),
        ("华东, 华南", REGION, "华东, 华南"),
        ("EAST ", REGION, "East"),
        ("华北", REGION, "华北"),
        ("1,000", None, "1,000"),
        # Among texts a number is a text, and so is a day.
        ("1,000", TextType(), '"1,000"'),
    ],
)
def test_a_cell_is_put_as_it_was_meant(text: str, of: Type | None, meant: str) -> None:
    assert entered(text, of) == meant


def test_a_value_is_no_range() -> None:
    assert entered("5-10", SALES, tests=False) == "5-10"
    assert entered("1,000", SALES, tests=False) == "1000"
    # Excel's formulas begin so; 不限 may be what is concluded.
    assert entered("=年采购额*1%", SALES, tests=False) == "年采购额*1%"
    assert entered("不限", TextType(), tests=False) == "不限"
    assert entered("/", TextType(), tests=False) == "-"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (">= 5O万", ">= 50万"),
        ("l2", "12"),
        ("50w", "50万"),
        ("A 级起点分以上", ">= A 级起点分"),
        ("12,5O", "12,5O"),
        ("3个", "3个"),
    ],
)
def test_letters_are_taken_for_digits_only_where_one_may_guess(text: str, meant: str) -> None:
    assert entered(text, SALES) == text
    assert entered(text, SALES, guess=True) == meant


def test_words_that_stand_bare_are_texts() -> None:
    assert quoted("制造业、零售业") == '"制造业"、"零售业"'
    assert quoted('他说"好"') == '"他说\\"好"'


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ('[date("2026-03-01") .. date("2026-06-30"))', DateType()),
        ('date("2026-03-01"), date("2026-03-02")', DateType()),
        ("true", BooleanType()),
        ("not(true)", BooleanType()),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_shown_is_read_as_what_was_stored(text: str, of: Type, language: str) -> None:
    assert entered(spelled(text, of, language), of) == text
    # Within a text a day is a text.
    assert spelled('x = "2026-03-01"', DateType(), language) == 'x = "2026-03-01"'


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("*制造*", '包含 "制造"'),
        ("制造*", '开头是 "制造"'),
        ("*业", '结尾是 "业"'),
        ("以旧换新", '"以旧换新"'),
    ],
)
def test_stars_stand_for_any_letters(text: str, meant: str) -> None:
    assert quoted(text) == meant
    assert quoted(text, tests=False) == f'"{text}"'


@pytest.mark.parametrize("part", ["1,000", "以上", "在", "非", "not ", "2026-01-01、"])
@pytest.mark.parametrize("of", [NumberType(), DateType(), BooleanType()])
def test_what_is_too_long_for_people_to_have_written_stays_as_it_is(part: str, of: Type) -> None:
    # Each way of reading it would be tried at each of its signs.
    assert entered(part * 3000, of) == part * 3000
