"""Every production of FEEL 1.5 (OMG DMN 1.5, 10.3.1.2) is read; its rules by number."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from rulesets.dmn.feel.parser import parse_feel, parse_unary_tests
from rulesets.dmn.feel.printer import print_feel, print_unary_tests
from rulesets.dmn.feel.tree import (
    AtLiteral,
    Between,
    Binary,
    Boolean,
    Call,
    CompareTest,
    ContextLiteral,
    Feel,
    Filter,
    For,
    FunctionLiteral,
    If,
    InstanceOf,
    InTests,
    ListLiteral,
    Name,
    Negate,
    Null,
    Number,
    OneSidedRange,
    Path,
    Quantified,
    RangeLiteral,
    String,
    UnaryTests,
    ValueTest,
)
from rulesets.errors import AuthorError
from tests.parts import data_folder

A, B, C, X = Name("a"), Name("b"), Name("c"), Name("x")


def n(value: object) -> Number:
    return Number(Decimal(str(value)))


A_PLUS_1 = Binary("+", A, n(1))
ONE_TO_FIVE = RangeLiteral(n(1), n(5), True, False)
FIVE_TO_NINE = RangeLiteral(n(5), n(9), False, False)
CALL_OF_NOT = Call(Name("not"), (A,))


def said(text: str) -> str:
    with pytest.raises(AuthorError) as refused:
        parse_feel(text)
    (fault,) = refused.value.faults
    return fault.message("en")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("null", Null()),
        ("true", Boolean(True)),
        ("false", Boolean(False)),
        ("98.83", n("98.83")),
        (".872", n("0.872")),
        ("007", n(7)),
        ("1.5e3", n(1500)),
        (".5E-3", n("0.0005")),
        ("5e+2", n(500)),
        ("-50", Negate(n(50))),
        ('"foo bar"', String("foo bar")),
        ('"横綱"', String("横綱")),
        ('""', String("")),
        (r'"a\"b\'c\\d\n\r\t"', String("a\"b'c\\d\n\r\t")),
        (r'"\u00e9\U01F40E"', String("é🐎")),
        (r'"\uD83D\uDCA9"', String("💩")),
        (r'"\d+\s"', String(r"\d+\s")),
        ('"// no comment /* at all */"', String("// no comment /* at all */")),
        ('@"2026-03-01"', AtLiteral("2026-03-01")),
        ('@ "P1D"', AtLiteral("P1D")),
    ],
)
def test_literals(text: str, tree: Feel) -> None:
    """Rules 31 to 37, 64 and 65."""
    assert parse_feel(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a+b-c", Binary("-", Binary("+", A, B), C)),
        ("a-(b-c)", Binary("-", A, Binary("-", B, C))),
        ("a+b*c", Binary("+", A, Binary("*", B, C))),
        ("a/b/c", Binary("/", Binary("/", A, B), C)),
        ("a*b**c", Binary("*", A, Binary("**", B, C))),
        ("a**b**c", Binary("**", Binary("**", A, B), C)),
        # the specification's own example: a sign binds closer than `**`
        ("-4 ** 2", Binary("**", Negate(n(4)), n(2))),
        ("-(4 ** 2)", Negate(Binary("**", n(4), n(2)))),
        ("10**-5", Binary("**", n(10), Negate(n(5)))),
        ("-10--5", Binary("-", Negate(n(10)), Negate(n(5)))),
        ("--a", Negate(Negate(A))),
        (
            "(1-(1+a/12)**-b)",
            Binary(
                "-",
                n(1),
                Binary("**", Binary("+", n(1), Binary("/", A, n(12))), Negate(B)),
            ),
        ),
        ("a or b and c", Binary("or", A, Binary("and", B, C))),
        ("(a or b) and c", Binary("and", Binary("or", A, B), C)),
        ("a = b and b != c", Binary("and", Binary("=", A, B), Binary("!=", B, C))),
        ("a < b + c", Binary("<", A, Binary("+", B, C))),
        ("a <= b = c", Binary("=", Binary("<=", A, B), C)),
        ("a >= b or a > c", Binary("or", Binary(">=", A, B), Binary(">", A, C))),
        ("a between b and c and x", Binary("and", Between(A, B, C), X)),
        ("a between b+c and -c", Between(A, Binary("+", B, C), Negate(C))),
    ],
)
def test_operators_bind_as_the_rules_list_them(text: str, tree: Feel) -> None:
    """Rules 2, 4, 19 to 24 and 47 to 49: later alternatives bind closer, all from left to right."""
    assert parse_feel(text) == tree


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        ("x in a", (ValueTest(A),)),
        ("x in < a", (CompareTest("<", A),)),
        ("x in (< a, != b, null)", (CompareTest("<", A), CompareTest("!=", B), ValueTest(Null()))),
        ("x in [a..b]", (ValueTest(RangeLiteral(A, B, True, True)),)),
        ("x in (a..b)", (ValueTest(RangeLiteral(A, B, False, False)),)),
        ("x in ]a..b[", (ValueTest(RangeLiteral(A, B, False, False)),)),
        ("x in (..b]", (ValueTest(OneSidedRange("<=", B)),)),
        ("x in ((a..b], c)", (ValueTest(RangeLiteral(A, B, False, True)), ValueTest(C))),
        ("x in (a)", (ValueTest(A),)),
        ("x in (a) + 1", (ValueTest(Binary("+", A, n(1))),)),
        ("x in (a).b[1]", (ValueTest(Filter(Path(A, "b"), n(1))),)),
        ("x in (a or b)", (ValueTest(Binary("or", A, B)),)),
    ],
)
def test_in(text: str, tests: tuple[CompareTest | ValueTest, ...]) -> None:
    """Rules 49c and 49d."""
    assert parse_feel(text) == InTests(X, tests)
    assert parse_feel(f"{text} and b") == Binary("and", InTests(X, tests), B)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("[a..b]", RangeLiteral(A, B, True, True)),
        ("[a..b)", RangeLiteral(A, B, True, False)),
        ("[a..b[", RangeLiteral(A, B, True, False)),
        ("(a..b]", RangeLiteral(A, B, False, True)),
        ("]a..b]", RangeLiteral(A, B, False, True)),
        ("[1..5]", RangeLiteral(n(1), n(5), True, True)),
        ("[1...5]", RangeLiteral(n(1), n("0.5"), True, True)),
        ("[a[1]..b[2][", RangeLiteral(Filter(A, n(1)), Filter(B, n(2)), True, False)),
        ("[[1..2[, 3]", ListLiteral((RangeLiteral(n(1), n(2), True, False), n(3)))),
        ("[1..2[.start", Path(RangeLiteral(n(1), n(2), True, False), "start")),
        ("(..a)", OneSidedRange("<", A)),
        ("]..a]", OneSidedRange("<=", A)),
        ("[a..)", OneSidedRange(">=", A)),
        ("(a..[", OneSidedRange(">", A)),
        ("(< 10)", OneSidedRange("<", n(10))),
        ("(>= a + 1)", OneSidedRange(">=", Binary("+", A, n(1)))),
        ("(= a)", OneSidedRange("=", A)),
        ("(!= a)", OneSidedRange("!=", A)),
        ("[]", ListLiteral(())),
        ("[a, [b]]", ListLiteral((A, ListLiteral((B,))))),
        ("{}", ContextLiteral(())),
        ("{a: 1, b: a}", ContextLiteral((("a", n(1)), ("b", A)))),
        (
            '{"a \\" b": 1, full  name: 2, c: full name}',
            ContextLiteral((('a " b', n(1)), ("full name", n(2)), ("c", Name("full name")))),
        ),
        ("{a + b: 1, c: a+b}", ContextLiteral((("a + b", n(1)), ("c", Name("a + b"))))),
        ("{first name: a}.first name", Path(ContextLiteral((("first name", A),)), "first name")),
    ],
)
def test_brackets(text: str, tree: Feel) -> None:
    """Rules 7 to 12, 54, 57 to 59, 66 and 67."""
    assert parse_feel(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a.b.c", Path(Path(A, "b"), "c")),
        ("a . b", Path(A, "b")),
        ("a[b > 1].c", Path(Filter(A, Binary(">", B, n(1))), "c")),
        ("a[-1]", Filter(A, Negate(n(1)))),
        ("a()", Call(A)),
        ("a(b, 1)(c)", Call(Call(A, (B, n(1))), (C,))),
        ("a(start position: b, c: 1)", Call(A, named=(("start position", B), ("c", n(1))))),
        ("a.b(c)", Call(Path(A, "b"), (C,))),
        ("not(a)", Call(Name("not"), (A,))),
        ('date and time("x")', Call(Name("date and time"), (String("x"),))),
        ("string  length (a)", Call(Name("string length"), (A,))),
        ("a instance of number", InstanceOf(A, "number")),
        ("a instance of date  and time", InstanceOf(A, "date and time")),
        ("a instance of list", InstanceOf(A, "list")),
        ("a instance of list< list <number>>", InstanceOf(A, "list<list<number>>")),
        ("a instance of range<date>", InstanceOf(A, "range<date>")),
        ("a instance of t.Loan", InstanceOf(A, "t.Loan")),
        (
            "a instance of context<b c:number,x: string>",
            InstanceOf(A, "context<b c: number, x: string>"),
        ),
        (
            "a instance of function< number,b >->function<>->c",
            InstanceOf(A, "function<number, b>->function<>->c"),
        ),
        ("-a instance of number", Negate(InstanceOf(A, "number"))),
        ("a + b instance of number", Binary("+", A, InstanceOf(B, "number"))),
        ("if a then b else c or x", If(A, B, Binary("or", C, X))),
        ("1 + if a then b else c", Binary("+", n(1), If(A, B, C))),
        ("some x in a satisfies x > b", Quantified("some", (("x", A),), Binary(">", X, B))),
        (
            "every a b in x, c in a b satisfies c",
            Quantified("every", (("a b", X), ("c", Name("a b"))), C),
        ),
        ("for x in a return x", For((("x", A),), X)),
        (
            "for x in 1..a, b in c return x*b",
            For((("x", RangeLiteral(n(1), A, True, True)), ("b", C)), Binary("*", X, B)),
        ),
        ("function() 1", FunctionLiteral((), n(1))),
        ("function(a, b c) b c + a", FunctionLiteral(("a", "b c"), Binary("+", Name("b c"), A))),
        (
            "function(a: list<number>, b) a",
            FunctionLiteral(("a", "b"), A, ("list<number>", "")),
        ),
        (
            "function(a) external {java: b}",
            FunctionLiteral(("a",), ContextLiteral((("java", B),)), external=True),
        ),
        ("?", Name("?")),
        ("? > a", Binary(">", Name("?"), A)),
        ("a // all that follows\n + /* b + */ c", Binary("+", A, C)),
        ("\u3000a\xa0+\u2003b\ufeff", Binary("+", A, B)),
    ],
)
def test_what_follows_an_operand_and_what_begins_with_a_keyword(text: str, tree: Feel) -> None:
    """Rules 38 to 46, 50 to 53, 55, 56, 61 and 63; comments."""
    assert parse_feel(text) == tree


NAMES = (
    "Full Name",
    "Full",
    "a",
    "b",
    "a-b",
    "a - b + c",
    "O'Neil",
    "Approved/Declined",
    "客户 等级",
)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Full Name", Name("Full Name")),
        ("Full \t\n Name+1", Binary("+", Name("Full Name"), n(1))),
        ("Full", Name("Full")),
        ("a - b", Name("a-b")),
        ("a-b+c", Name("a - b + c")),
        ("(a)-(b)", Binary("-", A, B)),
        ("b-a", Binary("-", B, A)),
        ("ab", Name("ab")),
        ("O'Neil", Name("O'Neil")),
        ("Approved / Declined", Name("Approved/Declined")),
        ("客户　等级", Name("客户 等级")),
        ("customer.Full Name", Path(Name("customer"), "Full Name")),
        ("a.Fullest", Path(A, "Fullest")),
        ("年采购额（元）>=5", Binary(">=", Name("年采购额（元）"), n(5))),
    ],
)
def test_the_longest_known_name_is_meant(text: str, tree: Feel) -> None:
    """Rules 25 to 30, and 10.3.1.6."""
    assert parse_feel(text, NAMES) == tree


def test_names_may_hold_keywords_when_the_whole_is_known() -> None:
    known = ("Profit and loss", "what if?", "days in stock", "decision A 2.1", "and")
    assert parse_feel("Profit and loss", known) == Name("Profit and loss")
    assert parse_feel("what if? + 1", known) == Binary("+", Name("what if?"), n(1))
    assert parse_feel("decision A 2.1", known) == Name("decision A 2.1")
    assert parse_feel("x in days in stock", known) == InTests(
        X, (ValueTest(Name("days in stock")),)
    )
    assert parse_feel("a and b", known) == Binary("and", A, B)
    assert parse_feel("Profit and b", known) == Binary("and", Name("Profit"), B)


def test_names_are_known_only_where_they_are_in_scope() -> None:
    assert parse_feel("[{a b: 1, c: a b}, 2]") is not None
    assert said("[{a b: 1}, a b]") == "character 14: FEEL: expected `]`, found `b`"
    assert said("(for a b in x return a b) + a b").startswith("character 31:")
    assert said("[function(a b) a b, a b]").startswith("character 23:")
    # an inner name hides an outer one of the same tokens only while it is in scope
    tree = parse_feel("[for a-b in x return a-b, a-b]", ["a - b"])
    assert tree == ListLiteral((For((("a-b", X),), Name("a-b")), Name("a - b")))


def test_members_are_known_after_a_point_and_in_a_filter() -> None:
    members = ("order amount", "b - c")
    assert parse_feel("x.order amount", (), members) == Path(X, "order amount")
    assert parse_feel("x[order amount > 1]", (), members) == Filter(
        X, Binary(">", Name("order amount"), n(1))
    )
    assert parse_feel("x.b - c", ("b - c",), ()) == Binary("-", Path(X, "b"), C)
    assert said("order amount").startswith("character 7:")
    with pytest.raises(AuthorError):
        parse_feel("order amount", (), members)


def test_a_node_knows_where_it_begins() -> None:
    tree = parse_feel(" a + f( -b)", ())
    assert isinstance(tree, Binary)
    assert isinstance(tree.right, Call)
    assert (tree.at, tree.left.at, tree.right.at, tree.right.positional[0].at) == (2, 2, 6, 9)


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        ("-", UnaryTests(())),
        (" - // any\n", UnaryTests(())),
        ('"A", "B"', UnaryTests((ValueTest(String("A")), ValueTest(String("B"))))),
        (">=18", UnaryTests((CompareTest(">=", n(18)),))),
        ("<12, > a+1", UnaryTests((CompareTest("<", n(12)), CompareTest(">", A_PLUS_1)))),
        ("= a, != b", UnaryTests((CompareTest("=", A), CompareTest("!=", B)))),
        ("-5", UnaryTests((ValueTest(Negate(n(5))),))),
        ("null", UnaryTests((ValueTest(Null()),))),
        ("[1..5), ]5..9[", UnaryTests((ValueTest(ONE_TO_FIVE), ValueTest(FIVE_TO_NINE)))),
        ("(< 5)", UnaryTests((ValueTest(OneSidedRange("<", n(5))),))),
        ("not(a, < b)", UnaryTests((ValueTest(A), CompareTest("<", B)), negated=True)),
        ("not ( null )", UnaryTests((ValueTest(Null()),), negated=True)),
        ("not(not(a))", UnaryTests((ValueTest(Call(Name("not"), (A,))),), negated=True)),
        ("not(a) and b", UnaryTests((ValueTest(Binary("and", CALL_OF_NOT, B)),))),
        ("not(a), b", UnaryTests((ValueTest(CALL_OF_NOT), ValueTest(B)))),
        ("not()", UnaryTests((ValueTest(Call(Name("not"))),))),
        ("(not(a))", UnaryTests((ValueTest(CALL_OF_NOT),))),
        ("not(negand: a)", UnaryTests((ValueTest(Call(Name("not"), named=(("negand", A),))),))),
        ("? in a", UnaryTests((ValueTest(InTests(Name("?"), (ValueTest(A),))),))),
    ],
)
def test_unary_tests(text: str, tests: UnaryTests) -> None:
    """Rules 7 and 13 to 15."""
    assert parse_unary_tests(text) == tests
    assert parse_unary_tests(print_unary_tests(tests)) == tests


@pytest.mark.needs("data")
def test_every_text_of_the_kit_is_read() -> None:
    """All 28 models of the level-2 kit of DMN, 360 texts."""
    cells = {"inputEntry", "inputValues", "outputValues", "allowedValues"}
    count = 0
    for path in sorted((data_folder() / "dmn-tck" / "models").glob("*/*.dmn")):
        root = ET.parse(path).getroot()  # noqa: S314 - the kit's own files
        names = {name for element in root.iter() if (name := element.get("name"))}
        for parent in root.iter():
            for element in parent:
                if element.tag.endswith("}text"):
                    count += 1
                    if parent.tag.rpartition("}")[2] in cells:
                        tests = parse_unary_tests(element.text or "", names)
                        assert parse_unary_tests(print_unary_tests(tests), names) == tests
                    else:
                        tree = parse_feel(element.text or "", names)
                        assert parse_feel(print_feel(tree), names) == tree
    assert count == 360
