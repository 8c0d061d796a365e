"""`fenji classify` as it is typed: what it prints, refuses and leaves behind."""

import os
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.examples import run
from tests.service.classifying import RULESET, rows_of


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a ruleset, customers and no database."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("FENJI_")]:
        monkeypatch.delenv(name)
    (tmp_path / "files.yaml").write_text(RULESET, "utf-8")
    (tmp_path / "in.csv").write_text("subject,Umsatz\nC1,5\nC1,x\n\nC2,2000\n", "utf-8")
    (tmp_path / "map.yaml").write_text("Umsatz: 年采购额\n", "utf-8")
    return tmp_path


def classify(*arguments: str) -> Result:
    return run("classify", "files.yaml", *arguments, "--processes", "1")


def test_it_prints_what_became_of_the_rows(folder: Path) -> None:
    moment = ("--as-of", "2026-03-03T12:00:00+08:00")
    result = classify("in.csv", "-o", "out.csv", "--map", "map.yaml", *moment)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "in.csv: CSV, UTF-8, comma; decided as of 2026-03-03T04:00:00Z",
        "facts without a column: vip, since, seen, city, tags",
        "blank rows left out: 1",
        "3 rows read = 2 written + 1 reported",
        "warnings of customers that stand twice: 1",
        "see out.report.csv",
    ]
    assert [row["Grade"] for row in rows_of(folder / "out.csv")] == ["B", "A"]
    assert not (folder / "var").exists(), "nothing is recorded"


def test_it_speaks_chinese(folder: Path) -> None:
    options = ("--map", "map.yaml", "--report", "bad.xlsx", "--lang", "zh")
    result = classify("in.csv", "-o", "out.csv", *options)
    assert result.exit_code == 0, result.output
    assert "读取 3 行 = 写出 2 行 + 报告 1 行\n" in result.stdout
    assert "详见 bad.xlsx\n" in result.stdout
    assert list(rows_of(folder / "out.csv")[0])[2] == "等级"
    assert (folder / "bad.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("none.csv", "-o", "out.csv"), 2, "cannot read `none.csv`: there is no such file"),
        (("in.csv", "-o", "out.csv"), 3, "column-missing: "),
        (("in.csv", "-o", "in.csv"), 3, "same-file-twice: "),
        (("in.csv", "-o", "out.ods"), 3, "unknown-file-format: "),
        (("in.csv", "-o", "out.csv", "--map", "none.yaml"), 2, "cannot read `none.yaml`"),
        (("in.csv", "-o", "out.csv", "--map", "in.csv"), 3, "bad-map: "),
        (("in.csv", "-o", "out.csv", "--engine", "none"), 3, "unknown-engine: "),
        (("in.csv", "-o", "out.csv", "--as-of", "now"), 3, "bad-moment: "),
        (("in.csv", "-o", "no/out.csv", "--map", "map.yaml"), 4, "cannot-write: "),
        (("in.csv", "-o", "out.csv", "--map", "map.yaml", "--subject", "no"), 3, "no-such-column"),
        (("in.csv",), 2, "Missing option"),
    ],
)
def test_what_is_refused_leaves_nothing(
    arguments: tuple[str, ...], exit_code: int, said: str, folder: Path
) -> None:
    result = classify(*arguments)
    assert result.exit_code == exit_code, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert sorted(path.name for path in folder.iterdir()) == ["files.yaml", "in.csv", "map.yaml"]


def test_a_file_of_before_is_replaced_only_by_a_whole_one(folder: Path) -> None:
    (folder / "out.csv").write_text("before", "utf-8")
    assert classify("in.csv", "-o", "out.csv").exit_code == 3
    assert (folder / "out.csv").read_text("utf-8") == "before"
    assert classify("in.csv", "-o", "out.csv", "--map", "map.yaml").exit_code == 0
    assert len(rows_of(folder / "out.csv")) == 2
