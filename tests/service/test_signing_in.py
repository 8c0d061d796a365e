"""Signing in: sessions and their ends, guessing slowed down, nothing told of who there is."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from rulesets.errors import CallerError
from service import people
from service.house import House
from service.passwords import Passwords
from service.people import OPERATOR, demo_accounts, why_not_beyond
from service.people.signing_in import ABSOLUTE, IDLE
from storage import sign_ins
from tests.houses import Clock, codes, new_house

PASSWORD: Final = "correct horse battery"  # noqa: S105 - of tests
WRONG: Final = "wrong"
ADDRESS: Final = "192.0.2.7"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(database_url: str, clock: Clock) -> House:
    house = new_house(database_url, clock)
    people.add_person(house, OPERATOR, "ann", ["administrator"], PASSWORD)
    people.add_person(house, OPERATOR, "ben", ["analyst"], PASSWORD)
    return house


def enter(house: House, name: str, password: str = PASSWORD, address: str = ADDRESS) -> str:
    return people.sign_in(house, name, password, address=address, agent="Firefox\n\0")


def attempt(house: House, name: str, password: str = WRONG, address: str = ADDRESS) -> str:
    """Tell how an attempt ended."""
    try:
        enter(house, name, password, address)
    except CallerError as error:
        (code,) = codes(error)
        return code
    return "in"


def test_a_session_ends_when_nothing_is_asked_in_it(house: House, clock: Clock) -> None:
    token = enter(house, "ann")
    for _ in range(3):
        clock.pass_(seconds=IDLE.total_seconds() - 60)
        assert people.signed_in(house, token)
    clock.pass_(seconds=IDLE.total_seconds())
    assert people.signed_in(house, token) is None


def test_a_session_ends_after_a_day_whatever_is_asked_in_it(house: House, clock: Clock) -> None:
    token = enter(house, "ann")
    passed = timedelta()
    while passed < ABSOLUTE:
        assert people.signed_in(house, token)
        clock.pass_(hours=2)
        passed += timedelta(hours=2)
    assert people.signed_in(house, token) is None
    person = people.find_account(house, OPERATOR, "ann").person
    assert people.sessions_of(house, person, person.id) == ()


def test_what_is_no_token_is_nobodys(house: House) -> None:
    enter(house, "ann")
    for token in ("", "x", "\0", "\ud800", "客户"):
        assert people.signed_in(house, token) is None


def test_sessions_are_listed_and_ended(house: House) -> None:
    tokens = [enter(house, "ben") for _ in range(3)]
    who = people.signed_in(house, tokens[0])
    assert who
    listed = people.sessions_of(house, who.person, who.person.id)
    assert (listed[0].address, listed[0].agent) == (ADDRESS, "Firefox")
    people.sign_out(house, who)
    assert [bool(people.signed_in(house, each)) for each in tokens] == [False, True, True]
    with pytest.raises(CallerError, match="unknown-session"):
        people.end_session(house, who.person, who.person.id, who.session)
    second = people.signed_in(house, tokens[1])
    assert second
    people.end_sessions(house, OPERATOR, who.person.id, but=second.session)
    assert [bool(people.signed_in(house, each)) for each in tokens] == [False, True, False]
    people.end_session(house, OPERATOR, who.person.id, second.session)
    assert people.signed_in(house, tokens[1]) is None


def test_nobody_ends_anothers_session_under_ones_own_name(house: House) -> None:
    anns, bens = (people.signed_in(house, enter(house, name)) for name in ("ann", "ben"))
    assert anns
    assert bens
    for person, code in ((anns.person.id, "not-allowed"), (bens.person.id, "unknown-session")):
        with pytest.raises(CallerError, match=code):
            people.end_session(house, bens.person, person, anns.session)


@pytest.mark.parametrize("name", ["ann", "nobody", "a\0b"])
def test_guessing_is_slowed_down_alike_for_who_is_there_and_who_is_not(
    house: House, clock: Clock, name: str
) -> None:
    assert [attempt(house, name) for _ in range(6)] == [
        *["wrong-sign-in"] * 5,
        "too-many-sign-ins",
    ]
    # The right password does not help before the wait is over, or it would tell itself.
    assert attempt(house, name, PASSWORD) == "too-many-sign-ins"
    assert attempt(house, name.upper()) == "too-many-sign-ins"
    assert attempt(house, "ben", PASSWORD) == "in"
    waits = []
    for _ in range(6):
        minutes = 0
        while attempt(house, name) == "too-many-sign-ins":
            clock.pass_(minutes=1)
            minutes += 1
        waits.append(minutes)
    assert waits == [1, 2, 4, 8, 15, 15]


def test_the_wait_is_said_in_minutes(house: House, clock: Clock) -> None:
    for _ in range(6):
        attempt(house, "ann")
    clock.pass_(minutes=1)
    attempt(house, "ann")
    clock.pass_(seconds=30)
    with pytest.raises(CallerError) as refused:
        enter(house, "ann")
    assert refused.value.faults[0].hint("en").startswith("try again in 2 minutes")
    clock.pass_(seconds=91)
    assert attempt(house, "ann", PASSWORD) == "in"
    assert attempt(house, "ann") == "wrong-sign-in", "the count begins anew"


def test_failures_are_forgotten_in_an_hour(house: House, clock: Clock) -> None:
    for _ in range(5):
        attempt(house, "ann")
    clock.pass_(hours=1, seconds=1)
    assert [attempt(house, "ann") for _ in range(5)] == ["wrong-sign-in"] * 5


def test_an_address_that_guesses_at_many_names_is_slowed_down(house: House, clock: Clock) -> None:
    for number in range(30):
        assert attempt(house, f"name-{number}") == "wrong-sign-in"
    assert attempt(house, "ann", PASSWORD) == "too-many-sign-ins"
    assert attempt(house, "ann", PASSWORD, "192.0.2.8") == "in"
    clock.pass_(minutes=1, seconds=1)
    assert attempt(house, "ann", PASSWORD) == "in"


def test_of_many_attempts_at_once_as_few_are_free(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = sign_ins.add

    def slow(*given: Any) -> str:
        time.sleep(0.03)  # the others count meanwhile, unless they wait for their turn
        return add(*given)

    monkeypatch.setattr("storage.sign_ins.add", slow)
    with ThreadPoolExecutor(8) as pool:
        found = Counter(pool.map(lambda _: attempt(house, "ann"), range(8)))
    assert found == {"wrong-sign-in": 5, "too-many-sign-ins": 3}


def test_an_unknown_name_costs_as_many_verifications(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []
    fits = Passwords.fits

    def counted(self: Passwords, hashed: str | None, password: str) -> bool:
        seen.append(hashed)
        return fits(self, hashed, password)

    monkeypatch.setattr(Passwords, "fits", counted)
    for name in ("ann", "nobody"):
        assert attempt(house, name) == "wrong-sign-in"
    known, unknown = seen
    assert known
    assert unknown is None


def test_the_dummy_is_verified_with_the_same_parameters(house: House) -> None:
    assert not house.passwords.fits(None, "nobody")
    assert not house.passwords.fits(None, "other")
    kept = house.passwords.hash("x").rpartition("$")[0].rpartition("$")[0]
    assert house.passwords._nobodys.startswith(kept)


def test_the_demonstration_has_every_role_and_the_same_passwords(
    house: House, tmp_path: Path
) -> None:
    path = tmp_path / "var" / "demo-accounts"
    first = demo_accounts(house, path)
    assert path.stat().st_mode & 0o077 == 0
    assert set(first) == {"analyst", "approver", "auditor", "administrator"}
    for name, password in first.items():
        who = people.signed_in(house, enter(house, name, password))
        assert who
        assert who.person.roles == {name}
        people.change_password(house, who, password, PASSWORD)
    assert demo_accounts(house, path) == first
    assert attempt(house, "auditor", first["auditor"]) == "in"
    # Without its file the demonstration gets new passwords.
    path.unlink()
    second = demo_accounts(house, path)
    assert second["auditor"] != first["auditor"]
    assert attempt(house, "auditor", second["auditor"]) == "in"


def test_the_demonstration_takes_no_real_account(house: House, tmp_path: Path) -> None:
    people.add_person(house, OPERATOR, "Auditor", ["auditor"], PASSWORD)
    with pytest.raises(CallerError, match="person-name-taken"):
        demo_accounts(house, tmp_path / "demo-accounts")
    assert attempt(house, "auditor", PASSWORD) == "in"


def test_what_keeps_pages_on_this_machine(database_url: str, tmp_path: Path) -> None:
    house = new_house(database_url)

    def why() -> str:
        fault = why_not_beyond(house, "0.0.0.0")  # noqa: S104 - never listened on
        return fault.code if fault else ""

    assert why() == "pages-beyond-loopback"
    people.add_person(house, OPERATOR, "ben", ["analyst"], PASSWORD)
    assert why() == "pages-beyond-loopback"
    people.add_person(house, OPERATOR, "ann", ["administrator"], PASSWORD)
    assert why() == ""
    for name in demo_accounts(house, tmp_path / "demo-accounts"):
        assert why() == "demo-beyond-loopback"
        people.disable(house, OPERATOR, people.find_account(house, OPERATOR, name).person.id)
    assert why() == ""
