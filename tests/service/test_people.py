"""Accounts: made, given roles, disabled; passwords; the one rule that somebody stays in charge."""

from typing import Any, Final

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from rulesets.errors import CallerError
from service import people
from service.house import House
from service.passwords import Passwords
from service.people import OPERATOR, Account, Person, SignedIn
from tests.houses import Clock, codes, new_house

PASSWORD: Final = "一二三四五六七八九十百千"  # noqa: S105 - of tests
ADDRESS: Final = "192.0.2.7"


@pytest.fixture
def house(database_url: str) -> House:
    return new_house(database_url, Clock())


def add(house: House, name: str, *roles: str, password: str = PASSWORD) -> Account:
    return people.add_person(house, OPERATOR, name, roles or ("analyst",), password)[0]


def enter(house: House, name: str, password: str = PASSWORD) -> SignedIn:
    token = people.sign_in(house, name, password, address=ADDRESS)
    found = people.signed_in(house, token)
    assert found
    return found


def refused(act: Any, *arguments: Any, **more: Any) -> list[str]:
    with pytest.raises(CallerError) as caught:
        act(*arguments, **more)
    return codes(caught.value)


def test_an_account_is_made_and_listed(house: House) -> None:
    account, made = people.add_person(
        house, OPERATOR, "  Zoe\u0308  Li ", ["auditor", "analyst"], PASSWORD
    )
    assert made == ""
    assert account.person.name == "Zoë Li"
    assert account.person.roles == {"analyst", "auditor"}
    assert (account.must_change, account.is_demo, account.disabled_at) == (False, False, None)
    assert people.list_people(house, OPERATOR) == (account,)
    assert people.find_account(house, OPERATOR, "ZOË LI") == account
    assert enter(house, "zoë li").person == account.person


def test_a_password_that_was_made_fits_and_must_be_changed(house: House) -> None:
    account, made = people.add_person(house, OPERATOR, "张三", ["analyst"])
    assert account.must_change
    assert len(made) >= 16
    who = enter(house, "张三", made)
    assert who.must_change
    people.change_password(house, who, made, PASSWORD)
    assert not enter(house, "张三").must_change
    assert refused(enter, house, "张三", made) == ["wrong-sign-in"]


def test_names_are_unique_whatever_their_case_and_composition(house: House) -> None:
    add(house, "Zoë")
    for same in ("zoë", "ZOE\u0308", " Zoë "):
        assert refused(add, house, same) == ["person-name-taken"]


def test_odd_names_are_refused(house: House) -> None:
    for name in ("", "   ", "a\0b", "a\u202eb", "\ud800", "x" * 101):
        assert refused(add, house, name) == ["bad-person-name"]
        assert refused(enter, house, name) == ["wrong-sign-in"]


def test_all_that_is_wrong_is_said_at_once(house: House) -> None:
    found = refused(people.add_person, house, OPERATOR, "", ["king"], "short")
    assert found == ["bad-person-name", "unknown-role", "bad-password-length"]
    assert refused(people.add_person, house, OPERATOR, "a", [], PASSWORD) == ["role-needed"]


def test_the_length_of_a_password(house: House) -> None:
    for length in (12, 200):
        add(house, f"a{length}", password="长" * length)
        enter(house, f"a{length}", "长" * length)
    for length in (1, 11, 201, 5000):
        assert refused(add, house, "a", password="长" * length) == ["bad-password-length"]


def test_a_password_fits_however_its_letters_are_composed(house: House) -> None:
    add(house, "a", password="Zoë-" * 4)
    enter(house, "a", "Zoe\u0308-" * 4)


def test_passwords_and_tokens_are_not_stored(house: House) -> None:
    account, made = people.add_person(house, OPERATOR, "张三", ["analyst"])
    token = people.sign_in(house, "张三", made, address=ADDRESS)
    refused(people.sign_in, house, made, "a secret in the wrong field", address=ADDRESS)
    with house.database.reading() as transaction:
        for table in ("people", "sessions", "sign_ins"):
            rows = transaction.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608 - ours
            assert rows
            assert made not in str(rows)
            assert token not in str(rows)
    assert account.person.id


def test_a_hash_of_other_parameters_is_made_anew_at_the_next_signing_in(house: House) -> None:
    add(house, "a")
    house_of_now = new_house(str(house.database.url.render_as_string(hide_password=False)))
    dearer = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    object.__setattr__(house_of_now, "passwords", dearer)
    for _ in range(2):
        enter(house_of_now, "a")
    with house.database.reading() as transaction:
        kept = transaction.execute(text("SELECT password FROM people")).scalar_one()
    assert "m=16,t=2,p=1" in kept
    assert refused(enter, house_of_now, "a", "wrong") == ["wrong-sign-in"]


