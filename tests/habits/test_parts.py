"""Each part of the machine does what the tests that need it rely on."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine, inspect, text

from service.keys import add_key, list_keys
from tests import parts
from tests.houses import new_house
from tests.postgres import Cluster


def test_postgres_answers(postgres_url: str) -> None:
    with create_engine(postgres_url).connect() as connection:
        assert connection.execute(text("select 1")).scalar_one() == 1
        version = connection.execute(text("show server_version_num")).scalar_one()
    assert int(version) >= 130000


@pytest.mark.parametrize("round_", [1, 2])
def test_a_database_is_fresh(empty_url: str, round_: int) -> None:
    engine = create_engine(empty_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text(f"create table left_by_round_{round_} (id integer)"))
    assert inspect(engine).get_table_names() == [f"left_by_round_{round_}"]
    # Not disposed on purpose: the fixture drops the database although the pool keeps a connection.


@pytest.mark.parametrize("round_", [1, 2, 3])
def test_a_house_has_nothing_of_another_tests(database_url: str, round_: int) -> None:
    house = new_house(database_url)
    assert list_keys(house) == ()
    add_key(house, "ERP")
    with house.database.writing() as transaction:
        assert "left_by_round_2" not in inspect(transaction).get_table_names()
        if round_ == 2:
            transaction.execute(text("create table left_by_round_2 (id integer)"))
    # Not closed on purpose.


@pytest.mark.postgres
@pytest.mark.fault
@pytest.mark.needs("postgres")
def test_a_cluster_of_ones_own_survives_a_kill() -> None:
    cluster = Cluster()
    try:
        cluster.start()
        address = cluster.create_database("kept").replace("+psycopg", "")
        with psycopg.connect(address) as connection:
            connection.execute("create table t as select 7 as seven")
        cluster.stop(signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(address)
        cluster.start()
        with psycopg.connect(address) as connection:
            assert connection.execute("select seven from t").fetchone() == (7,)
    finally:
        cluster.remove()
    assert not cluster.folder.exists()


def test_chromium_renders_a_page(page: Page) -> None:
    page.goto("data:text/html;charset=utf-8,<title>分级</title><h1 id=h>客户等级 A</h1>")
    assert page.title() == "分级"
    assert page.locator("#h").inner_text() == "客户等级 A"


def test_chromium_has_a_chinese_font(page: Page) -> None:
    # Without a font for them, Chinese characters are all the same empty box.
    drawings = page.evaluate(DRAW, ["客", "户", "等", "级"])
    assert len(set(drawings)) == 4


@pytest.mark.needs("durable")
def test_durable_rules_fires_inside_its_envelope() -> None:
    child = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("durable_child.py"))],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert json.loads(child.stdout) == [["prime"], ["large"], ["small"]]


@pytest.mark.needs("data")
def test_the_data_is_there() -> None:
    lines = (parts.data_folder() / "online_retail_customers.csv").read_text().splitlines()
    assert len(lines) > 4000
    assert list((parts.data_folder() / "dmn-tck").rglob("*.json"))


DRAW = """signs => signs.map(sign => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 40});
  const pen = canvas.getContext("2d");
  pen.font = "32px sans-serif";
  pen.fillText(sign, 2, 34);
  return canvas.toDataURL();
})"""

SAMPLE = """
import pytest

@pytest.mark.needs("data")
def test_data(): pass

def test_plain(): pass
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("required", "status", "summary"),
    [
        ("", 0, "missing part data: 1 tests skipped"),
        ("durable", 0, "missing part data: 1 tests skipped"),
        ("data", 1, "missing part data, which FENJI_REQUIRE names"),
        (
            "dat",
            4,
            "expected chromium, postgres, durable, data, dmn_tools, axe, revogrid, found `dat`",
        ),
    ],
)
def test_a_missing_part_is_counted_or_fails(
    tmp_path: Path, required: str, status: int, summary: str
) -> None:
    if required == "durable":
        parts.require("durable")  # else that absence, too, would fail the inner run
    run = _run_sample(tmp_path, required)
    assert run.returncode == status, run.stdout + run.stderr
    assert summary in run.stdout + run.stderr
    assert ("1 passed, 1 skipped" in run.stdout) == (status == 0)
    assert ("1 passed, 1 error" in run.stdout) == (status == 1)


def _run_sample(folder: Path, required: str) -> subprocess.CompletedProcess[str]:
    """Run a test that needs the data on a machine without it."""
    sample = folder / "test_sample.py"
    sample.write_text(SAMPLE)
    # All that tests can ask for takes seconds to load: one of the runs has it, as all tests do.
    plugin = "tests.conftest" if required == "data" else "tests.counting"
    # Plugins that happen to be installed take seconds too, and have no part in this.
    alone = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", plugin, "-p", "no:cacheprovider"),
            *("-c", str(parts.ROOT / "pyproject.toml"), str(sample)),
        ],
        cwd=parts.ROOT,
        env=os.environ | alone | {"FENJI_DATA": str(folder), "FENJI_REQUIRE": required},
        capture_output=True,
        text=True,
        check=False,
    )
