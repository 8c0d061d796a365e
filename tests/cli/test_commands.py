"""What the commands print and refuse, in both languages; never a traceback."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.examples import furnish, run
from tests.houses import RULESET, VOCABULARY

GRADE = "rulesets/library/customer-grade.yaml"
CREDIT = "rulesets/library/credit.yaml"
FACTS = {
    "country": "CN",
    "province": "zhejiang",
    "annual_sales": 368000.5,
    "order_count": 31,
    "last_order": "2026-10-02",
}
HEAD = """
ruleset: big
zone: UTC
facts: [{key: a, title: {zh: 甲, en: A}, type: number, scale: 0}]
conclusions: [{key: c, title: {zh: 丙, en: C}, type: number, scale: 0}]
blocks:
  - key: t
    kind: table
    hit: first
    inputs: [a]
    outputs: [c]
    rows:
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the library, some facts and no database."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("FENJI_")]:
        monkeypatch.delenv(name)
    furnish(tmp_path)
    (tmp_path / "facts.json").write_text(json.dumps(FACTS), "utf-8")
    return tmp_path


def refused(result: Result, exit_code: int, *codes: str) -> str:
    """Hold that a command ended with an exit code and printed faults of these codes, in order."""
    assert result.exit_code == exit_code, result.output
    assert "Traceback" not in result.output
    lines = [line for line in result.stderr.splitlines() if line[:1].isalpha()]
    found = [line.replace("：", ": ").split(": ")[0] for line in lines]
    assert [code for code in found if "-" in code] == list(codes)
    return result.stderr


@pytest.mark.parametrize(
    "command",
    [["check", GRADE], ["read", GRADE], ["evaluate", GRADE, "--facts", "facts.json"]],
    ids=lambda command: command[0],
)
def test_a_command_that_needs_only_files_makes_no_database(
    command: list[str], folder: Path
) -> None:
    assert run(*command).exit_code == 0
    assert not (folder / "var").exists()
    # Not even one that nobody could reach is asked for a file that stands alone.
    (folder / "alone.yaml").write_text(HEAD + "      - {id: r, when: ['-'], then: ['1']}", "utf-8")
    away = "postgresql://127.0.0.1:1/none"
    assert run("check", "alone.yaml", FENJI_DATABASE_URL=away).exit_code == 0
    refused(run("check", GRADE, FENJI_DATABASE_URL=away), 4, "database-unavailable")


@pytest.mark.parametrize("command", [["read", "grade"], ["key", "list"]])
def test_a_command_that_reads_asks_for_the_database(command: list[str], folder: Path) -> None:
    said = refused(run(*command), 4, "no-database")
    assert "var/fenji.db" in said
    assert not (folder / "var").exists()
    refused(run(*command, FENJI_DATABASE_URL="mysql://db/x"), 4, "bad-database-url")
    (folder / "noise").write_bytes(b"no database at all" * 100)
    refused(run(*command, FENJI_DATABASE_URL="sqlite:///noise"), 4, "database-unavailable")
    (folder / "empty").write_bytes(b"")
    refused(run(*command, FENJI_DATABASE_URL="sqlite:///empty"), 4, "database-not-migrated")


@pytest.mark.parametrize("place", ["before", "after", "shell"])
def test_the_language_is_asked_for_in_any_place(place: str) -> None:
    command = ["check", "rulesets/library/catalogue.yaml"]
    if place == "shell":
        result = run(*command, LANG="zh_CN.UTF-8")
    else:
        asked = ["--lang", "zh"]
        result = run(*(asked + command if place == "before" else command + asked))
    assert "缺少键 `ruleset`" in refused(result, 1, "key-required")
    assert "the key `ruleset` is missing" in refused(run(*command), 1, "key-required")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("binary.yaml", bytes(range(256)), "not-utf8"),
        ("huge.yaml", b"# x\n" * 7_500_000, "document-too-large"),
        ("deep.yaml", b"ruleset: a\nzone: UTC\nx: " + b"[" * 5000, "document-too-large"),
        ("broken.yaml", b"ruleset: [", "yaml-syntax"),
        ("tagged.yaml", b"ruleset: a\nzone: !!str UTC", "yaml-not-plain"),
        ("alias.yaml", b"ruleset: a\nzone: UTC\nlaws: &x []\ncases: *x", "yaml-not-plain"),
        ("two.yaml", b"ruleset: a\nzone: UTC\n---\nruleset: b", "yaml-not-plain"),
        ("nothing.yaml", b"", "key-required"),
    ],
)
@pytest.mark.parametrize("command", ["check", "read", "publish"])
def test_a_document_that_is_none(
    command: str, name: str, content: bytes, code: str, folder: Path
) -> None:
    (folder / name).write_bytes(content)
    result = run(command, name)
    assert result.exit_code == 1
    assert code in result.stderr
    assert "→" in result.stderr


