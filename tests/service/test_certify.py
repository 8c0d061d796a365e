"""Before a version is published engines infer from its cases and borders; who differs stops it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import exc, text

from engine.decision import Adjustment, Engine, Inference, Runtime, Values
from engine.runtimes.compiled import Compiled
from engine.runtimes.reference import Reference
from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError, OperatorError
from service import certify
from service.certification import Inferred, NotInferred, certification_of
from service.certify_apart import Apart
from service.house import House, migrate, open_house
from service.publish import publish
from service.rulesets import get_ruleset, get_version
from storage import ruleset_versions
from storage.ruleset_versions import StoredVersion
from tests.houses import RULESET, VOCABULARY, Clock, codes, new_house

CASES = """
cases:
  - {id: right, title: {zh: 对, en: Right}, given: {annual_sales: 500000}, expect: {grade: A}}
  - {id: wrong, title: {zh: 错, en: Wrong}, given: {annual_sales: 1}, expect: {grade: A}}
"""
RANKING = """
  - {key: rank, kind: ranking, concludes: share, of: annual_sales, measure: rank, order: descending}
"""


@pytest.fixture
def house(database_url: str) -> House:
    made = new_house(database_url)
    publish(made, VOCABULARY)
    return made


@pytest.fixture
def on_sqlite(tmp_path: Path) -> House:
    """Give a house for what the engines say, which is the same whatever database keeps it."""
    made = new_house(f"sqlite:///{tmp_path / 'fenji.db'}")
    publish(made, VOCABULARY)
    return made


def with_rows(count: int) -> str:
    """Give the ruleset's table more rows."""
    row = '      - {{id: r{0}, when: ["{0}"], then: [B, "0"]}}\n'
    rows = "".join(map(row.format, range(1, count + 1)))
    return RULESET.replace("      - {id: low", rows + "      - {id: low")


def with_engines(house: House, *engines: Runtime) -> House:
    """Open the same database with other engines."""
    made = open_house(
        house.settings, clock=house.clock, runtimes={each.name: each for each in engines}
    )
    migrate(made)
    return made


class Planted:
    """An engine with a fault: it takes something else for what the sound one infers."""

    def __init__(self, sound: Runtime, fault: Callable[[Inference, Values], Any]) -> None:
        self.name = sound.name
        self.sound = sound
        self.fault = fault

    def load(self, checked: CheckedRuleset) -> Engine:
        sound, fault = self.sound.load(checked), self.fault

        class Loaded:
            def infer(
                self, facts: Values, as_of: datetime, adjustments: tuple[Adjustment, ...] = ()
            ) -> Inference:
                found: Inference = fault(sound.infer(facts, as_of, adjustments), facts)
                return found

        return Loaded()


def at_the_border(inference: Inference, facts: Values) -> Inference:
    """Be wrong at 500,000 and nowhere else: `>` for `>=`."""
    if facts.get("annual_sales") != 500_000:
        return inference
    conclusions = {**inference.conclusions, "grade": "B"}
    return Inference(conclusions, inference.firings, inference.problems)


def raising(inference: Inference, facts: Values) -> Inference:
    if "contact_name" not in facts:
        raise KeyError("contact_name")
    return inference


@pytest.mark.needs("durable")
def test_a_version_is_certified_by_every_engine(house: House) -> None:
    made = publish(house, RULESET + CASES).certification
    assert made is not None
    assert [each.engine for each in made.engines] == ["compiled", "durable", "reference"]
    assert {each.facts for each in made.engines} == {made.facts}
    assert made.engines[1].version == "durable-rules 2.0.28"
    assert made.absent == ()
    assert (made.cases, made.passed) == (2, 1), "a case that fails is told; it stops nothing"
    assert made.borders == made.possible >= 20
    assert made.is_twofold


def test_it_is_kept_with_the_version_and_never_changes(house: House) -> None:
    made = publish(house, RULESET)
    head = get_version(house, "shop-grade").head
    assert certification_of(house, head) == made.certification
    for statement in (
        "UPDATE certifications SET certification = '{}'",
        "DELETE FROM certifications",
    ):
        with (
            house.database.engine.connect() as connection,
            pytest.raises(exc.DBAPIError, match="certifications are immutable"),
        ):
            connection.execute(text(statement))


def test_a_version_of_before_has_none(house: House) -> None:
    publish(house, RULESET)
    first = get_version(house, "shop-grade")
    older = replace(first.head, ruleset="older")
    with house.database.writing() as transaction:
        ruleset_versions.add(transaction, StoredVersion(older, "{}", ""))
    assert certification_of(house, older) is None


