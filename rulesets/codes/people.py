"""Codes of people: their accounts, rights, passwords and signing in."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "not-allowed",
        "caller",
        Both(
            "你没有权限：{act}；需要的角色：{roles}", "you may not {act}; it takes a role: {roles}"
        ),
        Both(
            "请管理员在「人员」页给你其中一个角色，或请有此角色的人来做",
            "ask an administrator to give you one of them on the page of people, or ask a person"
            " who has one",
        ),
    ),
)
