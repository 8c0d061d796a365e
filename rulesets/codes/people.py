"""Codes of people: their accounts, rights, passwords and signing in; where pages are served."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "not-allowed",
        "caller",
        Both(
            "您没有权限：{act}；需要的角色：{roles}", "you may not {act}; it takes a role: {roles}"
        ),
        Both(
            "请管理员在「人员」页给您其中一个角色，或请有此角色的人来做",
            "ask an administrator to give you one of them on the page of people, or ask a person"
            " who has one",
        ),
    ),
    Code(
        "unknown-person",
        "caller",
        Both("没有人员 `{person}`", "there is no person `{person}`"),
        Both("在人员清单中核对", "look at the list of people again"),
    ),
    Code(
        "bad-person-name",
        "caller",
        Both(
            "姓名应为 1 至 {most} 个可见字符，实为 `{found}`",
            "expected a name of 1 to {most} visible characters, found `{found}`",
        ),
        Both("换一个姓名", "choose another name"),
    ),
    Code(
        "person-name-taken",
        "caller",
        Both("已有人员名为 `{name}`", "there is a person called `{name}` already"),
        Both(
            "加上部门或编号以区分；不分大小写",
            "add a department or a number to tell them apart; upper and lower case are the same",
        ),
    ),
    Code(
        "bad-password-length",
        "caller",
        Both(
            "密码应为 {least} 至 {most} 个字符，实为 {found} 个",
            "expected a password of {least} to {most} characters, found {found}",
        ),
        Both(
            "用几个不相干的词连成一句，容易记住",
            "a few unrelated words in a row are easy to remember",
        ),
    ),
    Code(
        "passwords-differ",
        "caller",
        Both("两次输入的密码不同", "the two passwords differ"),
        Both("再输入一次", "type them again"),
    ),
    Code(
        "wrong-password",
        "caller",
        Both("原密码不对", "the present password is wrong"),
        Both("再输入一次；忘记了请找管理员重置", "type it again; an administrator can reset it"),
    ),
    Code(
        "wrong-sign-in",
        "caller",
        Both("姓名或密码不对", "the name or the password is wrong"),
        Both(
            "核对大小写后再试；忘记密码请找管理员重置",
            "look at upper and lower case and try again; an administrator can reset a password",
        ),
    ),
    Code(
        "too-many-sign-ins",
        "caller",
        Both("登录失败的次数太多", "there were too many failed attempts to sign in"),
        Both(
            "{minutes} 分钟后再试；忘记密码请找管理员重置",
            "try again in {minutes} minutes; an administrator can reset a password",
        ),
    ),
    Code(
        "unknown-role",
        "caller",
        Both("没有角色 `{found}`；应为 {known}", "there is no role `{found}`; expected {known}"),
        Both("核对角色名", "look at the role's name again"),
    ),
    Code(
        "role-needed",
        "caller",
        Both("应至少有一个角色", "expected at least one role"),
        Both(
            "选一个角色；不再需要此人登录时停用账户",
            "choose a role; disable the account of a person who no longer signs in",
        ),
    ),
    Code(
        "last-administrator",
        "caller",
        Both("`{name}` 是最后一位管理员", "`{name}` is the last administrator"),
        Both(
            "先把管理员角色给另一个人",
            "first give another person the role of administrator",
        ),
    ),
    Code(
        "unknown-session",
        "caller",
        Both("没有这个会话，或已经结束", "there is no such session, or it has ended"),
        Both("重新打开页面查看", "open the page again to see"),
    ),
    Code(
        "demo-beyond-loopback",
        "operator",
        Both(
            "有演示账户 {names}，网页只能在本机地址上提供",
            "there are demonstration accounts, {names}: pages are served on a loopback address"
            " only",
        ),
        Both(
            "监听 127.0.0.1，或用 fenji account disable 停用它们",
            "listen on 127.0.0.1, or disable them with fenji account disable",
        ),
    ),
    Code(
        "secret-key-needed",
        "operator",
        Both("正式运行须有签名密钥", "a secret key is needed in production"),
        Both(
            "把 FENJI_SECRET_KEY 设为至少 {least} 个随机字符，"
            "或用 FENJI_SECRET_KEY_FILE 指明已有的文件；"
            "两者都不会自动生成",
            "set FENJI_SECRET_KEY to at least {least} random characters, or FENJI_SECRET_KEY_FILE"
            " to a file that is there; neither is made by itself",
        ),
    ),
)
