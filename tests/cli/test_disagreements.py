"""`fenji disagreements`, and how `fenji evaluate` refuses what engines disagree about."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from engine.runtimes.compiled import domain
from service.twin import twins
from tests.cli.examples import furnish, run
from tests.cli.test_comparing import RULESET

GIVEN = '{"a": 3.1}'
ASKED = ("evaluate", "halves.yaml", "--facts", "-")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("FENJI_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(twins, "is_here", lambda: False)
    furnish(tmp_path)
    (tmp_path / "halves.yaml").write_text(RULESET, "utf-8")
    return tmp_path


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled engine does not round."""
    monkeypatch.setattr(domain, "rounder", lambda _: Decimal)


def test_a_try_says_who_inferred_it_again() -> None:
    result = run(*ASKED, given=GIVEN)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == (
        "inferred again by reference, with the same result: conditions, hit policies, expressions"
    )
    assert (
        run(*ASKED, "--lang", "zh", given=GIVEN)
        .stdout.splitlines()[-1]
        .startswith("由 reference 再次推理并一致：条件、命中策略、表达式")
    )
    alone = run(*ASKED, "--engine", "compiled", given=GIVEN)
    assert "again" not in alone.stdout


@pytest.mark.usefixtures("fault")
def test_a_wrong_answer_does_not_leave_and_both_are_shown() -> None:
    assert run("migrate").exit_code == 0
    refused = run(*ASKED, given=GIVEN)
    assert (refused.exit_code, refused.stdout) == (4, "")
    assert refused.stderr.startswith("engines-disagree: the engines compiled and reference")
    listed = run("disagreements")
    assert listed.exit_code == 0, listed.output
    number, *rest = listed.stdout.split()
    # It was not published: it has no version yet.
    assert rest[1:] == ["halves@0", "compiled", "≠", "reference"]
    assert number in refused.stderr
    shown = run("disagreements", number)
    assert shown.exit_code == 0, shown.output
    lines = shown.stdout.splitlines()
    at = lines.index("≠ half")
    assert lines[at + 1 : at + 3] == ["    compiled: 1.55", "    reference: 2"]
    assert '  sign: "+"' in lines
    assert 'facts: {"a":3.1}' in lines
    plain = json.loads(run("disagreements", number, "--json").stdout)
    assert plain["inferences"]["compiled"]["conclusions"]["half"] == 1.55
    assert plain["inferences"]["reference"]["conclusions"]["half"] == 2
    assert run(*ASKED, "--engine", "compiled", given=GIVEN).exit_code == 0


@pytest.mark.usefixtures("fault")
def test_it_is_refused_where_nothing_can_be_kept(folder: Path) -> None:
    refused = run(*ASKED, given=GIVEN)
    assert (refused.exit_code, refused.stdout) == (4, "")
    assert "engines-disagree" in refused.stderr
    assert "no-database" in refused.stderr
    assert not (folder / "var").exists()


def test_what_is_not_there_is_said() -> None:
    assert run("migrate").exit_code == 0
    assert run("disagreements").stderr == "no disagreement\n"
    unknown = run("disagreements", "0" * 26)
    assert (unknown.exit_code, unknown.stderr.split(":")[0]) == (4, "unknown-disagreement")
    assert run("disagreements", "--erase").exit_code == 2


def test_a_bad_setting_is_refused_before_anything_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FENJI_TWIN", "sample:2")
    refused = run("serve")
    assert refused.exit_code == 4
    assert "expected always, off or sample:RATE" in refused.stderr
    assert "FENJI_TWIN" in refused.stderr
