"""Killed half-way and started again: no lost row, no doubled row, never half a file."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from rulesets.errors import OperatorError
from service.files.workplace import Workplace
from tests.parts import ROOT
from tests.service.classifying import NOON, RULESET, classified, rows_of

ROWS = 4000
FENJI = "import sys; sys.path.insert(0, sys.argv.pop(1)); from cli.main import main; main()"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Make a file of some thousand customers, every tenth of them bad."""
    (tmp_path / "files.yaml").write_text(RULESET, "utf-8")
    lines = [f"C{at},{at if at % 10 else 'x'},城市{at}" for at in range(ROWS)]
    path = tmp_path / "in.csv"
    path.write_text("subject,sales,city\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def start(source: Path, output: str) -> subprocess.Popen[str]:
    command = ["classify", "files.yaml", source.name, "-o", output, "--keys", "--lang", "en"]
    # The slower engine: there is time to stop it.
    command += ["--engine", "reference"]
    return subprocess.Popen(
        [sys.executable, "-c", FENJI, str(ROOT), *command],
        cwd=source.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for_pieces(folder: Path, count: int) -> None:
    deadline = time.monotonic() + 60
    while len(list(folder.glob("piece-*.json"))) < count:
        assert time.monotonic() < deadline, "nothing is classified"
        time.sleep(0.01)


def children_of(process: int) -> Iterator[int]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text("utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[1]) == process:
            yield int(status.parent.name)


def assert_whole(customers: list[str], folder: Path) -> None:
    assert customers == [f"C{at}" for at in range(ROWS) if at % 10]
    told = rows_of(folder / "out.report.csv")
    assert [row["subject"] for row in told] == [f"C{at}" for at in range(0, ROWS, 10)]


@pytest.mark.fault
@pytest.mark.slow
@pytest.mark.parametrize(
    "output", ["out.csv", pytest.param("out.parquet", marks=[pytest.mark.soak])]
)
def test_killed_and_started_again(source: Path, output: str) -> None:
    folder = source.parent
    place = folder / f"{output}.part"
    for pieces in (1, 3):
        process = start(source, output)
        wait_for_pieces(place, pieces)
        assert process.poll() is None
        helpers = list(children_of(process.pid))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert not (folder / output).exists()
        assert not (folder / "out.report.csv").exists()
        assert_ended(helpers)
    last = start(source, output)
    said, wrong = last.communicate(timeout=120)
    assert last.returncode == 0, wrong
    assert "4000 rows read = 3600 written + 400 reported" in said
    assert "rows were classified before the stop" in said
    written = folder / output
    if output.endswith(".csv"):
        assert_whole([row["subject"] for row in rows_of(written)], folder)
    else:
        assert_whole(pq.read_table(written)["subject"].to_pylist(), folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [output, "out.report.csv", "in.csv", "files.yaml"]
    )


def assert_ended(processes: list[int]) -> None:
    """Hold that the processes of one that was killed end by themselves."""
    assert processes
    deadline = time.monotonic() + 30
    while any(is_running(each) for each in processes):
        assert time.monotonic() < deadline, "a process outlives the one that was killed"
        time.sleep(0.05)


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.fault
@pytest.mark.soak
def test_stopped_by_hand_and_started_again(source: Path) -> None:
    process = start(source, "out.csv")
    wait_for_pieces(source.parent / "out.csv.part", 2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.strip() == "stopped; the same command goes on from here"
    assert not (source.parent / "out.csv").exists()
    last = start(source, "out.csv")
    said, wrong = last.communicate(timeout=120)
    assert last.returncode == 0, wrong
    assert "classified before the stop" in said
    assert_whole([row["subject"] for row in rows_of(source.parent / "out.csv")], source.parent)


@pytest.mark.fault
@pytest.mark.soak
def test_a_process_that_is_killed_is_told_and_the_run_goes_on(source: Path) -> None:
    process = start(source, "out.csv")
    wait_for_pieces(source.parent / "out.csv.part", 2)
    for each in children_of(process.pid):
        command = Path(f"/proc/{each}/cmdline").read_text("utf-8")
        if "spawn_main" in command:
            os.kill(each, signal.SIGKILL)
            break
    _, said = process.communicate(timeout=60)
    assert process.returncode == 4
    assert said.startswith("process-ended: ")
    assert start(source, "out.csv").wait(timeout=120) == 0
    assert_whole([row["subject"] for row in rows_of(source.parent / "out.csv")], source.parent)


def small(source: Path, rows: int = 600) -> Path:
    lines = source.read_text("utf-8").splitlines()[: rows + 1]
    source.write_text("\n".join(lines) + "\n", "utf-8")
    return source


def test_a_kept_piece_that_is_damaged_is_classified_again(source: Path) -> None:
    whole = classified(small(source))[1].read_bytes()
    place, kept = source.with_name("out.csv.part"), {}
    stop_at_the_end(source)
    pieces = sorted(place.glob("piece-*.json"))
    assert len(pieces) == 3
    for piece in pieces:
        kept[piece] = piece.read_bytes()
    pieces[0].write_bytes(kept[pieces[0]][:-5])
    pieces[1].write_bytes(kept[pieces[1]].replace(b'"B"', b'"A"'))
    done, output = classified(source)
    assert done.counts.resumed == 100
    assert output.read_bytes() == whole


def stop_at_the_end(source: Path) -> None:
    """Let a run end as a full disk would end it: after the work, before the names."""
    blocked = source.with_name("report.csv")
    blocked.unlink()
    blocked.mkdir()
    (blocked / "x").touch()
    with pytest.raises(OperatorError, match="cannot-write"):
        classified(source)
    (blocked / "x").unlink()
    blocked.rmdir()


@pytest.mark.parametrize("what", ["input", "engine", "moment", "ruleset"])
def test_another_run_begins_anew(what: str, source: Path) -> None:
    classified(small(source))
    stop_at_the_end(source)
    options: dict[str, Any] = {}
    if what == "input":
        source.write_text(source.read_text("utf-8").replace("C1,1", "C1,2"), "utf-8")
    elif what == "moment":
        options["as_of"] = NOON.replace(hour=5)
    elif what == "engine":
        options["language"] = "zh"
    note = source.with_name("out.csv.part") / "run.json"
    if what == "ruleset":
        note.write_text(json.dumps({"run": "another", "as_of": NOON.isoformat()}), "utf-8")
    assert classified(source, **options)[0].counts.resumed == 0


def test_the_moment_of_a_run_that_goes_on_is_the_first(source: Path) -> None:
    classified(small(source))
    blocked = source.with_name("report.csv")
    blocked.unlink()
    blocked.mkdir()
    with pytest.raises(OperatorError):
        classified(source, as_of=None)
    note = json.loads((source.with_name("out.csv.part") / "run.json").read_text("utf-8"))
    blocked.rmdir()
    done, _ = classified(source, as_of=None)
    assert (done.as_of.isoformat(), done.counts.resumed) == (note["as_of"], 600)


def test_two_at_once_do_not_write_the_same_file(source: Path) -> None:
    first = Workplace(source.with_name("out.csv"))
    with pytest.raises(OperatorError, match="output-in-use"):
        classified(source)
    first.close()
    assert classified(small(source))[0].counts.read == 600
