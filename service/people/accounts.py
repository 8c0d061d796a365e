"""Accounts: made, listed, given roles, disabled; passwords set anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NoReturn

from rulesets.errors import CallerError, Fault
from service.house import House
from service.people.model import OPERATOR, ROLES, Account, Person, SignedIn
from service.people.names import (
    folded_name,
    made_password,
    name_faults,
    password_faults,
    plain_name,
    role_faults,
)
from service.people.rights import require
from service.people.trials import Trial
from storage import people, sessions
from storage.database import Transaction
from storage.ids import new_id
from storage.people import StoredPerson


def add_person(
    house: House,
    who: Person,
    name: str,
    roles: Iterable[str],
    password: str | None = None,
    *,
    is_demo: bool = False,
) -> tuple[Account, str]:
    """Make an account.

    Args:
        house: the house.
        who: who makes it.
        name: what it is signed in by; unique, whatever its case.
        roles: one or more of `ROLES`.
        password: of the person's own choice; None to have one made, which must be changed.
        is_demo: whether it is one of the demonstration, whose passwords are printed.

    Returns:
        The account, and the password that was made, which is not shown again; empty if none was.

    Raises:
        CallerError: `not-allowed`, `person-name-taken`, and all that is wrong with the name, the
            roles and the password.
    """
    require(who, "manage people")
    name, wanted = plain_name(name), set(roles)
    made = "" if password is not None else made_password()
    faults = [*name_faults(name), *role_faults(wanted), *password_faults(made or password or "")]
    if faults:
        raise CallerError(tuple(faults))
    hashed = house.passwords.hash(made or password or "")
    now = house.clock()
    account = StoredPerson(
        id=new_id(now),
        name=name,
        folded=folded_name(name),
        password=hashed,
        roles=_in_order(wanted),
        must_change=bool(made),
        is_demo=is_demo,
        language="",
        theme="",
        created_at=now,
    )
    with house.database.writing() as transaction:
        # All are held, so that two of one name cannot be made at once.
        if any(each.folded == account.folded for each in people.hold_all(transaction)):
            raise CallerError((Fault("person-name-taken", words={"name": name}),))
        people.add(transaction, account)
    return account_of(account), made


def list_people(house: House, who: Person) -> tuple[Account, ...]:
    """List all accounts, the oldest first, with when each was last seen.

    Raises:
        CallerError: `not-allowed`.
    """
    require(who, "manage people")
    with house.database.reading() as transaction:
        seen = sessions.last_seen(transaction)
        found = people.every(transaction)
    return tuple(account_of(each, seen.get(each.id)) for each in found)


def get_account(house: House, who: Person, person: str) -> Account:
    """Give one account.

    Raises:
        CallerError: `not-allowed`, `unknown-person`.
    """
    return next(
        (each for each in list_people(house, who) if each.person.id == person), None
    ) or _unknown(person)


def find_account(house: House, who: Person, name: str) -> Account:
    """Give the account of a name.

    Raises:
        CallerError: `not-allowed`, `unknown-person`.
    """
    wanted = folded_name(name)
    accounts = (each for each in list_people(house, who) if folded_name(each.person.name) == wanted)
    return next(accounts, None) or _unknown(name)


def set_roles(house: House, who: Person, person: str, roles: Iterable[str]) -> Account:
    """Replace a person's roles; sessions go on with the new ones.

    Raises:
        CallerError: `not-allowed`, `unknown-person`, `role-needed`, `unknown-role`,
            `last-administrator`.
    """
    require(who, "manage people")
    wanted = set(roles)
    faults = tuple(role_faults(wanted))
    if faults:
        raise CallerError(faults)
    with house.database.writing() as transaction:
        found = _held(transaction, person, stays="administrator" in wanted)
        people.set_roles(transaction, found.id, _in_order(wanted))
    return get_account(house, who, person)


def disable(house: House, who: Person, person: str) -> Account:
    """Disable an account and end its sessions; the first time counts.

    Raises:
        CallerError: `not-allowed`, `unknown-person`, `last-administrator`.
    """
    require(who, "manage people")
    now = house.clock()
    with house.database.writing() as transaction:
        found = _held(transaction, person, stays=False)
        if found.disabled_at is None:
            people.set_disabled(transaction, found.id, now)
        sessions.end_all(transaction, found.id, now)
    return get_account(house, who, person)


def enable(house: House, who: Person, person: str) -> Account:
    """Let a disabled account sign in again.

    Raises:
        CallerError: `not-allowed`, `unknown-person`.
    """
    require(who, "manage people")
    with house.database.writing() as transaction:
        found = _held(transaction, person, stays=True)
        people.set_disabled(transaction, found.id, None)
    return get_account(house, who, person)


def reset_password(house: House, who: Person, person: str, password: str | None = None) -> str:
    """Set a password anew and end the sessions; gives the one that was made, empty if given.

    A password that was made must be changed by its owner at the next signing in.

    Raises:
        CallerError: `not-allowed`, `unknown-person`, `bad-password-length`.
    """
    require(who, "manage people")
    made = "" if password is not None else made_password()
    faults = tuple(password_faults(made or password or ""))
    if faults:
        raise CallerError(faults)
    hashed = house.passwords.hash(made or password or "")
    with house.database.writing() as transaction:
        found = _held(transaction, person, stays=True)
        people.set_password(transaction, found.id, hashed, must_change=bool(made))
        sessions.end_all(transaction, found.id, house.clock())
    return made


def change_password(house: House, who: SignedIn, present: str, new: str) -> None:
    """Change one's own password; all other sessions of the person end.

    Raises:
        CallerError: `wrong-password`, `bad-password-length`, `too-many-sign-ins`.
    """
    faults = tuple(password_faults(new))
    if faults:
        raise CallerError(faults)
    # Whoever sits at another's screen guesses no oftener here than at the door.
    trial = Trial.begin(house, who.person.name, f"session {who.session}")
    with house.database.reading() as transaction:
        found = people.get(transaction, who.person.id)
    if not house.passwords.fits(found.password if found else None, present):
        raise CallerError((Fault("wrong-password"),))
    hashed = house.passwords.hash(new)
    with house.database.writing() as transaction:
        trial.succeed(transaction)
        people.set_password(transaction, who.person.id, hashed, must_change=False)
        sessions.end_all(transaction, who.person.id, house.clock(), but=who.session)


def keep_preferences(house: House, who: SignedIn, language: str, theme: str) -> None:
    """Keep the language and the light in which a person reads."""
    with house.database.writing() as transaction:
        people.set_preferences(transaction, who.person.id, language=language, theme=theme)


def has_people(house: House) -> bool:
    """Tell whether there is anybody who could sign in."""
    return any(each.disabled_at is None for each in list_people(house, OPERATOR))


def account_of(found: StoredPerson, seen_at: datetime | None = None) -> Account:
    """Give an account without its password."""
    return Account(
        person=person_of(found),
        must_change=found.must_change,
        is_demo=found.is_demo,
        created_at=found.created_at,
        disabled_at=found.disabled_at,
        seen_at=seen_at,
    )


def person_of(found: StoredPerson) -> Person:
    """Give the person of an account."""
    return Person(found.id, found.name, frozenset(found.roles))


def _held(transaction: Transaction, person: str, *, stays: bool) -> StoredPerson:
    """Read an account to change it; `stays`: it is still an administrator's afterwards if it was.

    Raises:
        CallerError: `unknown-person`; `last-administrator`, nobody would be left to add others.
    """
    held = people.hold_all(transaction)
    found = next((each for each in held if each.id == person), None)
    if found is None:
        return _unknown(person)
    others = [each for each in held if is_administrator(each) and each.id != person]
    if is_administrator(found) and not stays and not others:
        raise CallerError((Fault("last-administrator", words={"name": found.name}),))
    return found


def is_administrator(found: StoredPerson) -> bool:
    """Tell whether an account can manage people now."""
    return found.disabled_at is None and "administrator" in found.roles


def _in_order(roles: set[str]) -> tuple[str, ...]:
    return tuple(each for each in ROLES if each in roles)


def _unknown(person: str) -> NoReturn:
    raise CallerError((Fault("unknown-person", words={"person": person[:100]}),))
