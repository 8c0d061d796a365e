"""`fenji import`, `fenji dmn` and `fenji export` as they are typed: values, files, refusals."""

import json
import os
from pathlib import Path

import pytest

from rulesets.dmn.reading import read_dmn
from rulesets.documents import read
from rulesets.model import Ruleset
from tests.cli.examples import furnish, run
from tests.dmn_files import DOCTYPE, FAULTY, FAULTY_PLACES, GOOD, TOO_LARGE, document, literal

FACTS = {"年采购额": 600000.5, "channel": "shop"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a model and no database."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("FENJI_")]:
        monkeypatch.delenv(name)
    (tmp_path / "discount.dmn").write_bytes(GOOD.read_bytes())
    (tmp_path / "faulty.dmn").write_bytes(FAULTY)
    (tmp_path / "facts.json").write_text(json.dumps(FACTS), "utf-8")
    return tmp_path


def test_a_model_is_printed_as_a_ruleset_that_can_be_published(folder: Path) -> None:
    result = run("import", "discount.dmn", "--id", "discount", "--zone", "Asia/Shanghai")
    assert result.exit_code == 0, result.output
    ruleset = read(result.stdout)
    assert isinstance(ruleset, Ruleset)
    assert (ruleset.id, ruleset.zone) == ("discount", "Asia/Shanghai")
    assert [each.title.zh for each in ruleset.facts] == ["年采购额", ""]
    assert [each.key for each in ruleset.facts] == ["input_1", "channel"]
    (folder / "discount.yaml").write_text(result.stdout, "utf-8")
    assert run("check", "discount.yaml").exit_code == 0
    assert run("publish", "discount.yaml").exit_code == 0
    assert "优惠比例" in run("read", "discount", "--lang", "zh").stdout


def test_a_model_is_written_to_a_file_with_what_is_good_to_know_on_stderr(folder: Path) -> None:
    result = run("import", "discount.dmn", "--id", "discount", "-o", "out.yaml")
    assert result.exit_code == 0, result.output
    assert result.stdout == "out.yaml: ruleset discount, facts: 2, blocks: 1\n"
    assert all(line.startswith("note: ") for line in result.stderr.splitlines())
    printed = run("import", "discount.dmn", "--id", "discount")
    assert (folder / "out.yaml").read_text("utf-8") == printed.stdout
    chinese = run("import", "discount.dmn", "--id", "discount", "-o", "out.yaml", "--lang", "zh")
    assert chinese.stdout == "out.yaml：规则集 discount，2 个事实，1 个规则块\n"
    assert all(line.startswith("提示：") for line in chinese.stderr.splitlines())
    assert sorted(path.name for path in folder.iterdir()) == [
        "discount.dmn",
        "facts.json",
        "faulty.dmn",
        "out.yaml",
    ]


def test_a_model_comes_from_stdin_too() -> None:
    named = run("import", "discount.dmn").stdout
    assert named
    assert run("import", "-", given=GOOD.read_bytes()).stdout == named


def test_what_cannot_be_brought_in_is_told_all_at_once_and_nothing_is_written(folder: Path) -> None:
    result = run("import", "faulty.dmn", "--zone", "Mars", "--id", "No id", "-o", "out.yaml")
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    for place in FAULTY_PLACES:
        assert place in result.stderr
    assert "bad-zone: there is no time zone `Mars`" in result.stderr
    assert "bad-name: `id` should be" in result.stderr
    assert result.stderr.endswith("5 faults\n")
    assert not (folder / "out.yaml").exists()
    chinese = run("import", "faulty.dmn", "--lang", "zh")
    assert chinese.exit_code == 1
    assert "规则语言中没有决策服务" in chinese.stderr
    assert "共 3 处错误" in chinese.stderr


def test_what_elements_and_expressions_say_is_refused_together(folder: Path) -> None:
    service = '<decisionService id="s" name="S"/>'
    (folder / "both.dmn").write_bytes(document(service + literal("D", "sqrt(4)")))
    result = run("import", "both.dmn")
    assert result.exit_code == 1
    assert "no decision service `decisionService`" in result.stderr
    assert "no function `sqrt`" in result.stderr
    assert result.stderr.endswith("2 faults\n")
    (folder / "good.dmn").write_bytes(document(literal("D", "4")))
    named = run("import", "good.dmn", "--zone", "Mars")
    assert named.stderr.count("bad-zone: ") == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "dmn-not-xml"),
        (b"PK\x03\x04", "dmn-not-xml"),
        (b"<definitions", "dmn-not-xml"),
        (b"<html/>", "dmn-version"),
        (DOCTYPE, "dmn-unsafe-xml"),
        (TOO_LARGE, "dmn-too-large"),
    ],
    ids=["nothing", "archive", "half", "html", "doctype", "too large"],
)
def test_a_file_that_is_no_dmn(content: bytes, code: str, folder: Path) -> None:
    (folder / "odd.dmn").write_bytes(content)
    imported = run("import", "odd.dmn")
    assert (imported.exit_code, imported.stdout) == (1, "")
    assert imported.stderr.startswith(f"{code}: ")
    decided = run("dmn", "odd.dmn", "--decision", "x", "--inputs", "facts.json")
    assert (decided.exit_code, decided.stdout) == (3, "")
    assert decided.stderr.startswith(f"{code}: ")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("import", "none.dmn"), 2, "cannot read `none.dmn`: there is no such file"),
        (("import", "."), 2, "it is a folder"),
        (("import",), 2, "Missing argument"),
        (("import", "discount.dmn", "-o", "no/out.yaml"), 4, "cannot-write: "),
        (("import", "discount.dmn", "-o", "."), 4, "cannot-write: "),
        (("import", "discount.dmn", "-o", "./discount.dmn"), 2, "the output would replace"),
        (("dmn", "discount.dmn", "--decision", "x"), 2, "Missing option '--inputs'"),
        (("dmn", "discount.dmn", "--inputs", "facts.json"), 2, "Missing option '--decision'"),
        (("dmn", "none.dmn", "--decision", "x", "--inputs", "facts.json"), 2, "no such file"),
        (("dmn", "discount.dmn", "--decision", "x", "--inputs", "none"), 2, "no such file"),
        (("dmn", "-", "--decision", "x", "--inputs", "-"), 2, "cannot both come from stdin"),
        (("dmn", "discount.dmn", "--decision", "x", "--inputs", "facts.json"), 3, "优惠比例"),
    ],
)
def test_what_is_refused_leaves_nothing(
    arguments: tuple[str, ...], exit_code: int, said: str, folder: Path
) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = run(*arguments)
    assert result.exit_code == exit_code, result.output
    assert said in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("engine", ["reference", "compiled"])
