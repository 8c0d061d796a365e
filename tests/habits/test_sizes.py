"""Functions have at most 40 lines of body, files at most 400."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.tree import files, in_packages, read

BODY: Final = 40
FILE: Final = 400

# What is longer, and its length: `path` or `path::function`. Entries go away or get smaller;
# nothing is added.
LONGER: Final[dict[str, int]] = {}


def sizes() -> Iterator[tuple[str, int, int]]:
    """Measure every file and every function: what it is, its length, its limit."""
    for path in files(".py", ".html", ".css", ".js"):
        text = read(path)
        yield str(path), len(text.splitlines()), FILE
        # A migration says one long thing once and is never edited again.
        if path.suffix == ".py" and "migrations" not in path.parts:
            for name, length in bodies(path, text):
                yield f"{path}::{name}", length, BODY


def bodies(path: Path, text: str) -> Iterator[tuple[str, int]]:
    """Measure each function's body: from its first statement after the docstring to its end."""
    for node in ast.walk(ast.parse(text, filename=str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = 1 if ast.get_docstring(node, clean=False) is not None else 0
            statements = node.body[said:]
            if statements:
                yield node.name, (node.end_lineno or 0) - statements[0].lineno + 1


def test_nothing_is_too_long() -> None:
    longer = {what: length for what, length, limit in sizes() if length > limit}
    new = {what: length for what, length in longer.items() if LONGER.get(what) != length}
    gone = LONGER.keys() - longer.keys()
    assert not new, f"shorten, the list LONGER only shrinks: {new}"
    assert not gone, f"short now, take out of LONGER: {sorted(gone)}"


def test_a_body_is_measured_without_its_docstring() -> None:
    source = 'def f():\n    """Say.\n\n    More.\n    """\n    # why\n    x = 1\n\n    return x\n'
    assert list(bodies(Path("f.py"), source)) == [("f", 3)]


def test_names_say_what_a_module_holds() -> None:
    vague = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
    names = [path for path in files(".py") if vague & {*path.parts, path.stem}]
    assert names == []


def test_packages_are_packages_and_tests_are_not() -> None:
    python = files(".py")
    folders = {path.parent for path in python if in_packages(path)}
    # Alembic loads its migrations by path.
    folders = {folder for folder in folders if "migrations" not in folder.parts}
    bare = [str(folder) for folder in sorted(folders) if folder / "__init__.py" not in python]
    assert not bare, f"no __init__.py in {bare}"
    assert [path for path in python if path.parts[0] == "tests" and path.stem == "__init__"] == []
