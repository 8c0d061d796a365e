"""A house for tests: small documents, a clock that is set by hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from argon2 import PasswordHasher
from sqlalchemy import event, inspect

from rulesets.errors import FenjiError
from service.evaluate import EvaluationRequest, evaluate
from service.house import House, migrate, open_house
from service.keys import add_key
from service.passwords import Passwords
from service.publish import publish
from service.records import Evaluation
from service.settings import Settings
from storage.database import Database

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
NAME = "欧阳植入者7731"
QUICK: Final = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""Hashes passwords of tests, which nobody guesses, in no time."""
_SAID: Final[dict[str, list[tuple[str, Any]]]] = {}
"""What the migrations said to the first empty database of a kind: later ones hear it at once."""

VOCABULARY = """
vocabulary: shop
version: 1
title: {zh: 店铺, en: Shop}
facts:
  - key: annual_sales
    title: {zh: 年采购额, en: Annual purchases}
    type: number
    scale: 2
    min: 0
    unit: CNY
    required: true
  - {key: contact_name, title: {zh: 联系人, en: Contact}, type: text, personal: true}
"""

RULESET = """
ruleset: shop-grade
title: {zh: 店铺分级, en: Shop grade}
zone: Asia/Shanghai
uses: shop@1
conclusions:
  - key: grade
    title: {zh: 等级, en: Grade}
    type: text
    ordered: true
    one_of: [{value: B}, {value: A}]
  - {key: percent_off, title: {zh: 优惠比例, en: Percent off}, type: number, scale: 1, unit: "%"}
  - {key: greeting, title: {zh: 称呼, en: Greeting}, type: text}
  - {key: attention, title: {zh: 关照, en: Attention}, type: text}
  - {key: letters, title: {zh: 信件, en: Letters}, type: list, of: text}
blocks:
  - key: grading
    kind: table
    hit: first
    inputs: [annual_sales]
    outputs: [grade, percent_off]
    rows:
      - {id: high, when: [">= 50万"], then: [A, "12.5"]}
      - {id: low, when: ["-"], then: [B, "0"]}
  - {key: greet, kind: formula, concludes: greeting, expression: '"尊敬的" + contact_name'}
  - key: care
    kind: rules
    hit: first
    concludes: [attention]
    rules:
      - id: ouyang
        when: {all: ['contact_name starts with "欧阳"']}
        then: {attention: '"致电 " + contact_name'}
  - key: mail
    kind: table
    hit: collect
    inputs: [greeting, annual_sales]
    outputs: [letters]
    rows:
      - {id: all, when: ["is present", "-"], then: [greeting]}
      - {id: rich, when: ["-", ">= 50万"], then: ['"贵宾信"']}
"""
RULESET_2 = RULESET.replace("50万", "60万")


@dataclass
class Clock:
    """Shows the moment it was set to; each look moves it on by a microsecond."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def new_database(url: str) -> Database:
    """Open a database without any table."""
    database = Database(url)
    database.make_file()
    return database


def new_house(url: str, clock: Clock | None = None) -> House:
    """Open a house with an empty database; it infers once, as the twin has tests of its own."""
    settings = Settings(database_url=url, twin="off")
    house = open_house(settings, clock=clock or Clock(), passwords=QUICK)
    _make_tables(house)
    return house


def _make_tables(house: House) -> None:
    """Migrate: by what was said before, where the database is empty; Alembic takes its time."""
    database = house.database
    database.make_file()
    kind = database.engine.name
    with database.writing() as transaction:
        is_empty = not inspect(transaction).get_table_names()
        if not is_empty and kind in _SAID:
            # Lent to one test after the other: tests/lending.py.
            return
        if kind in _SAID:
            for statement, parameters in _SAID[kind]:
                transaction.exec_driver_sql(statement, parameters or None)
            return
    said: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            said.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    migrate(house)
    event.remove(database.engine, "before_cursor_execute", note)
    if is_empty:
        _SAID[kind] = said


def furnished_house(url: str, clock: Clock | None = None) -> House:
    """Open a house in which the vocabulary and the ruleset are published."""
    house = new_house(url, clock)
    publish(house, VOCABULARY, published_by="ann")
    publish(house, RULESET, published_by="ann")
    return house


def key_of(house: House) -> str:
    """Make a key and give its id."""
    return add_key(house, "ERP")[0].id


def request(sales: str = "600000", name: str | None = None, **more: Any) -> EvaluationRequest:
    """Ask for a shop's grade."""
    facts: dict[str, object] = {"annual_sales": Decimal(sales)}
    if name is not None:
        facts["contact_name"] = name
    asked = {"ruleset": "shop-grade", "subject": "17850", "facts": facts}
    return EvaluationRequest(**(asked | more))


def decide(house: House, sales: str = "600000", name: str | None = None, **more: Any) -> Evaluation:
    """Evaluate a shop."""
    return evaluate(house, request(sales, name, **more))


def codes(error: FenjiError) -> list[str]:
    """List what was refused."""
    return [fault.code for fault in error.faults]