@pytest.mark.slow
def test_a_million_rows_are_refused_soon(folder: Path) -> None:
    (folder / "big.yaml").write_text(HEAD + "      - {}\n" * 1_000_000, "utf-8")
    # In a process of its own, which may not have more than a gigabyte, nor ten seconds of work.
    limits = "import resource as r; r.setrlimit(r.RLIMIT_AS, (2**30, 2**30))"
    limits += "; r.setrlimit(r.RLIMIT_CPU, (10, 10)); from cli.main import main; main()"
    program = [sys.executable, "-c", limits, "check", "big.yaml"]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("document-too-large: line 2000")


@pytest.mark.parametrize("name", ["none.yaml", ".", "rulesets/library"])
@pytest.mark.parametrize("command", ["check", "read", "publish", "evaluate"])
def test_a_file_that_cannot_be_read(command: str, name: str) -> None:
    more = ["--facts", "facts.json"] if command == "evaluate" else []
    name = name if name.endswith(".yaml") else f"./{name}"
    for language in ("zh", "en"):
        result = run(command, name, *more, "--lang", language)
        assert result.exit_code == 2
        assert "Traceback" not in result.output
        assert ("file" in result.stderr or "folder" in result.stderr) == (language == "en")


def test_a_case_that_fails(folder: Path) -> None:
    right = (folder / GRADE).read_text("utf-8")
    wrong = re.sub(r"(expect:.*?\bscore: )\d+", r"\g<1>-5", right, count=1)
    (folder / "rulesets" / "library" / "wrong.yaml").write_text(wrong, "utf-8")
    result = run("check", "rulesets/library/wrong.yaml")
    assert result.exit_code == 1
    assert "score: expected `-5`, found" in result.output
    assert "16 of 17 cases passed" in result.output
    assert (
        "17 个案例通过了 16 个"
        in run("--lang", "zh", "check", "rulesets/library/wrong.yaml").output
    )


def test_a_file_alone_stands_on_the_library_that_comes_along(folder: Path) -> None:
    copied = (folder / GRADE).read_text("utf-8").replace(": customer-grade\n", ": our-grade\n", 1)
    alone = folder / "alone"
    alone.mkdir()
    (alone / "ours.yaml").write_text(copied, "utf-8")
    result = run("check", "alone/ours.yaml")
    assert result.output == "ruleset our-grade: no faults; 17 of 17 cases passed\n"
    # What lies beside the file goes before it.
    shared = (folder / "rulesets" / "library" / "lifecycle.yaml").read_text("utf-8")
    assert shared.count("value: 180\n") == 1
    (alone / "ours-too.yaml").write_text(shared.replace("value: 180\n", "value: 200\n"), "utf-8")
    result = run("check", "alone/ours.yaml")
    assert result.exit_code == 1
    assert 'lifecycle: expected `"dormant"`, found `"active"`' in result.output


def test_reading_from_standard_input(folder: Path) -> None:
    text = (folder / "rulesets" / "library" / "customer.yaml").read_text("utf-8")
    assert run("check", "-", given=text).output == "vocabulary customer: no faults\n"
    result = run("evaluate", GRADE, "--facts", "-", "--json", given=json.dumps(FACTS))
    assert json.loads(result.output)["conclusions"]["geography"] == "local"


def test_json_has_exact_digits(folder: Path) -> None:
    (folder / "shop.yaml").write_text(VOCABULARY, "utf-8")
    (folder / "grade.yaml").write_text(RULESET, "utf-8")
    facts = '{"annual_sales": 1234567890123456.78, "contact_name": "欧阳"}'
    result = run("evaluate", "grade.yaml", "--facts", "-", "--json", given=facts)
    assert '"annual_sales":1234567890123456.78' in result.output
    assert '"percent_off":12.5' in result.output
    assert "欧阳" in result.output


