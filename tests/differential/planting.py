"""Plants a fault in a copy of the compiled engine: one expression means something else.

The copy is found by names and the expression by what it says, however it is laid out and whichever
file it stands in. A fault that finds no place any more is an error of the test, never a pass.
"""

from __future__ import annotations

import ast
import importlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.decision import Runtime
from engine.runtimes import compiled

PACKAGE = "engine.runtimes.compiled"


@dataclass(frozen=True)
class Fault:
    """A change of meaning in one place.

    Attributes:
        name: what is wrong then.
        inside: the function, method or table in which it is, by its name.
        old: the expression that stands there.
        new: what stands there instead.
    """

    name: str
    inside: str
    old: str
    new: str


class NoPlace(AssertionError):  # noqa: N818 - it says what there is not
    """The engine no longer says what a fault wants to change: look for its new place."""


class _Planting(ast.NodeTransformer):
    """Exchanges every expression that reads as the old one."""

    def __init__(self, fault: Fault) -> None:
        self.old = ast.unparse(_expression(fault.old))
        self.new = _expression(fault.new)
        self.planted = 0

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.expr) and ast.unparse(node) == self.old:
            self.planted += 1
            return self.new
        return self.generic_visit(node)


def _changed(text: str, fault: Fault) -> tuple[str, int]:
    """Plant a fault in the text of a module; tell in how many places."""
    module, count = ast.parse(text), 0
    for node in ast.walk(module):
        if _named(node) == fault.inside:
            planting = _Planting(fault)
            planting.visit(node)
            count += planting.planted
    return (ast.unparse(ast.fix_missing_locations(module)) if count else text), count


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _named(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign):
        return getattr(node.targets[0], "id", "")
    return getattr(node.target, "id", "") if isinstance(node, ast.AnnAssign) else ""


def planted(fault: Fault | None, folder: Path, name: str) -> Runtime:
    """Copy the compiled engine to a package of its own, plant a fault, and make its runtime.

    Args:
        fault: what to plant; None makes a copy without any.
        folder: where the package goes; it stands on the path of imports.
        name: of the package.

    Raises:
        NoPlace: Nothing inside what the fault names reads as it says.
    """
    package = folder / name
    package.mkdir()
    places = 0
    for file in Path(str(compiled.__file__)).parent.glob("*.py"):
        text = file.read_text("utf-8").replace(PACKAGE, name)
        if fault is not None and fault.inside in text:
            text, count = _changed(text, fault)
            places += count
        (package / file.name).write_text(text, "utf-8")
    if fault is not None and not places:
        message = f"`{fault.name}`: nothing inside `{fault.inside}` reads `{fault.old}`"
        raise NoPlace(message)
    importlib.invalidate_caches()
    made: Runtime = importlib.import_module(name).Compiled()
    return made


def forget(name: str) -> None:
    """Let the modules of a copy go."""
    for each in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
        del sys.modules[each]
