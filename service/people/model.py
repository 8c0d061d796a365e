"""A person who works with Fenji, as every use case and page knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from rulesets.types import Both

Role = Literal["analyst", "approver", "auditor", "administrator"]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""All roles; a person has one or more."""

ROLE_TITLES: Final[dict[Role, Both]] = {
    "analyst": Both("分析员", "analyst"),
    "approver": Both("审批人", "approver"),
    "auditor": Both("审计员", "auditor"),
    "administrator": Both("管理员", "administrator"),
}


@dataclass(frozen=True)
class Person:
    """Who acts: the id of the account, the name it is signed in by, and its roles."""

    id: str
    name: str
    roles: frozenset[str]


OPERATOR: Final = Person("", "operator", frozenset({"administrator"}))
"""Who runs commands on the machine itself, and needs no account for it."""


@dataclass(frozen=True)
class Account:
    """A person's account, as administrators see it; `seen_at` is when a session last acted."""

    person: Person
    must_change: bool
    is_demo: bool
    created_at: datetime
    disabled_at: datetime | None
    seen_at: datetime | None = None


@dataclass(frozen=True)
class Session:
    """A session that has not ended: from where, with which browser, since when."""

    id: str
    address: str
    agent: str
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class SignedIn:
    """Whose session it is, and what the person chose; `must_change`: a password of one's own."""

    person: Person
    session: str
    must_change: bool
    language: str
    theme: str
