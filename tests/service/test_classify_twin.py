"""`--twin`: each row is inferred twice; one on which engines disagree is told, never written."""

from datetime import timedelta
from pathlib import Path

import pytest

from rulesets.checked import CheckedRuleset
from service.classify import Files, Options, classify
from service.disagreements import list_disagreements
from service.house import House, migrate, open_house
from service.twin import twins
from tests.faulty import engines
from tests.houses import NOON, Clock, furnished_house
from tests.service.classifying import rows_of


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(twins, "is_here", lambda: False)
    url = f"sqlite:///{tmp_path / 'fenji.db'}"
    furnished_house(url).close()
    house = open_house(url, clock=Clock(NOON + timedelta(hours=1)), runtimes=engines())
    migrate(house)
    return house


def checked(house: House) -> CheckedRuleset:
    known = house.heads.of("shop-grade")
    assert known is not None
    return house.versions.checked(known.newest)


def source(folder: Path, rows: int, wrong: set[int]) -> Files:
    lines = [
        f"c{number},{800000 if number in wrong else 600000 if number % 2 else 5},王"
        for number in range(rows)
    ]
    (folder / "in.csv").write_text(
        "\n".join(["subject,annual_sales,contact_name", *lines]), "utf-8"
    )
    return Files(folder / "in.csv", folder / "out.csv", folder / "bad.csv")


def test_rows_on_which_engines_disagree_are_told(house: House, tmp_path: Path) -> None:
    wrong = {0, 7, 8, 9, 30, 59}
    files = source(tmp_path, 60, wrong)
    done = classify(house, checked(house), files, Options(twin=True, by_keys=True, processes=1))
    counts = done.counts
    assert (counts.read, counts.written, counts.reported) == (60, 54, 6)
    assert counts.twinned == {"reference": 54}
    written = rows_of(files.output)
    assert [row["subject"] for row in written] == [
        f"c{number}" for number in range(60) if number not in wrong
    ]
    assert {row["grade"] for row in written if row["annual_sales"] == "600000"} == {"A"}
    assert {row["grade"] for row in written if row["annual_sales"] == "5"} == {"B"}
    told = rows_of(files.report)
    assert [(row["subject"], row["code"]) for row in told] == [
        (f"c{number}", "engines-disagree") for number in sorted(wrong)
    ]
    kept = {each.id for each in list_disagreements(house)}
    assert len(kept) == 6
    assert all(any(each in row["message"] for each in kept) for row in told)


def test_without_it_nothing_is_inferred_twice(house: House, tmp_path: Path) -> None:
    files = source(tmp_path, 5, {1})
    done = classify(house, checked(house), files, Options(by_keys=True, processes=1))
    assert (done.counts.written, done.counts.twinned) == (5, {"none": 5})
    assert house.twins.counters().none == 0
    assert list_disagreements(house) == ()


def test_several_processes_twin_their_rows(house: House, tmp_path: Path) -> None:
    files = source(tmp_path, 600, set())
    done = classify(house, checked(house), files, Options(twin=True, by_keys=True, processes=2))
    assert done.counts.written == 600
    # The processes have whatever second engine this machine has.
    assert done.counts.twinned["durable"] + done.counts.twinned["reference"] == 600
