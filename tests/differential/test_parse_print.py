"""Printing and parsing undo one another: parse(print(x)) = x (clauses 1.11 and 3.8)."""

from collections.abc import Mapping

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from rulesets.errors import AuthorError
from rulesets.expressions import tree
from rulesets.expressions.parser import parse_cell, parse_expression
from rulesets.expressions.printer import Naming, print_cell, print_node
from rulesets.expressions.tree import (
    Between,
    Cell,
    CompareTest,
    If,
    In,
    Literal,
    Name,
    Node,
    Not,
    Null,
    TextOperation,
    ValueTest,
)
from rulesets.types import Both
from tests.generators.expressions import (
    FIELDS,
    NAMES,
    OWN_FUNCTIONS,
    PARTS,
    REGIONS,
    SCOPE,
    cells,
    nodes,
    scribbles,
)

CANONICAL = SCOPE.for_canonical_text()
CONDITION = If(Name("really"), Name("x"), Name("x1"))
LONGEST = 4000


def naming(language: str) -> Naming:
    def titles(of: Mapping[str, Both]) -> dict[str, str]:
        return {key: both.in_language(language) or key for key, both in of.items()}

    return Naming(
        language,
        names=titles(NAMES),
        functions=titles(OWN_FUNCTIONS),
        fields={"orders": titles(FIELDS)},
        parts=titles(PARTS),
        code_lists={
            "region": {code.value: code.title.in_language(language) for code in REGIONS.codes}
        },
    )


@given(nodes())
@example(Between(Name("days"), CONDITION, Name("x")))
@example(TextOperation("contains", Name("list"), CONDITION))
@example(In(Name("x"), (ValueTest(CONDITION),)))
@example(In(Name("x"), (ValueTest(Not(Name("x"))), CompareTest("<", Name("x")))))
@example(Null())
@example(If(Name("really"), Null(), If(Name("x"), Null(), Null())))
def test_canonical_text_parses_to_the_tree_it_was_printed_from(node: Node) -> None:
    text = print_node(node)
    assume(len(text) <= LONGEST)
    assert parse_expression(text, CANONICAL) == node
    assert print_node(parse_expression(text, CANONICAL)) == text


@given(cells())
@example(tree.TestsCell((ValueTest(Not(Name("x"))),)))
@example(tree.TestsCell((ValueTest(Literal("east")),), negated=True))
def test_canonical_cells_parse_to_the_cell_they_were_printed_from(cell: Cell) -> None:
    text = print_cell(cell)
    assume(len(text) <= LONGEST)
    assert parse_cell(text, CANONICAL) == cell
    assert print_cell(parse_cell(text, CANONICAL)) == text


@given(nodes(), st.sampled_from(["zh", "en"]))
def test_text_for_people_parses_to_the_same_tree(node: Node, language: str) -> None:
    text = print_node(node, naming(language))
    assume(max(len(text), len(print_node(node))) <= LONGEST)
    assert parse_expression(text, SCOPE) == node


@settings(max_examples=400)
@given(scribbles())
def test_any_text_is_read_or_refused_with_a_place_and_words_in_both_languages(text: str) -> None:
    for scope in (SCOPE, SCOPE.for_column(REGIONS, percent=True)):
        try:
            node = parse_expression(text, scope)
        except AuthorError as error:
            _explained(error, text)
        else:
            assert parse_expression(print_node(node), CANONICAL) == node
        try:
            cell = parse_cell(text, scope)
        except AuthorError as error:
            _explained(error, text)
        else:
            assert parse_cell(print_cell(cell), CANONICAL) == cell


def _explained(error: AuthorError, text: str) -> None:
    (fault,) = error.faults
    ((step, place),) = fault.place
    assert step == "character"
    assert isinstance(place, int)
    assert 1 <= place <= max(len(text), LONGEST) + 1
    for language in ("zh", "en"):
        assert fault.message(language)
        assert fault.hint(language)
        assert "{" not in fault.message(language).replace("`{", "")
