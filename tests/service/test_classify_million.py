"""A million customers: killed half-way and started again, in at most 500 MB, all processes."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.parts import ROOT
from tests.service.test_classify_kill import FENJI, children_of

ROWS = 1_000_000
PIECES = ROWS // 250
MOST_MEGABYTES = 500
RULESET = """
ruleset: million
zone: UTC
facts:
  - {key: sales, title: {zh: 销售, en: Sales}, type: number, scale: 2, required: true}
conclusions:
  - {key: grade, title: {zh: 等级, en: Grade}, type: text}
blocks:
  - key: grading
    kind: table
    hit: first
    inputs: [sales]
    outputs: [grade]
    rows:
      - {id: a, when: [">= 1000"], then: ['"A"']}
      - {id: b, when: ["-"], then: ['"B"']}
"""


def megabytes(process: int) -> float:
    """Add up the memory of a process and of those that it started, shared pages each time."""
    pages = 0
    for each in (process, *children_of(process)):
        try:
            pages += int(Path(f"/proc/{each}/statm").read_text("utf-8").split()[1])
        except OSError:  # it has just ended
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = ["classify", "million.yaml", "in.csv", "-o", "out.csv", "--keys"]
    return subprocess.Popen([sys.executable, "-c", FENJI, str(ROOT), *command], cwd=folder)


@pytest.mark.soak
@pytest.mark.fault
def test_a_million_rows_killed_half_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "million.yaml").write_text(RULESET, "utf-8")
    with (tmp_path / "in.csv").open("w", encoding="utf-8") as file:
        file.write("subject,sales,city\n")
        file.writelines(f"C{at},{at % 2000}.50,某某有限公司{at}\n" for at in range(ROWS))
    process, peak = start(tmp_path), 0.0
    half = tmp_path / "out.csv.part" / f"piece-{PIECES // 2}.json"
    while not half.exists():
        assert process.poll() is None
        peak = max(peak, megabytes(process.pid))
        time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (tmp_path / "out.csv").exists()
    process = start(tmp_path)
    while process.poll() is None:
        peak = max(peak, megabytes(process.pid))
        time.sleep(0.2)
    assert process.returncode == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as lines:
        for at, row in enumerate(csv.DictReader(lines)):
            assert (row["subject"], row["grade"]) == (f"C{at}", "AB"[at % 2000 < 1000])
    assert at == ROWS - 1
    with capsys.disabled():
        print(f"\na million rows: {peak:.0f} MB at the peak, all processes")  # noqa: T201 - a figure
    assert peak <= MOST_MEGABYTES
