"""Each code of the checker: what provokes it, and what is said in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from ruamel.yaml import YAML

from rulesets.codes import checking, syntax
from rulesets.errors import Fault
from rulesets.model import (
    Conclusion,
    Fact,
    Formula,
    Given,
    Input,
    Row,
    Rule,
    Rules,
    Ruleset,
    Table,
    When,
)
from rulesets.types import (
    BooleanType,
    Code,
    CodeList,
    Field,
    NumberType,
    RecordsType,
    TextType,
)
from tests.unit.checking_documents import FOLDER, faults, faults_of

WHOLE = NumberType(scale=0)
OUT = (Conclusion("out", WHOLE),)


def built(**parts: object) -> tuple[Fault, ...]:
    """Return what is wrong with a ruleset that documents would refuse before."""
    return faults_of(Ruleset("t", "UTC", **parts))  # type: ignore[arg-type]  # any part of it


def only(found: tuple[Fault, ...], code: str) -> Fault:
    """Return the one fault that there is; it must be of the code."""
    assert [each.code for each in found] == [code]
    return found[0]


READ = [
    (each["code"], each["ruleset"], each["en"], each["zh"])
    for each in YAML(typ="safe").load((FOLDER / "checking_codes.yaml").read_text("utf-8"))
]


@pytest.mark.parametrize(
    ("code", "body", "english", "chinese"), READ, ids=[each[0] for each in READ]
)
def test_a_code_and_its_place(code: str, body: str, english: str, chinese: str) -> None:
    fault = only(faults(body), code)
    assert fault.message("en") == english
    assert fault.message("zh") == chinese
    assert fault.hint("en")
    assert fault.hint("zh")


LISTED = CodeList((Code("x"), Code("y", parent="z")))
CIRCLE = CodeList((Code("x", parent="y"), Code("y", parent="x")))
BAD_TYPE = RecordsType((Field("f", WHOLE),))
LOOP = When("all", ())

BUILT = [
    ("scale-required", NumberType(), "fact `k`: a number needs its scale, the number of decimals"),
    ("bad-scale", NumberType(scale=13), "fact `k`: expected a scale of 0 to 12, found 13"),
    (
        "empty-domain",
        NumberType(scale=0, minimum=Decimal(2), maximum=Decimal("1.5")),
        "fact `k`: the domain is empty: min 2 is above max 1.5",
    ),
    (
        "bad-step",
        NumberType(scale=0, step=Decimal(0)),
        "fact `k`: expected a step above 0, found 0",
    ),
    ("empty-list", TextType(CodeList(())), "fact `k`: the code list has no values"),
    (
        "duplicate-code",
        TextType(CodeList((Code("x"), Code("x")))),
        "fact `k`: the value `x` stands twice in the code list",
    ),
    ("bad-parent", TextType(LISTED), "fact `k`: the parent `z` of `y` is not in the list"),
]


@pytest.mark.parametrize(("code", "of", "english"), BUILT, ids=[each[0] for each in BUILT])
def test_a_type_that_is_refused(code: str, of: NumberType | TextType, english: str) -> None:
    fault = only(built(facts=(Fact("k", of),)), code)
    assert fault.message("en") == english
    assert fault.message("zh").startswith("事实 `k`：")
    assert fault.message("zh") != fault.message("en")


def test_a_circle_of_parents() -> None:
    found = built(lists=(CodeList(CIRCLE.codes, key="l"),))
    assert [each.message("en") for each in found] == [
        "code list `l`: the parent `y` of `x` leads back to it",
    ]
    assert found[0].message("zh") == "代码表 `l`：`x` 的上级 `y` 绕回了自身"


def test_a_conclusion_cannot_be_records() -> None:
    block = Formula("f", "out", "1")
    found = built(conclusions=(Conclusion("out", BAD_TYPE),), blocks=(block,))
    assert [each.code for each in found] == ["bad-type", "type-mismatch"]
    assert found[0].message("en") == (
        "conclusion `out`: expected the type a scalar or a list here, found records"
    )
    assert found[0].message("zh") == "结论 `out`：这里的类型应为标量或列表，实为多行记录"


def test_an_example_that_could_not_be_given() -> None:
    fault = only(built(facts=(Fact("k", WHOLE, example="50万"),)), "bad-example")
    assert fault.message("en") == "fact `k`: expected a number as the example, found `50万`"
    assert fault.message("zh") == "事实 `k`：示例应为数值，实为 `50万`"


def test_an_empty_group() -> None:
    rules = Rules("r", "first", ("out",), (Rule("one", LOOP, (Given("out", "1"),)),))
    fault = only(built(conclusions=OUT, blocks=(rules,)), "empty-group")
    assert fault.message("en") == "rules `r`, rule `one`: the group `all` is empty"
    assert fault.message("zh") == "规则组 `r`，规则 `one`：条件组 `all` 为空"


def test_a_block_that_concludes_nothing_or_twice() -> None:
    rows = (Row("r1", ("-",), ()),)
    empty = Table("d", "first", (Input("1"),), (), rows)
    fault = only(built(blocks=(empty,)), "concludes-nothing")
    assert fault.message("en") == "table `d`: this block concludes nothing"
    assert fault.message("zh") == "决策表 `d`：这个规则块没有结论"
    twice = Table("d", "first", (), ("out", "out"), (Row("r1", (), ("1", "2")),))
    fault = only(built(conclusions=OUT, blocks=(twice,)), "concludes-twice")
    assert fault.message("en") == "table `d`: the conclusion `out` stands twice here"
    assert fault.message("zh") == "决策表 `d`：结论 `out` 在这里出现了两次"


def test_every_code_of_the_checker_is_provoked_here() -> None:
    provoked = {each[0] for each in READ} | {each[0] for each in BUILT}
    alone = {"bad-type", "bad-example", "empty-group", "concludes-nothing", "concludes-twice"}
    elsewhere = {"function-too-large"}  # test_function_sizes.py
    assert {each.code for each in checking.CODES} <= provoked | alone | elsewhere


def test_no_code_is_defined_twice() -> None:
    assert not {each.code for each in checking.CODES} & {each.code for each in syntax.CODES}


def test_a_period_of_one_day_and_a_domain_of_one_value_are_right() -> None:
    one = NumberType(scale=0, minimum=Decimal(1), maximum=Decimal(1))
    day = date(2026, 1, 1)
    rows = (Row("r1", (), ("1",), valid_from=day, valid_to=day),)
    block = Table("d", "first", (), ("out",), rows)
    assert built(conclusions=(Conclusion("out", one),), blocks=(block,)) == ()
    assert built(facts=(Fact("k", BooleanType()),)) == ()