@pytest.mark.parametrize("fault", [at_the_border, raising])
@pytest.mark.parametrize("sound", [Compiled(), Reference()], ids=["compiled", "reference"])
def test_a_fault_in_an_engine_stops_the_publication(
    house: House, sound: Runtime, fault: Callable[[Inference, Values], Any]
) -> None:
    others = [each for each in (Compiled(), Reference()) if each.name != sound.name]
    planted = with_engines(house, Planted(sound, fault), *others)
    with pytest.raises(OperatorError) as refused:
        publish(planted, RULESET)
    assert set(codes(refused.value)) == {"engines-disagree-at-publication"}
    said = refused.value.faults[0]
    if fault is at_the_border:
        assert "年采购额 `500,000 元`" in said.message("zh")
        assert "Annual purchases `500,000 CNY`" in said.message("en")
        assert "disagree in Grade at" in said.message("en")
    with pytest.raises(CallerError, match="unknown-ruleset"):
        get_ruleset(house, "shop-grade")
    with house.database.reading() as transaction:
        count = transaction.execute(text("SELECT count(*) FROM certifications")).scalar()
    assert count == 0


@pytest.mark.needs("durable")
@pytest.mark.parametrize("fault", ["hung", "crashed", "garbage", "cut", "unasked", "other id"])
def test_a_child_that_fails_is_said_and_the_reference_is_the_twin(
    on_sqlite: House, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(certify, "APART", Apart(("tests.fault.twin_child", fault), limit=3))
    # Its first twenty answers are right: there are more questions than that.
    made = publish(on_sqlite, with_rows(10)).certification
    assert made is not None
    assert made.facts > 25
    assert made.absent == (NotInferred("durable", "failed"),)
    assert [each.engine for each in made.engines] == ["compiled", "reference"]


@pytest.mark.needs("durable")
def test_a_child_that_infers_wrongly_stops_the_publication(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certify, "APART", Apart(("tests.fault.twin_child", "wrong"), limit=30))
    with pytest.raises(OperatorError, match="engines-disagree-at-publication"):
        publish(house, with_rows(10))


@pytest.mark.needs("durable")
def test_what_durable_declines_is_left_to_the_reference(
    on_sqlite: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certify, "APART", Apart(("tests.fault.twin_child", "declines")))
    made = publish(on_sqlite, RULESET).certification
    assert made is not None
    assert made.absent == (NotInferred("durable", "durable-too-large"),)
    assert [each.engine for each in made.engines] == ["compiled", "reference"]


@pytest.mark.needs("durable")
def test_a_child_that_has_ended_meanwhile_is_started_again(
    on_sqlite: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = Apart()
    monkeypatch.setattr(certify, "APART", apart)
    publish(on_sqlite, RULESET)
    assert apart._process is not None
    apart._process._process.kill()
    apart._process._process.wait()
    made = publish(on_sqlite, RULESET.replace("50万", "51万")).certification
    assert made is not None
    assert made.absent == ()


def test_without_durable_rules_the_reference_is_the_twin(on_sqlite: House) -> None:
    made = publish(with_engines(on_sqlite, Compiled(), Reference()), RULESET).certification
    assert made is not None
    assert made.absent == (NotInferred("durable", "absent"),)
    assert [each.engine for each in made.engines] == ["compiled", "reference"]


def test_what_every_engine_declines_is_not_certified(on_sqlite: House) -> None:
    conclusion = "  - {key: share, title: {zh: 名次, en: Rank}, type: number, scale: 0}\nblocks:"
    made = publish(on_sqlite, RULESET.replace("blocks:", conclusion) + RANKING).certification
    assert made is not None
    assert made.engines == ()
    assert made.absent == (NotInferred("compiled", "ranking-not-supported"),)
    assert not made.is_twofold


def test_a_large_table_is_asked_less_and_that_is_said(on_sqlite: House) -> None:
    only = with_engines(on_sqlite, Compiled(), Reference())
    made = publish(only, with_rows(1_000)).certification
    assert made is not None
    # 10, and 15,000 / 1,007 rounded down: 1,002 rows here, 2 there, a rule, a formula, and 1.
    assert made.borders == 24
    assert made.possible > 3_000
    assert made.engines[1] == Inferred("reference", made.engines[1].version, made.facts)


def test_the_same_content_is_not_certified_again(house: House) -> None:
    publish(house, RULESET)
    planted = with_engines(house, Planted(Compiled(), at_the_border), Reference())
    assert publish(planted, RULESET, unless_published=True).new is False


def test_nobody_waits_while_it_is_certified(house: House) -> None:
    """No transaction is open: another can write meanwhile, on SQLite too."""
    other = open_house(house.settings, clock=Clock(), runtimes=house.runtimes)

    def writing(inference: Inference, _: Values) -> Inference:
        with other.database.writing() as transaction:
            ruleset_versions.wait_for_turn(transaction, "ruleset shop-grade")
        return inference

    publish(with_engines(house, Planted(Compiled(), writing), Reference()), RULESET)