def test_roles_change_at_once(house: House) -> None:
    add(house, "boss", "administrator")
    account = add(house, "a", "analyst")
    token = people.sign_in(house, "a", PASSWORD, address=ADDRESS)
    changed = people.set_roles(house, OPERATOR, account.person.id, ["approver", "auditor"])
    assert changed.person.roles == {"approver", "auditor"}
    found = people.signed_in(house, token)
    assert found
    assert found.person.roles == {"approver", "auditor"}
    assert refused(people.set_roles, house, OPERATOR, account.person.id, []) == ["role-needed"]
    wrong = refused(people.set_roles, house, OPERATOR, account.person.id, ["king"])
    assert wrong == ["unknown-role"]
    assert refused(people.set_roles, house, OPERATOR, "none", ["analyst"]) == ["unknown-person"]


def test_somebody_stays_in_charge(house: House) -> None:
    first = add(house, "a", "administrator", "analyst").person.id
    assert refused(people.disable, house, OPERATOR, first) == ["last-administrator"]
    assert refused(people.set_roles, house, OPERATOR, first, ["analyst"]) == ["last-administrator"]
    second = add(house, "b", "administrator").person.id
    people.disable(house, OPERATOR, first)
    assert refused(people.disable, house, OPERATOR, second) == ["last-administrator"]
    people.set_roles(house, OPERATOR, first, ["auditor"])
    people.enable(house, OPERATOR, first)
    assert refused(people.disable, house, OPERATOR, second) == ["last-administrator"]


def test_a_disabled_person_is_out_at_once_and_may_come_back(house: House) -> None:
    account = add(house, "a")
    token = people.sign_in(house, "a", PASSWORD, address=ADDRESS)
    disabled = people.disable(house, OPERATOR, account.person.id)
    assert disabled.disabled_at
    assert people.disable(house, OPERATOR, account.person.id).disabled_at == disabled.disabled_at
    assert people.signed_in(house, token) is None
    assert refused(enter, house, "a") == ["wrong-sign-in"]
    people.enable(house, OPERATOR, account.person.id)
    assert people.signed_in(house, token) is None, "what has ended stays ended"
    enter(house, "a")


def test_a_new_password_ends_the_sessions(house: House) -> None:
    account = add(house, "a")
    here, there = enter(house, "a"), people.sign_in(house, "a", PASSWORD, address=ADDRESS)
    new = PASSWORD + "万"
    assert refused(people.change_password, house, here, "wrong", new) == ["wrong-password"]
    assert refused(people.change_password, house, here, PASSWORD, "x") == ["bad-password-length"]
    assert people.signed_in(house, there)
    people.change_password(house, here, PASSWORD, new)
    assert people.signed_in(house, there) is None
    own = people.sessions_of(house, here.person, here.person.id)
    assert [each.id for each in own] == [here.session]
    made = people.reset_password(house, OPERATOR, account.person.id)
    assert people.sessions_of(house, here.person, here.person.id) == ()
    assert enter(house, "a", made).must_change
    assert refused(enter, house, "a", new) == ["wrong-sign-in"]
    assert refused(people.reset_password, house, OPERATOR, "none") == ["unknown-person"]


def test_guessing_the_present_password_is_slowed_down_too(house: House) -> None:
    add(house, "a")
    here = enter(house, "a")
    guesses = [refused(people.change_password, house, here, "wrong", PASSWORD) for _ in range(6)]
    assert guesses == [["wrong-password"]] * 5 + [["too-many-sign-ins"]]


def test_preferences_are_kept_with_the_person(house: House) -> None:
    add(house, "a")
    assert (enter(house, "a").language, enter(house, "a").theme) == ("", "")
    people.keep_preferences(house, enter(house, "a"), "en", "dark")
    assert (enter(house, "a").language, enter(house, "a").theme) == ("en", "dark")


def test_only_administrators_manage_people_and_keys(house: House) -> None:
    other = add(house, "boss", "administrator").person.id
    who = Person("x", "x", frozenset({"analyst", "approver", "auditor"}))
    acts: list[tuple[Any, ...]] = [
        (people.add_person, "b", ["administrator"], PASSWORD),
        (people.list_people,),
        (people.get_account, other),
        (people.find_account, "boss"),
        (people.set_roles, other, ["analyst"]),
        (people.disable, other),
        (people.enable, other),
        (people.reset_password, other),
        (people.sessions_of, other),
        (people.end_session, other, "x"),
        (people.end_sessions, other),
        (people.keys.list_keys,),
        (people.keys.add_key, "ERP", ["read"], 60),
        (people.keys.revoke_key, "x"),
    ]
    for act, *arguments in acts:
        assert refused(act, house, who, *arguments) == ["not-allowed"], act
    assert [each.person.name for each in people.list_people(house, OPERATOR)] == ["boss"]