@pytest.mark.parametrize(
    ("inputs", "value"),
    [
        ({"年采购额": 500000, "channel": "shop"}, "12.5"),
        # FEEL's not("online") is true of null.
        ({"年采购额": 500000}, "12.5"),
        ({"年采购额": 500000, "channel": "online"}, "5"),
        ({"年采购额": 99999.99, "channel": "shop"}, "0"),
        ({}, "0"),
        ({"年采购额": None}, "0"),
    ],
)
def test_a_decision_is_printed_as_json(
    inputs: dict[str, object], value: str, engine: str, folder: Path
) -> None:
    (folder / "in.json").write_text(json.dumps(inputs), "utf-8")
    asked = ("dmn", "discount.dmn", "--decision", "优惠比例", "--engine", engine)
    assert run(*asked, "--inputs", "in.json").stdout == f"{value}\n"
    result = run(*asked, "--inputs", "-", given=json.dumps(inputs))
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{value}\n", "")
    assert not (folder / "var").exists(), "nothing is recorded"


@pytest.mark.parametrize(
    ("feel", "of_type", "printed"),
    [
        ("1234567890.12345678", "number", "1234567890.12345678"),
        ('"甲"', "string", '"甲"'),
        ("1 &gt; 2", "boolean", "false"),
        ("1 / 0", "number", "null"),
        ('date("2026-03-01")', "date", '"2026-03-01"'),
    ],
)
def test_values_are_json_with_exact_digits(
    feel: str, of_type: str, printed: str, folder: Path
) -> None:
    (folder / "model.dmn").write_bytes(document(literal("D", feel, of_type)))
    result = run("dmn", "model.dmn", "--decision", "D", "--inputs", "-", given="{}")
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{printed}\n"


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (
            '{"年采购额": "5", "channel": 5, "colour": 1}',
            ["unknown-fact", "wrong-type", "wrong-type"],
        ),
        ("[]", ["wrong-type"]),
        ("{", ["bad-json"]),
        ('{"channel": "a", "channel": "b"}', ["duplicate-member"]),
        ('{"channel": 1e999999}', ["wrong-type"]),
    ],
)
def test_inputs_that_are_none_are_refused_all_at_once(given: str, codes: list[str]) -> None:
    for language, colon in (("en", ": "), ("zh", "：")):
        asked = ("dmn", "discount.dmn", "--decision", "优惠比例", "--lang", language)
        result = run(*asked, "--inputs", "-", given=given)
        assert (result.exit_code, result.stdout) == (3, ""), result.output
        lines = [line for line in result.stderr.splitlines() if not line.startswith(" ")]
        assert [line.split(colon)[0] for line in lines if colon in line] == codes


