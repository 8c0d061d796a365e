"""`fenji account`: make, list and change the accounts with which people sign in."""

from __future__ import annotations

import sys

import click

from cli.output import Misuse, language, language_option, say
from cli.wiring import house_to_change, house_to_read
from service import people
from service.house import House
from service.moments import moment_text
from service.people import OPERATOR, ROLES, Account

_NAME = click.argument("name")
_ROLES = click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    metavar="ROLE",
    help=f"What the person is: {', '.join(ROLES)}; repeat it for several.",
)
_STDIN = click.option(
    "--password-stdin", is_flag=True, help="Read the password from stdin, a single line."
)


@click.group()
def account() -> None:
    """Accounts with which people sign in to the pages."""


@account.command("add")
@_NAME
@_ROLES
@_STDIN
@language_option
def add(name: str, roles: tuple[str, ...], *, password_stdin: bool) -> None:
    """Make an account for NAME. The password is asked for on the terminal, never an argument."""
    password = _password(from_stdin=password_stdin)
    with house_to_change() as house:
        made, _ = people.add_person(house, OPERATOR, name, roles, password)
    titles = people.role_names(made.person.roles).in_language(language())
    say(
        f"已建立账户 {made.person.name}：{titles}", f"made the account {made.person.name}: {titles}"
    )


@account.command("list")
@language_option
def every() -> None:
    """List all accounts."""
    with house_to_read() as house:
        found = people.list_people(house, OPERATOR)
    if not found:
        say(
            "还没有账户；用 fenji account add 新建",
            "no account yet; fenji account add makes one",
            err=True,
        )
    for each in found:
        click.echo("  ".join(_described(each)))


@account.command("role")
@_NAME
@_ROLES
@language_option
def role(name: str, roles: tuple[str, ...]) -> None:
    """Replace the roles of NAME with those given."""
    with house_to_change() as house:
        changed = people.set_roles(house, OPERATOR, _id(house, name), roles)
    titles = people.role_names(changed.person.roles).in_language(language())
    say(f"{changed.person.name} 的角色现为：{titles}", f"{changed.person.name} is now: {titles}")


@account.command("password")
@_NAME
@_STDIN
@language_option
def password(name: str, *, password_stdin: bool) -> None:
    """Set the password of NAME anew; the person's sessions end."""
    typed = _password(from_stdin=password_stdin)
    with house_to_change() as house:
        people.reset_password(house, OPERATOR, _id(house, name), typed)
    say(
        f"已重设 {name} 的密码，其会话已结束",
        f"set the password of {name} anew and ended the sessions",
    )


@account.command("disable")
@_NAME
@language_option
def disable(name: str) -> None:
    """Disable the account of NAME: the sessions end, and nobody signs in with it."""
    with house_to_change() as house:
        changed = people.disable(house, OPERATOR, _id(house, name))
    say(f"已停用账户 {changed.person.name}", f"disabled the account {changed.person.name}")


@account.command("enable")
@_NAME
@language_option
def enable(name: str) -> None:
    """Let the disabled account of NAME sign in again."""
    with house_to_change() as house:
        changed = people.enable(house, OPERATOR, _id(house, name))
    say(f"已启用账户 {changed.person.name}", f"enabled the account {changed.person.name}")


def _id(house: House, name: str) -> str:
    return people.find_account(house, OPERATOR, name).person.id


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Misuse(
            "没有可以询问密码的终端；用 --password-stdin 从标准输入读取",
            "there is no terminal to ask for the password; read it with --password-stdin",
        )
    asked, again = {"zh": ("密码", "再输入一次"), "en": ("Password", "Once more")}[language()]
    return str(click.prompt(asked, hide_input=True, err=True, confirmation_prompt=again))


def _described(each: Account) -> list[str]:
    spoken = language()
    said = [each.person.name, people.role_names(each.person.roles).in_language(spoken)]
    if each.is_demo:
        said.append({"zh": "演示", "en": "demonstration"}[spoken])
    if each.disabled_at is not None:
        moment = moment_text(each.disabled_at)
        said.append({"zh": f"已于 {moment} 停用", "en": f"disabled {moment}"}[spoken])
    return said