def test_bad_facts_are_refused_all_at_once() -> None:
    given = '{"annual_sales": "5", "order_count": 1.5, "zz": 1, "last_order": "2026-02-30"}'
    codes = ["unknown-fact", "wrong-type", "bad-date", "too-precise"]
    result = run("evaluate", GRADE, "--facts", "-", given=given)
    assert result.exit_code == 3
    assert all(f"{code}: `/facts/" in result.stderr for code in codes)
    assert result.stderr.endswith("4 faults\n")
    for body, code in ((b"\xff", "bad-utf8"), (b"{", "bad-json"), (b"NaN", "bad-json")):
        refused(run("evaluate", GRADE, "--facts", "-", given=body), 3, code)
    large = b"[" + b"1," * 2_000_000 + b"1]"
    refused(run("evaluate", GRADE, "--facts", "-", given=large), 3, "too-large")


def test_moments_engines_and_names_that_are_none() -> None:
    asked = ["evaluate", GRADE, "--facts", "facts.json"]
    refused(run(*asked, "--as-of", "2026-03-03T10:00:00"), 3, "bad-moment")
    refused(run(*asked, "--as-of", ""), 3, "bad-moment")
    refused(run(*asked, "--engine", "fast"), 3, "unknown-engine")
    assert run("migrate").exit_code == 0
    for name in ("nobody", "Nobody", "nobody@1", "no\udcffbody", ""):
        refused(run("read", name), 3, "unknown-ruleset")
    for name in ("grade@", "grade@x", "grade@1@2", "grade@" + "9" * 5000):
        result = run("read", name)
        assert result.exit_code == 2
        assert "expected a version number" in result.stderr
    vocabulary = run("read", "rulesets/library/customer.yaml", "--lang", "zh")
    assert vocabulary.exit_code == 2
    assert "应为规则集，实为词汇表" in vocabulary.stderr


def test_reading_tells_the_constants_first() -> None:
    lines = run("read", "rulesets/library/value.yaml", "--lang", "en").output.splitlines()
    assert lines[2:5] == ["", "Constants", "  High-value purchase threshold is 1,000,000 CNY."]
    without = run("read", "rulesets/library/complaint-sla.yaml", "--lang", "en").output
    assert "Constants" not in without


def test_reading_tells_the_rows_of_lookups() -> None:
    lines = run("read", "rulesets/library/size.yaml", "--lang", "zh").output.splitlines()
    start = lines.index("划型标准 · 对照表")
    assert (
        lines[start + 16]
        == "  其他未列明行业：大型人数下限 300 人，中型人数下限 100 人，小型人数下限 10 人"
    )


def test_reading_prints_the_notes_of_rows_in_one_language() -> None:
    zh = run("read", "rulesets/library/rfm.yaml", "--lang", "zh").output
    assert "则 R 得分为 1 分。（没有下单日期，按最低分）\n" in zh
    en = run("read", "rulesets/library/rfm.yaml", "--lang", "en").output
    assert "then R score is 1 point. (no day of an order gets the lowest score)\n" in en


def test_reading_tells_what_is_included_under_its_own_heading() -> None:
    said = run("read", "rulesets/library/customer-grade.yaml", "--lang", "en").output
    own, *included = said.split("\n== ")[1:]
    assert own.startswith("Customer grade · customer-grade\n\nConstants\n  Grade A threshold is ")
    assert "\nOverall scorecard · Scorecard\n" in own
    assert "\nValue strategy table · " not in own
    headings = [part.partition("\n")[0] for part in included]
    assert headings[:2] == ["Customer value assessment · value", "Credit of customers · credit"]
    assert len(headings) == len(
        {"value", "credit", "lifecycle", "cooperation", "size", "geography"}
    )
    assert "\nValue strategy table · Decision table\n" in included[0]
    alone = run("read", "rulesets/library/value.yaml", "--lang", "en").output
    assert "\n== " not in alone


def test_reading_prints_functions_as_formulas(tmp_path: Path) -> None:
    written = Path("rulesets/library/value.yaml").read_text("utf-8")
    twice = (
        "functions:\n  - {key: value_twice, title: {zh: 两倍金额, en: Twice the amount},"
        " parameters: [{key: amount, title: {zh: 金额, en: Amount}, type: number, unit: CNY}],"
        " returns: {type: number, unit: CNY}, expression: amount * 2}\n\nblocks:\n"
    )
    (tmp_path / "value.yaml").write_text(written.replace("blocks:\n", twice, 1), "utf-8")
    said = run("read", str(tmp_path / "value.yaml"), "--lang", "zh").output
    assert "\n函数\n  两倍金额（金额）为金额 × 2。\n" in said


