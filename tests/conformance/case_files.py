"""Reads the case files: every scalar is text, and short forms become one case for each line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from tests.parts import ROOT

FOLDER: Final = Path(__file__).parent / "cases"
LANGUAGE: Final = ROOT / "docs" / "language.md"
AS_OF: Final = "2026-03-03T10:00:00+08:00"

Plain = Any
"""What a case file holds: texts, lists and mappings of them."""

# The short forms: each entry of the mapping under the first word becomes a case of its own.
SHORT: Final = {
    "expressions": "expression",
    "conditions": "condition",
    "cells": "cell",
    "takes": "takes",
    "bodies": "body",
}
FORMS: Final = (
    "expression",
    "condition",
    "cell",
    "takes",
    "body",
    "same",
    "comments",
    "declined",
    "refused",
    "runs",
)
COMMON: Final = {"id", "clause", "kind", "title", "base"}
GIVEN: Final = {
    "given",
    "as_of",
    "conclusions",
    "fired",
    "problems",
    "adjustments",
    "concluded",
    "numbers",
}
KNOWN: Final = COMMON | GIVEN | {*FORMS, *SHORT, "pieces", "document", "repeat", "as", "of"} | {
    "result", "holds", "canonical", "one", "other", "other pieces", "because", "personal", "strata",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Case:
    """One case: what it cites, its form, its own data and the pieces its file shares."""

    id: str
    clause: str
    kind: str
    form: str
    data: Mapping[str, Plain]


@cache
def clauses() -> tuple[str, ...]:
    """List the clauses that docs/language.md defines, in its order."""
    return tuple(re.findall(r"\*\*(\d+\.\d+)\*\*", LANGUAGE.read_text(encoding="utf-8")))


@cache
def cases() -> tuple[Case, ...]:
    """Read every case of every file."""
    return tuple(case for path in sorted(FOLDER.glob("*.yaml")) for case in read_file(path))


def read_file(path: Path) -> Iterator[Case]:
    """Read one file: `bases` are shared pieces by name, `cases` the cases."""
    content = YAML(typ="base").load(path.read_text(encoding="utf-8"))
    bases = content.get("bases", {})
    for raw in content["cases"]:
        strange = raw.keys() - KNOWN
        if strange:
            message = f"{path.name}: case {raw.get('id')}: unknown {sorted(strange)}"
            raise ValueError(message)
        base = bases.get(raw.get("base", "base"), {})
        shared = {key: value for key, value in base.items() if key in {"given", "as_of", "as"}}
        pieces = {key: value for key, value in base.items() if key not in shared}
        yield from expanded({**shared, **raw, "base": pieces})


def expanded(raw: Mapping[str, Plain]) -> Iterator[Case]:
    """Turn a raw case into one case, or a short form into one for each of its entries."""
    short = [form for form in SHORT if form in raw]
    if not short:
        yield made(raw["id"], raw)
        return
    (plural,) = short
    rest = {key: value for key, value in raw.items() if key != plural}
    for number, (text, expected) in enumerate(raw[plural].items(), 1):
        yield made(
            f"{raw['id']}/{number}", {**rest, SHORT[plural]: text, **entry(plural, expected)}
        )


def entry(plural: str, expected: Plain) -> Mapping[str, Plain]:
    """Read the right side of a short form's entry: a value, or a mapping that says more."""
    if plural == "takes":
        return {"result": expected}
    if isinstance(expected, dict):
        return expected
    if plural == "bodies":
        return {"refused": expected if isinstance(expected[0], list) else [expected]}
    if isinstance(expected, str) and expected.startswith("! "):
        return {"refused": expected[2:].split(", ")}
    return {"result" if plural == "expressions" else "holds": expected}


def made(name: str, raw: Mapping[str, Plain]) -> Case:
    """Find the form of a case by the keys that it has."""
    data = dict(raw)
    if not data.keys() & set(FORMS):
        data["runs"] = [{key: value for key, value in raw.items() if key in GIVEN}]
    form = next(form for form in FORMS if form in data)
    return Case(name, raw["clause"], raw["kind"], form, data)
