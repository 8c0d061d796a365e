"""`fenji evaluate --engine all`: every engine side by side, differences marked."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from engine.runtimes.compiled import domain
from engine.runtimes.durable import is_here, runtime
from tests.cli.examples import furnish, run

RULESET = """
ruleset: halves
zone: UTC
facts: [{key: a, title: {zh: 甲, en: A}, type: number, scale: 2}]
conclusions:
  - {key: half, title: {zh: 一半, en: Half}, type: number, scale: 0}
  - {key: sign, title: {zh: 符号, en: Sign}, type: text}
blocks:
  - {key: h, kind: formula, concludes: half, expression: a / 2}
  - {key: s, kind: table, hit: first, inputs: [a], outputs: [sign], rows: [
      {id: plus, when: ["> 0"], then: ['"+"']}]}
"""
ASKED = ("evaluate", "halves.yaml", "--facts", "-", "--engine", "all")
GIVEN = '{"a": 3.1}'
ENGINES = ["reference", "compiled", *(["durable"] if is_here() else [])]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("FENJI_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    furnish(tmp_path)
    (tmp_path / "halves.yaml").write_text(RULESET, "utf-8")


def test_engines_that_agree_say_it_once() -> None:
    result = run(*ASKED, given=GIVEN)
    assert result.exit_code == 0, result.output
    assert result.output == (
        f"Half: 2\nSign: +\nFired: h (formula), s/plus\nProblems: -\n\n{', '.join(ENGINES)} agree\n"
    )
    assert run(*ASKED, "--lang", "zh", given=GIVEN).output.endswith(f"{', '.join(ENGINES)} 一致\n")


def test_a_difference_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled engine rounds wrongly here."""
    monkeypatch.setattr(domain, "rounder", lambda _: Decimal)
    result = run(*ASKED, given=GIVEN)
    assert result.exit_code == 1
    head, *lines = result.output.splitlines()
    assert head == "≠ Half"
    assert lines[: len(ENGINES)] == [
        f"    {each}: {'1.55' if each == 'compiled' else '2'}" for each in ENGINES
    ]
    assert lines[-1] == f"≠ {', '.join(ENGINES)} differ"
    assert "Sign: +" in lines


def test_whole_answers_stand_under_the_engines_names() -> None:
    told = json.loads(run(*ASKED, "--json", given=GIVEN).output)
    assert list(told) == ENGINES
    assert all(each["engine"] == name for name, each in told.items() if "engine" in each)
    assert len({json.dumps(each["conclusions"]) for each in told.values()}) == 1


@pytest.mark.needs("durable")
def test_an_engine_that_declines_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "MOST_KILOBYTES", 1)
    result = run(*ASKED, given=GIVEN)
    assert result.exit_code == 0
    assert "durable declines: " in result.output
    assert result.output.endswith("reference, compiled agree\n")


def test_facts_that_are_refused_are_refused_once() -> None:
    result = run(*ASKED, given='{"a": "3"}')
    assert result.exit_code == 3
    assert result.stderr.count("wrong-type") == 1
