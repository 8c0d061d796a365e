"""Texts that are no FEEL, and what is said of them: place, expected and found; the limits."""

import pytest

from rulesets.dmn.feel.lexer import DEEPEST, LONGEST_TEXT
from rulesets.dmn.feel.parser import parse_feel, parse_unary_tests
from rulesets.dmn.feel.printer import print_feel
from rulesets.errors import AuthorError, Fault


def fault_of(text: str, *, tests: bool = False) -> Fault:
    with pytest.raises(AuthorError) as refused:
        parse_unary_tests(text) if tests else parse_feel(text)
    (fault,) = refused.value.faults
    return fault


def said(text: str, *, tests: bool = False) -> str:
    return fault_of(text, tests=tests).message("en")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "character 1: FEEL: expected an expression, found the end"),
        ("1 +", "character 4: FEEL: expected an expression, found the end"),
        ("1 + then", "character 5: FEEL: expected an expression, found `then`"),
        ("a b", "character 3: FEEL: expected an operator or the end, found `b`"),
        ("1 $ 2", "character 3: FEEL: expected an operator or the end, found `$`"),
        ("0x10", "character 2: FEEL: expected an operator or the end, found `x10`"),
        (
            "1e9999",
            "character 1: FEEL: expected a number with an exponent up to 6144, found `1e9999`",
        ),
        ('"abc', 'character 5: FEEL: expected `"`, found the end'),
        ('"a\nb"', 'character 3: FEEL: expected `"`, found the end of the line'),
        (r'"a\u12"', "character 3: FEEL: expected `\\uXXXX` or `\\UXXXXXX`, found `\\u`"),
        (r'"\U110000"', "character 2: FEEL: expected `\\uXXXX` or `\\UXXXXXX`, found `\\U110000`"),
        (r'"\uD83D"', "character 1: FEEL: expected a character, found `\\ud83d`"),
        ("a\ud83d", "character 2: FEEL: expected a character, found `\\ud83d`"),
        ("@a", 'character 2: FEEL: expected `"`, found `a`'),
        ("a /* b", "character 7: FEEL: expected `*/`, found the end"),
        ("a in", "character 5: FEEL: expected an expression, found the end"),
        ("a in (b", "character 8: FEEL: expected `)`, found the end"),
        ("a between 1 or 2", "character 13: FEEL: expected `and`, found `or`"),
        ("a instance number", "character 12: FEEL: expected `of`, found `number`"),
        ("a instance of 1", "character 15: FEEL: expected a type, found `1`"),
        ("a instance of list<b", "character 21: FEEL: expected `>`, found the end"),
        ("a instance of function<b>", "character 26: FEEL: expected `->`, found the end"),
        ("if a then b", "character 12: FEEL: expected `else`, found the end"),
        ("if a else b", "character 6: FEEL: expected `then`, found `else`"),
        ("for x a return b", "character 17: FEEL: expected `in`, found the end"),
        ("for in a return b", "character 5: FEEL: expected a name, found `in`"),
        ("for x in a", "character 11: FEEL: expected `,` or `return`, found the end"),
        ("some x in a return b", "character 13: FEEL: expected `,` or `satisfies`, found `return`"),
        (
            "some x in 1..3 satisfies x",
            "character 12: FEEL: expected `,` or `satisfies`, found `..`",
        ),
        ("(a", "character 3: FEEL: expected `)`, found the end"),
        ("(a; b)", "character 3: FEEL: expected `)`, found `;`"),
        ("[1, ", "character 5: FEEL: expected an expression, found the end"),
        ("[1 2]", "character 4: FEEL: expected `]`, found `2`"),
        ("[..1]", "character 2: FEEL: expected an expression, found `..`"),
        ("]a, b[", "character 3: FEEL: expected `..`, found `,`"),
        ("[a..b", "character 6: FEEL: expected `]` or `)` or `[`, found the end"),
        ("{a 1}", "character 5: FEEL: expected `:`, found `}`"),
        ("{a: 1,}", "character 7: FEEL: expected a name, found `}`"),
        ("{a: 1; b: 2}", "character 6: FEEL: expected `,` or `}`, found `;`"),
        ("f(a: 1, 2)", "character 9: FEEL: expected a name, found `2`"),
        ("f(1, a: 2)", "character 7: FEEL: expected `)`, found `:`"),
        ("f(1,)", "character 5: FEEL: expected an expression, found `)`"),
        ("a.", "character 3: FEEL: expected a name, found the end"),
        ("a[]", "character 2: FEEL: expected an operator or the end, found `[`"),
        ("function x", "character 10: FEEL: expected `(`, found `x`"),
        ("function(1) x", "character 10: FEEL: expected a name, found `1`"),
        ("function(a b", "character 13: FEEL: expected `,` or `)`, found the end"),
        ("= a = ", "character 7: FEEL: expected an expression, found the end"),
        ("external", "character 1: FEEL: expected an expression, found `external`"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, message: str) -> None:
    assert said(text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "character 1: FEEL: expected an expression, found the end"),
        ("1,", "character 3: FEEL: expected an expression, found the end"),
        ("-, 1", "character 2: FEEL: expected an expression, found `,`"),
        ("< 5 and > 3", "character 5: FEEL: expected an operator or the end, found `and`"),
        ("not(< 5", "character 8: FEEL: expected `)`, found the end"),
        ("not(< 5) 1", "character 10: FEEL: expected the end, found `1`"),
        ("not(1, a b)", "character 10: FEEL: expected `)`, found `b`"),
    ],
)
def test_tests_that_cannot_be_read_are_refused(text: str, message: str) -> None:
    assert said(text, tests=True) == message


def test_a_fault_has_its_code_and_speaks_chinese() -> None:
    fault = fault_of("1 +")
    assert (fault.code, fault.place) == ("dmn-syntax", (("character", 4),))
    assert fault.message("zh") == "第 4 个字符：FEEL 表达式此处应为表达式，实为结尾"


def test_limits() -> None:
    """A text has at most 4,000 characters, a tree 64 levels; nothing overflows the stack."""
    parse_feel("a" * LONGEST_TEXT)
    assert fault_of("a" * (LONGEST_TEXT + 1)).code == "expression-too-large"
    sum_of = " + ".join(["a"] * DEEPEST)
    assert print_feel(parse_feel(sum_of)) == sum_of
    nested = "a - (" * (DEEPEST - 1) + "a" + ")" * (DEEPEST - 1)
    assert parse_feel(nested) is not None
    for text in (
        f"{sum_of} + a",
        f"a - ({nested})",
        "(" * 2000 + ")" * 2000,
        "[" * 4000,
        "{a:" * 1300,
        "f(" * 2000,
        "a[" * 2000,
        "-" * 3999 + "a",
        "if " * 1300,
        "function() " * 360,
        "for x in " * 440,
        "a instance of " + "list<" * 790,
        ">" + "=(" * 1900,
        "a in(" * 800,
    ):
        assert fault_of(text).code == "expression-too-large", text[:20]
    assert fault_of("not(" * 1000, tests=True).code == "expression-too-large"
