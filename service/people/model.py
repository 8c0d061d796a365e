"""A person who works with Fenji, as every use case and page knows them."""

from __future__ import annotations

from dataclasses import dataclass
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
