"""docs/cli.md tells the truth: its examples are run, and each command and setting is there."""

import re
from pathlib import Path

import pytest

from cli.main import fenji
from tests.cli.examples import PAGE, examples, fits, furnish, run, run_all
from tests.parts import ROOT


def test_the_examples_print_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FENJI_DATABASE_URL", raising=False)
    furnish(tmp_path)
    listed = examples()
    assert len(listed) > 20
    wrong = [
        f"$ {each.command}\n{printed}"
        for each, printed in zip(listed, run_all(listed), strict=True)
        if not fits(each.printed, printed)
    ]
    assert not wrong, "\n".join(wrong)


def test_an_example_that_lies_is_seen() -> None:
    assert fits("published version … of x\n", "published version 1 of x\n")
    assert not fits("published version … of x\n", "published version 1 of y\n")
    assert not fits("3 faults", "13 faults")


def test_every_command_has_its_section() -> None:
    page = PAGE.read_text("utf-8")
    assert [name for name in fenji.commands if f"\n## {name}\n" not in page] == []
    # And each command with a console example is a command.
    assert {each.command.split()[1] for each in examples() if each.command != "echo $?"} <= set(
        fenji.commands
    )


def test_the_exit_codes_are_those_of_the_help() -> None:
    table = dict(re.findall(r"^\| (\d) \| (.+?) \|$", PAGE.read_text("utf-8"), re.MULTILINE))
    helped = dict(re.findall(r"^ +(\d)  (.+)$", run("--help").output, re.MULTILINE))
    assert helped == table
    assert list(table) == ["0", "1", "2", "3", "4"]


def test_the_readme_lists_every_setting() -> None:
    read = {
        name
        for path in ROOT.rglob("*.py")
        if path.relative_to(ROOT).parts[0]
        in {"service", "storage", "cli", "editor", "api", "tests"}
        or path.name == "wsgi.py"
        for name in re.findall(r"\"(FENJI_[A-Z_]+)\"", path.read_text("utf-8"))
    }
    listed = set(
        re.findall(r"^\| `(FENJI_[A-Z_]+)`", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    )
    assert listed == read
