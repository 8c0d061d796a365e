"""What each role may do: one table, which pages and use cases ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from rulesets.errors import CallerError, Fault
from rulesets.types import Both
from service.people.model import ROLE_TITLES, ROLES, Person, Role

Act = Literal[
    "read rulesets",
    "try rulesets",
    "read decisions",
    "read drafts",
    "draft",
    "submit",
    "approve",
    "roll back",
    "import rulesets",
    "export rulesets",
    "read history",
    "manage people",
    "manage keys",
]

ACTS: Final[tuple[Act, ...]] = get_args(Act)


@dataclass(frozen=True)
class Right:
    """An act's name for people, and the roles that may do it."""

    title: Both
    roles: frozenset[Role]


def _right(zh: str, en: str, *roles: Role) -> Right:
    return Right(Both(zh, en), frozenset(roles))


RIGHTS: Final[Mapping[Act, Right]] = MappingProxyType(
    {
        "read rulesets": _right("查看规则集", "read rulesets", *ROLES),
        "try rulesets": _right("试算规则集", "try rulesets", "analyst", "approver", "auditor"),
        "read decisions": _right("查看决策", "read decisions", "analyst", "approver", "auditor"),
        "read drafts": _right("查看草稿", "read drafts", "analyst", "approver", "auditor"),
        "draft": _right("编写草稿", "write drafts", "analyst"),
        "submit": _right("提交草稿", "submit drafts", "analyst"),
        "approve": _right("审批并发布", "approve and publish", "approver"),
        "roll back": _right("回退版本", "roll back to a version", "approver"),
        "import rulesets": _right("导入规则集", "import rulesets", "analyst"),
        "export rulesets": _right(
            "导出规则集", "export rulesets", "analyst", "approver", "auditor"
        ),
        "read history": _right(
            "查看操作记录", "read the history of acts", "auditor", "administrator"
        ),
        "manage people": _right("管理人员", "manage people", "administrator"),
        "manage keys": _right("管理密钥", "manage API keys", "administrator"),
    }
)
"""Who may do what. Who manages people and keys neither writes nor approves rules by that alone."""


def may(who: Person, act: Act) -> bool:
    """Tell whether a person may do an act.

    Example:
        >>> may(Person("1", "ann", frozenset({"analyst"})), "draft")
        True
        >>> may(Person("1", "ann", frozenset({"analyst"})), "approve")
        False
    """
    return not RIGHTS[act].roles.isdisjoint(who.roles)


def require(who: Person, act: Act) -> None:
    """Refuse an act to a person none of whose roles may do it.

    Raises:
        CallerError: `not-allowed`, which names the right and the roles that have it.

    Example:
        >>> require(Person("1", "ann", frozenset({"analyst"})), "approve")
        Traceback (most recent call last):
        rulesets.errors.CallerError: not-allowed: you may not approve and publish; it takes …
    """
    if not may(who, act):
        words = {"act": RIGHTS[act].title, "roles": role_names(RIGHTS[act].roles)}
        raise CallerError((Fault("not-allowed", words=words),))


def role_names(roles: frozenset[str] | frozenset[Role]) -> Both:
    """Name roles in the order of `ROLES`, in both languages.

    Example:
        >>> role_names(frozenset({"auditor", "analyst"}))
        Both(zh='分析员、审计员', en='analyst, auditor')
    """
    titles = [ROLE_TITLES[each] for each in ROLES if each in roles]
    return Both("、".join(each.zh for each in titles), ", ".join(each.en for each in titles))
