"""Functions that call one another stay small enough to evaluate (1.10)."""

from __future__ import annotations

import pytest

from rulesets.errors import AuthorError
from tests.unit.loading import infer, load

FUNCTION = """
  - {{key: f{n}, title: {{zh: 函{n}, en: Fn {n}}}, parameters: [{{key: n, type: number}}],
     returns: {{type: number}}, expression: "{body}"}}"""
USE = """
conclusions: [{key: r, title: {zh: 果, en: Result}, type: number, scale: 0}]
blocks: [{key: f, kind: formula, concludes: r, expression: f0(a)}]
"""


def chain(length: int, call: str) -> str:
    bodies = [*(call.format(n + 1) for n in range(length)), "n"]
    functions = "".join(FUNCTION.format(n=n, body=body) for n, body in enumerate(bodies))
    return USE + "functions:" + functions + "\n"


def refused(body: str) -> list[tuple[str, object]]:
    with pytest.raises(AuthorError) as error:
        load(body)
    return [(each.code, each.place[0][1]) for each in error.value.faults]


def test_a_chain_of_functions_ends_at_64_levels() -> None:
    # A call and its argument are two levels, the last body is one: 31 calls are 63.
    assert infer(load(chain(31, "f{}(n)")), '{"a": 7}').conclusions == {"r": 7}
    assert refused(chain(32, "f{}(n)")) == [("function-too-large", "f0")]


def test_functions_that_double_are_refused_before_they_are_evaluated() -> None:
    assert infer(load(chain(9, "f{0}(n) + f{0}(n)")), '{"a": 1}').conclusions == {"r": 512}
    assert [code for code, _ in refused(chain(40, "f{0}(n) + f{0}(n)"))] == ["function-too-large"]


def test_a_very_long_chain_is_refused_once() -> None:
    assert [code for code, _ in refused(chain(600, "f{}(n)"))] == ["function-too-large"]
