"""People, a small house, and drafts that are submitted, for tests of reviews."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from engine.decision import Runtime
from engine.runtimes.compiled import Compiled
from engine.runtimes.reference import Reference
from rulesets.drafting import Edit
from rulesets.errors import FenjiError
from service.drafts import (
    Draft,
    FromVersion,
    edit_draft,
    get_draft,
    open_draft,
)
from service.house import House, open_house
from service.people import Person
from service.review import (
    Review,
    get_review,
    submit,
)
from service.settings import Settings
from tests.houses import (
    NOON,
    Clock,
    codes,
    decide,
    furnished_house,
)

ANN: Final = Person("a" * 26, "ann", frozenset({"analyst"}))
BEN: Final = Person("b" * 26, "ben", frozenset({"analyst", "approver"}))
CAT: Final = Person("c" * 26, "cat", frozenset({"approver"}))
DAN: Final = Person("d" * 26, "dan", frozenset({"approver"}))
EVE: Final = Person("e" * 26, "eve", frozenset({"auditor"}))
ADA: Final = Person("f" * 26, "ada", frozenset({"administrator"}))
SHOP: Final = FromVersion("ruleset", "shop-grade")
CELL: Final = ("blocks", 0, "rows", 0, "when", 0)
WHY: Final = "提高 A 级门槛"


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish once: to certify takes time."""
    path: Path = tmp_path_factory.mktemp("review") / "furnished.db"
    furnished_house(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    """Give a house on SQLite, certified by two engines."""
    url = f"sqlite:///{shutil.copyfile(furnished, tmp_path / 'fenji.db')}"
    opened = opened_house(url, Clock(NOON + timedelta(minutes=1)))
    yield opened
    opened.close()


@pytest.fixture
def any_house(database_url: str) -> Iterator[House]:
    """Give a house on each database, for what its transactions have to hold."""
    opened = furnished_house(database_url)
    yield opened
    opened.close()


def opened_house(url: str, clock: Clock) -> House:
    engines: list[Runtime] = [Compiled(), Reference()]
    settings = Settings(database_url=url, twin="off")
    return open_house(settings, clock=clock, runtimes={each.name: each for each in engines})


def changed(house: House, value: str = ">= 60万", who: Person = ANN) -> Draft:
    """Open a draft and change a cell of it."""
    draft = open_draft(house, who, SHOP)
    return edit_draft(house, who, draft.id, 0, [Edit("set", CELL, value)]).draft


def waiting(house: House, value: str = ">= 60万", who: Person = ANN) -> Review:
    draft = changed(house, value, who)
    return submit(house, who, draft.id, draft.revision, WHY)


def refused(call: Callable[[], object]) -> list[str]:
    with pytest.raises(FenjiError) as caught:
        call()
    for fault in caught.value.faults:
        for language in ("zh", "en"):
            assert fault.message(language)
            assert fault.hint(language)
    return codes(caught.value)


def state(house: House, review: Review) -> tuple[str, str]:
    """Tell the states of a review and of its draft."""
    now = get_review(house, EVE, review.id)
    return now.state, get_draft(house, EVE, now.draft or "").state


def grade(house: House, sales: str = "550000") -> tuple[int, object]:
    decision = decide(house, sales).decision
    return decision.version, decision.inference.conclusions["grade"]
