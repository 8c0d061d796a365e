"""Printing and reading FEEL undo one another, and no text does anything but be read or refused."""

import time
from random import Random

import pytest

from rulesets.dmn.feel.lexer import LONGEST_TEXT
from rulesets.dmn.feel.parser import parse_feel, parse_unary_tests
from rulesets.dmn.feel.printer import print_feel, print_unary_tests
from rulesets.errors import AuthorError
from tests.generators.feel import NAMES, Trees, damaged, scribble

CODES = {"dmn-syntax", "expression-too-large"}


@pytest.mark.parametrize("seed", range(2))
def test_a_printed_expression_is_read_as_the_tree_it_was_printed_from(seed: int) -> None:
    trees, read = Trees(seed), 0
    for _ in range(150):
        node = trees.feel()
        text = print_feel(node)
        if len(text) <= LONGEST_TEXT:
            read += 1
            assert parse_feel(text, NAMES) == node, text
            assert print_feel(parse_feel(text, NAMES)) == text
    assert read > 100


@pytest.mark.parametrize("seed", [9])
def test_printed_tests_are_read_as_the_tree_they_were_printed_from(seed: int) -> None:
    trees = Trees(seed)
    for _ in range(150):
        tests = trees.unary_tests()
        text = print_unary_tests(tests)
        if len(text) <= LONGEST_TEXT:
            assert parse_unary_tests(text, NAMES) == tests, text


def read_or_refused(text: str, names: tuple[str, ...] = NAMES) -> None:
    for read in (parse_feel, parse_unary_tests):
        try:
            read(text, names)
        except AuthorError as error:
            refused = error
        else:
            continue
        (fault,) = refused.faults
        assert fault.code in CODES
        assert 1 <= int(fault.place[0][1]) <= len(text) + 1
        assert fault.message("zh")
        assert fault.message("en")


def test_any_text_is_read_or_refused() -> None:
    random = Random(7)  # noqa: S311 - no secrets
    for _ in range(1000):
        read_or_refused(scribble(random, 30))


def test_a_damaged_text_is_read_or_refused() -> None:
    random, trees = Random(8), Trees(8)  # noqa: S311 - no secrets
    for _ in range(200):
        text = print_feel(trees.feel(4))
        read_or_refused(damaged(random, text)[:LONGEST_TEXT])


@pytest.mark.parametrize(
    "piece",
    [
        *("a+", "a ", "a.", "(", "[", "{a:", "f(a:", "f(", '"', '"\\', "/*", "/* */", "//\n", "-"),
        *("not(", "x in(", "in ", "some x in ", "for x in ", "if ", "if a then ", "1e", ".", ".."),
        *("[1..", "]", "a[", "a[1]", "a.b", "a()", "a instance of list<", "context<a:", " ", ">="),
        *(
            "function(",
            "function(a,",
            "{a:1,",
            "{a b:1,",
            "[a,",
            "Full ",
            "a and ",
            "@",
            "\\u",
            "1",
        ),
    ],
)
def test_the_longest_text_is_read_in_time(piece: str) -> None:
    """Also where each place begins a known name of a hundred tokens that is not there."""
    text = ("[" + piece * LONGEST_TEXT)[:LONGEST_TEXT]
    begin = time.process_time()
    read_or_refused(text)
    read_or_refused(text, (*NAMES, "a+" * 49 + "b", "a " * 99 + "b"))
    assert time.process_time() - begin < 2