def test_publishing_and_asking_for_a_version() -> None:
    assert run("publish", "rulesets/library/customer.yaml", "--by", "ann").exit_code == 0
    dated = run("publish", "rulesets/library/customer.yaml", "--from", "2099-01-01T00:00:00Z")
    refused(dated, 3, "vocabulary-has-no-moment")
    early = run("publish", CREDIT, "--from", "2020-01-01T00:00:00Z")
    refused(early, 3, "effective-before-publication")
    refused(run("publish", CREDIT, "--from", "tomorrow"), 3, "bad-moment")
    ahead = run("publish", CREDIT, "--from", "2099-01-01T08:00:00+08:00", "--lang", "zh")
    assert "已发布规则集 credit 第 1 版，自 2099-01-01T00:00:00Z 起生效" in ahead.output
    refused(run("read", "credit"), 3, "not-yet-effective")
    assert run("read", "credit@1").output.startswith("Credit of customers · credit@1\n")
    asked = ["evaluate", "credit@1", "--facts", "facts.json", "--json"]
    assert json.loads(run(*asked).output)["version"] == 1
    refused(run("read", "credit@2"), 3, "unknown-version")
    # What is only at hand may be checked but not published upon: it could change.
    refused(run("publish", GRADE), 1, *["unknown-ruleset-included"] * 5)


def test_keys_are_made_listed_and_revoked(folder: Path) -> None:
    made = run("key", "add", "ERP", "--scope", "read", "--scope", "simulate", "--rate", "60")
    assert made.stdout.startswith("fenji_")
    assert made.stdout.count("\n") == 1, "nothing but the key stands on stdout"
    key_id = made.stdout.split("_")[1]
    assert run("key", "list").output == f"{key_id}  ERP  may read, simulate  60 calls a minute\n"
    database = (folder / "var" / "fenji.db").read_bytes()
    assert made.stdout.strip().split("_", 2)[2].encode() not in database
    assert run("key", "revoke", key_id).exit_code == 0
    assert (
        f"{key_id}  ERP  may read, simulate  60 calls a minute  revoked 20"
        in run("key", "list").output
    )
    assert "停用" in run("--lang", "zh", "key", "list").output
    refused(run("key", "revoke", "nobody"), 4, "unknown-api-key")
    wrong = run("key", "add", " ", "--scope", "all", "--rate", "0")
    refused(wrong, 4, "bad-key-name", "unknown-scope", "bad-rate")


@pytest.mark.parametrize(
    ("options", "environment", "codes"),
    [
        (["--host", "0.0.0.0"], {}, ["pages-beyond-loopback"]),  # noqa: S104 - refused
        (["--host", "example.org"], {}, ["pages-beyond-loopback"]),
        (["--host", "192.0.2.7"], {"FENJI_PAGES": "off"}, ["cannot-listen"]),
        ([], {"FENJI_PAGES": "no", "FENJI_ZONE": "../x"}, ["bad-setting", "bad-setting"]),
        ([], {"FENJI_DATABASE_URL": "mysql://db/x"}, ["bad-database-url"]),
        ([], {"FENJI_SECRET_KEY": "short"}, ["secret-key-too-short"]),
        ([], {"FENJI_SECRET_KEY_FILE": "facts.json/key"}, ["secret-key-unreadable"]),
    ],
)
def test_what_is_not_served(
    options: list[str], environment: dict[str, str], codes: list[str], folder: Path
) -> None:
    for language in ("zh", "en"):
        with socket.create_server(("127.0.0.1", 0)) as trial:
            port = str(trial.getsockname()[1])
        result = run("serve", "--port", port, "--lang", language, *options, **environment)
        refused(result, 4, *codes)
    assert not (folder / "var" / "fenji.db").exists()


@pytest.mark.slow
def test_a_pipe_that_closes_and_a_poor_terminal_end_quietly() -> None:
    program = f"{sys.executable} -c 'from cli.main import main; main()'"
    piped = f"{program} read {GRADE} --lang zh | head -n 1"
    done = subprocess.run(piped, shell=True, capture_output=True, check=False)  # noqa: S602 - a pipe
    assert done.stderr == b""
    assert done.stdout.decode() == "客户分级 · customer-grade\n"
    poor = os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    program_only = f"{program} read {GRADE} --lang zh"
    done = subprocess.run(program_only, shell=True, capture_output=True, check=False, env=poor)  # noqa: S602 - as above
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"\\u5ba2")
