"""Words that must not stand in the project's files."""

import ast
import re
from typing import Final

import pytest

from tests.tree import files, in_packages, read

# Brackets around a letter keep this file from holding what it forbids.
FORBIDDEN: Final = {
    "work put off": r"\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b",
    "a package registry's host": r"\b(pypi|debian|jsdelivr|npmjs|pythonhosted|unpkg|yarnpkg)[.]"
    r"(com|net|org)\b",
    "one machine's path": r"(?<![\w.~$})])/(w[o]rk|r[o]ot|h[o]me)/",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_words_that_must_not_stand(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path in files()
        for number, line in enumerate(read(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found, "\n".join(found)


def test_only_the_command_prints() -> None:
    calls = [
        f"{path}:{node.lineno}"
        for path in files(".py")
        if in_packages(path) and path.parts[0] != "cli"
        for node in ast.walk(ast.parse(read(path)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not calls, "\n".join(calls)


BARE: Final = re.compile(r"# no[q]a(?!: [A-Z0-9, ]+ - .)|# type: i[g]nore(?!\[[\w-]+\]  # .)")


def bare_exceptions(text: str) -> list[int]:
    """List the lines that except themselves from a check, unless they or the line above say why."""
    lines = text.splitlines()
    return [
        number
        for number, (above, line) in enumerate(zip(["", *lines], lines, strict=False), 1)
        if BARE.search(line) and not above.strip().startswith("# ")
    ]


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("x = 1  # {}", True),
        ("x = 1  # {}: S101", True),
        ("x = 1  # {}: S101, ANN401 - the meaning asks for it", False),
        ("# the meaning asks for it\nx = 1  # {}: S101", False),
    ],
)
def test_what_an_exception_without_a_reason_is(line: str, *, bare: bool) -> None:
    assert bool(bare_exceptions(line.format("noqa"))) == bare


def test_exceptions_from_the_checks_give_their_reason() -> None:
    found = [f"{path}:{number}" for path in files(".py") for number in bare_exceptions(read(path))]
    assert not found, "\n".join(found)