def test_a_model_with_faults_is_a_refusal_to_who_asks_for_a_value() -> None:
    asked = ("dmn", "faulty.dmn", "--decision", "循环", "--inputs", "facts.json")
    result = run(*asked)
    assert (result.exit_code, result.stdout) == (3, "")
    for place in FAULTY_PLACES:
        assert place in result.stderr
    engine = run("dmn", "discount.dmn", *asked[2:], "--engine", "fast")
    assert engine.exit_code == 3


@pytest.fixture
def brought_in(folder: Path) -> Path:
    """Write the model as a ruleset."""
    assert run("import", "discount.dmn", "--id", "discount", "-o", "in.yaml").exit_code == 0
    return folder / "in.yaml"


def test_a_ruleset_is_written_as_dmn_and_decides_the_same(brought_in: Path) -> None:
    written = run("export", str(brought_in), "-o", "out.dmn")
    assert written.exit_code == 0, written.output
    assert written.stdout == "out.dmn: ruleset discount as DMN 1.5\n"
    printed = run("export", str(brought_in))
    assert printed.stdout_bytes == Path("out.dmn").read_bytes()
    given = json.dumps({"input_1": 500000, "channel": "shop"})
    result = run("dmn", "out.dmn", "--decision", "decision_1", "--inputs", "-", given=given)
    assert result.stdout == "12.5\n", result.output
    older = run("export", str(brought_in), "--dmn", "1.3").stdout
    assert "/DMN/20191111/MODEL/" in older
    assert "/DMN/20230324/" not in older
    chinese = run("export", str(brought_in), "-o", "out.dmn", "--lang", "zh")
    assert chinese.stdout == "out.dmn：规则集 discount，DMN 1.5\n"
    assert "年采购额" in Path("out.dmn").read_text("utf-8")


def test_what_dmn_cannot_say_is_listed_and_the_file_written_all_the_same(folder: Path) -> None:
    furnish(folder)
    result = run("export", "rulesets/library/complaint-sla.yaml", "-o", "sla.dmn")
    assert result.exit_code == 0, result.output
    notes = result.stderr.splitlines()
    assert notes
    assert all(line.startswith("note: ") for line in notes)
    assert any("`resolve`" in line and "deadline" in line for line in notes)
    chinese = run("export", "rulesets/library/complaint-sla.yaml", "-o", "sla.dmn", "--lang", "zh")
    assert len(chinese.stderr.splitlines()) == len(notes)
    assert all(line.startswith("提示：") for line in chinese.stderr.splitlines())
    assert read_dmn(Path("sla.dmn").read_bytes()).decisions


def test_a_published_ruleset_is_exported_by_its_name(brought_in: Path) -> None:
    assert run("publish", str(brought_in)).exit_code == 0
    for name in ("discount", "discount@1"):
        assert run("export", name).stdout == run("export", str(brought_in)).stdout


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("none.yaml",), 2, "no such file"),
        (("discount",), 4, "no-database: "),
        (("discount@x",), 2, "expected a version number"),
        (("./in.yaml", "-o", "in.yaml"), 2, "the output would replace"),
        (("./in.yaml", "-o", "no/out.dmn"), 4, "cannot-write: "),
        (("./facts.json",), 1, "key-required: "),
    ],
)
def test_what_cannot_be_exported_leaves_nothing(
    arguments: tuple[str, ...], exit_code: int, said: str, brought_in: Path, folder: Path
) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = run("export", *arguments)
    assert (result.exit_code, result.stdout) == (exit_code, ""), result.output
    assert said in result.stderr
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert brought_in.exists()
