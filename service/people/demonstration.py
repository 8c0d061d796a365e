"""Accounts of the demonstration: one for each role, with passwords that a file keeps."""

from __future__ import annotations

import json
import os
from pathlib import Path

from rulesets.errors import Fault, OperatorError
from service.house import House
from service.people.accounts import add_person, list_people, reset_password
from service.people.model import OPERATOR, ROLES
from service.people.names import made_password
from storage import people


def demo_accounts(house: House, path: Path) -> dict[str, str]:
    """Make an account of every role; gives their passwords by name, the same at each start.

    Passwords are kept nowhere else in the clear: this file is for its owner's eyes, and accounts
    of the demonstration are served on this machine only.

    Raises:
        CallerError: `person-name-taken`, a real account has the name of a role.
        OperatorError: `secret-key-unreadable`, the file cannot be made or read.
    """
    kept = _read(path)
    passwords: dict[str, str] = {role: kept.get(role) or made_password() for role in ROLES}
    if passwords != kept:
        _write(path, passwords)
    there = {each.person.name: each for each in list_people(house, OPERATOR) if each.is_demo}
    for role, password in passwords.items():
        if role not in there:
            add_person(house, OPERATOR, role, [role], password, is_demo=True)
            continue
        person = there[role].person.id
        with house.database.reading() as transaction:
            found = people.get(transaction, person)
        # Who tries the demonstration may have changed it; what is printed must fit.
        if found is None or not house.passwords.fits(found.password, password):
            reset_password(house, OPERATOR, person, password)
    return passwords


def why_not_beyond(house: House, host: str) -> Fault | None:
    """Tell why pages may be served on this machine only; None: they may be served beyond it.

    There must be somebody to sign in and to add others, and no account whose password is printed.
    """
    with house.database.reading() as transaction:
        enabled = [each for each in people.every(transaction) if each.disabled_at is None]
    demo = [each.name for each in enabled if each.is_demo]
    if demo:
        return Fault(
            "demo-beyond-loopback", words={"names": ", ".join(f"`{each}`" for each in demo)}
        )
    if not any("administrator" in each.roles for each in enabled):
        return Fault("pages-beyond-loopback", words={"host": host})
    return None


def _read(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return {str(name): str(password) for name, password in kept.items()}


def _write(path: Path, passwords: dict[str, str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(passwords, file, indent=2)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> OperatorError:
    words = {"file": str(path), "reason": str(error)}
    return OperatorError((Fault("secret-key-unreadable", words=words),))
