"""Role by act: allowed and refused as the one table says."""

from typing import Final

import pytest

from rulesets.errors import CallerError
from service.people import RIGHTS, ROLES, Person, may, require
from service.people.rights import ACTS, Act

# Written down a second time on purpose: who widens a right says so in two places.
ALLOWED: Final = {
    "analyst": {
        *("read rulesets", "try rulesets", "read decisions", "read drafts", "draft", "submit"),
        *("import rulesets", "export rulesets"),
    },
    "approver": {
        *("read rulesets", "try rulesets", "read decisions", "read drafts", "approve"),
        *("roll back", "export rulesets"),
    },
    "auditor": {
        *("read rulesets", "try rulesets", "read decisions", "read drafts"),
        *("export rulesets", "read history"),
    },
    "administrator": {"read rulesets", "read history", "manage people", "manage keys"},
}


def person(*roles: str) -> Person:
    return Person("01", "张三", frozenset(roles))


def test_every_act_and_role_is_in_the_table() -> None:
    assert set(RIGHTS) == set(ACTS)
    assert set(ALLOWED) == set(ROLES)
    assert set().union(*ALLOWED.values()) == set(ACTS)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ROLES)
def test_role_by_act(role: str, act: Act) -> None:
    allowed = act in ALLOWED[role]
    assert may(person(role), act) == allowed
    if allowed:
        require(person(role), act)
        return
    with pytest.raises(CallerError) as refused:
        require(person(role), act)
    (fault,) = refused.value.faults
    assert fault.code == "not-allowed"
    for language in ("zh", "en"):
        assert RIGHTS[act].title.in_language(language) in fault.message(language)


@pytest.mark.parametrize("act", ACTS)
def test_roles_add_up_and_nobody_may_without_one(act: Act) -> None:
    assert may(person(*ROLES), act)
    assert not may(person(), act)
    assert not may(person("director"), act)


def test_a_refusal_names_who_has_the_right() -> None:
    with pytest.raises(CallerError) as refused:
        require(person("analyst"), "approve")
    fault = refused.value.faults[0]
    assert fault.message("zh") == "您没有权限：审批并发布；需要的角色：审批人"
    assert fault.message("en") == "you may not approve and publish; it takes a role: approver"
    assert "管理员" in fault.hint("zh")
    assert "administrator" in fault.hint("en")
