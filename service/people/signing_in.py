"""Signing in and out: a name and a password for a session, a token for each request."""

from __future__ import annotations

import hashlib
import logging
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from rulesets.errors import CallerError, Fault, OperatorError
from service.house import House
from service.people.accounts import person_of
from service.people.model import Person, Session, SignedIn
from service.people.names import folded_name, name_faults, plain_name
from service.people.rights import require
from service.people.trials import Trial
from storage import people, sessions
from storage.ids import new_id
from storage.sessions import StoredSession

IDLE: Final = timedelta(hours=4)
"""A session ends when nothing is asked in it for so long."""

ABSOLUTE: Final = timedelta(hours=16)
"""A session ends then whatever is asked in it: a working day."""

_NOTED_EVERY: Final = timedelta(minutes=1)
_MOST_AGENT: Final = 300
_TOKEN_BYTES: Final = 32
_LOG = logging.getLogger("fenji.people")


def sign_in(house: House, name: str, password: str, *, address: str, agent: str = "") -> str:
    """Begin a session; gives its token, of which only a hash is kept.

    Raises:
        CallerError: `wrong-sign-in`, whether the name, the password or both are wrong or the
            account is disabled; `too-many-sign-ins`.
    """
    trial = Trial.begin(house, name, address)
    found = None
    # What can be no name is asked for in no database.
    if not any(name_faults(plain_name(name))):
        with house.database.reading() as transaction:
            found = people.by_name(transaction, folded_name(name))
    hashed = found.password if found is not None and found.disabled_at is None else None
    if not house.passwords.fits(hashed, password) or found is None or hashed is None:
        _LOG.info("an attempt to sign in from %s failed", address)
        raise CallerError((Fault("wrong-sign-in"),))
    anew = house.passwords.hash(password) if house.passwords.is_outdated(hashed) else ""
    token, now = secrets.token_urlsafe(_TOKEN_BYTES), house.clock()
    session = StoredSession(new_id(now), _hash(token), found.id, address, _seen(agent), now, now)
    with house.database.writing() as transaction:
        trial.succeed(transaction)
        held = {each.id: each for each in people.hold_all(transaction)}[found.id]
        if held.disabled_at is not None or held.password != hashed:
            raise CallerError((Fault("wrong-sign-in"),))
        if anew:
            people.set_password(transaction, found.id, anew, must_change=found.must_change)
        sessions.remove_before(transaction, found.id, now - ABSOLUTE)
        sessions.add(transaction, session)
    _LOG.info("person %s signed in from %s", found.id, address)
    return token


def signed_in(house: House, token: str) -> SignedIn | None:
    """Tell whose session a token is of; None where it has ended or never was."""
    now = house.clock()
    with house.database.reading() as transaction:
        session = sessions.by_hash(transaction, _hash(token))
        found = people.get(transaction, session.person) if session else None
    if session is None or found is None or found.disabled_at is not None:
        return None
    if session.ended_at is not None or _is_over(session, now):
        return None
    if now - session.seen_at >= _NOTED_EVERY:
        # A page is shown all the same where it cannot be noted.
        with suppress(OperatorError), house.database.writing() as transaction:
            sessions.seen(transaction, session.id, now)
    return SignedIn(person_of(found), session.id, found.must_change, found.language, found.theme)


def whose(house: House, token: str) -> str | None:
    """Tell the id of the person whose session a token is or was; None where none is known."""
    with house.database.reading() as transaction:
        session = sessions.by_hash(transaction, _hash(token))
    return session.person if session else None


def sign_out(house: House, who: SignedIn) -> None:
    """End the session in which one is."""
    with house.database.writing() as transaction:
        sessions.end(transaction, who.person.id, who.session, house.clock())


def sessions_of(house: House, who: Person, person: str) -> tuple[Session, ...]:
    """List the sessions of a person, one's own or as one who manages people; newest first.

    Raises:
        CallerError: `not-allowed`.
    """
    if who.id != person:
        require(who, "manage people")
    now = house.clock()
    with house.database.reading() as transaction:
        found = sessions.of_person(transaction, person)
    return tuple(
        Session(each.id, each.address, each.agent, each.created_at, each.seen_at)
        for each in found
        if not _is_over(each, now)
    )


def end_session(house: House, who: Person, person: str, session: str) -> None:
    """End a session, one's own or as one who manages people.

    Raises:
        CallerError: `not-allowed`, `unknown-session`.
    """
    if who.id != person:
        require(who, "manage people")
    with house.database.writing() as transaction:
        if not sessions.end(transaction, person, session, house.clock()):
            raise CallerError((Fault("unknown-session"),))


def end_sessions(house: House, who: Person, person: str, *, but: str = "") -> None:
    """End all sessions of a person, but the one named.

    Raises:
        CallerError: `not-allowed`.
    """
    if who.id != person:
        require(who, "manage people")
    with house.database.writing() as transaction:
        sessions.end_all(transaction, person, house.clock(), but)


def _is_over(session: StoredSession, now: datetime) -> bool:
    return now - session.seen_at >= IDLE or now - session.created_at >= ABSOLUTE


def _seen(agent: str) -> str:
    return "".join(each for each in agent if each.isprintable())[:_MOST_AGENT]


def _hash(token: str) -> str:
    # The token has 256 random bits: a slow hash would only slow down every page.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
