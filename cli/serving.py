"""`fenji serve`: the interface and the pages, on granian."""

from __future__ import annotations

import errno
import importlib
import ipaddress
import logging
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from cli.output import language, language_option, say
from cli.wiring import house_to_change, house_untouched
from rulesets.errors import CallerError, Fault, OperatorError, Word
from rulesets.types import Both
from service.house import House, has_database, migrate, open_house
from service.keys import SCOPES, add_key, list_keys, verify_key
from service.library import publish_library
from service.people import ROLE_TITLES, ROLES, demo_accounts, has_people, why_not_beyond
from service.preparing import prepare_twin
from service.secret_key import secret_key
from service.settings import PRODUCTION, TWIN, settings_from
from service.twin import policy_from

DEMO_KEY = Path("var/demo-key")
DEMO_ACCOUNTS = Path("var/demo-accounts")
_DEMO_RATE = 6000
_THREADS = 16
_BACKLOG = 1024
_SECONDS_TO_STOP = 10
_WHY: Mapping[int, Both] = {
    errno.EADDRINUSE: Both("端口已被占用", "the port is taken"),
    errno.EACCES: Both("没有权限使用该端口", "the port is not allowed"),
    errno.EADDRNOTAVAIL: Both("这不是本机的地址", "this machine does not have the address"),
}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--demo",
    is_flag=True,
    help="Publish the library, and make a demonstration key and an account of every role.",
)
@language_option
def serve(*, host: str, port: int, demo: bool) -> None:
    """Serve the interface and the pages; SIGTERM or Ctrl-C stops.

    Pages are served on this machine only, unless there is an administrator and no demonstration
    account; FENJI_PAGES=off leaves them out. Beyond this machine the secret key must be given.
    """
    require_settings(os.environ)
    has_pages = os.environ.get("FENJI_PAGES") != "off"
    is_beyond = has_pages and not is_loopback(host)
    if is_beyond:
        require_accounts(host, demo=demo)
    address = require_free(host, port)
    settings = settings_from(os.environ)
    secret_key(replace(settings, is_production=settings.is_production or is_beyond))
    made, people = None, dict[str, str]()
    with house_to_change() as house:
        if demo:
            publish_library(house)
            made = demo_key(house, DEMO_KEY)
            people = demo_accounts(house, DEMO_ACCOUNTS)
        else:
            _say_what_is_missing(house, pages=has_pages)
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", force=True)
    server = Server(
        "wsgi:create_app",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=_THREADS,
        backlog=_BACKLOG,
        workers_kill_timeout=_SECONDS_TO_STOP,
        log_level=LogLevels.error,
    )
    greet = partial(_greet, f"http://{_in_address(host)}:{port}", made, people)
    server.serve(target_loader=partial(_open, greet), wrap_loader=False)


@click.command("migrate")
@language_option
def migrate_database() -> None:
    """Make the database's tables, or bring them to the newest shape."""
    with house_to_change():
        say("数据库已是最新", "the database is up to date")


def require_settings(environment: Mapping[str, str]) -> None:
    """Refuse settings that nothing could be done with.

    Raises:
        OperatorError: `bad-setting`, for each of them.

    Example:
        >>> require_settings({"FENJI_PAGES": "off", "FENJI_ZONE": ""})
        >>> require_settings({"FENJI_PAGES": "no"})
        Traceback (most recent call last):
        rulesets.errors.OperatorError: bad-setting: expected on or off as FENJI_PAGES, found `no`
    """
    faults = []
    for switch in ("FENJI_PAGES", "FENJI_PROXY", PRODUCTION):
        found = environment.get(switch, "")
        if found not in {"", "on", "off"}:
            faults.append(_bad_setting(switch, found, Both("on 或 off", "on or off")))
    zone = environment.get("FENJI_ZONE", "")
    try:
        ZoneInfo(zone or "UTC")
    except (ValueError, OSError, ZoneInfoNotFoundError):
        expected = Both("IANA 时区名，例如 Asia/Shanghai", "an IANA zone such as Asia/Shanghai")
        faults.append(_bad_setting("FENJI_ZONE", zone, expected))
    try:
        policy_from(environment.get(TWIN, "").strip())
    except OperatorError as error:
        faults += error.faults
    if faults:
        raise OperatorError(tuple(faults))


def _bad_setting(setting: str, found: str, expected: Both) -> Fault:
    words: dict[str, Word] = {"setting": setting, "expected": expected, "found": found}
    return Fault("bad-setting", words=words)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address.

    Example:
        >>> is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("localhost")
        (True, True, True)
        >>> is_loopback("0.0.0.0"), is_loopback("example.org")
        (False, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def require_accounts(host: str, *, demo: bool) -> None:
    """Refuse to serve pages beyond this machine where the wrong accounts can sign in, or none.

    Raises:
        OperatorError: `pages-beyond-loopback`, there is no administrator; `demo-beyond-loopback`,
            passwords of accounts are printed.
    """
    with house_untouched() as house:
        fault: Fault | None = Fault("pages-beyond-loopback", words={"host": host})
        if demo:
            names = ", ".join(f"`{each}`" for each in ROLES)
            fault = Fault("demo-beyond-loopback", words={"names": names})
        elif has_database(house):
            migrate(house)
            fault = why_not_beyond(house, host)
    if fault is not None:
        raise OperatorError((fault,))


def require_free(host: str, port: int) -> str:
    """Return the number of an address on which one can listen.

    The server itself would share the port with another one of its kind, and each would answer half
    of the calls.

    Raises:
        OperatorError: `cannot-listen`.
    """
    name = "127.0.0.1" if host == "localhost" else host.strip("[]")
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen()
    except (OSError, UnicodeError) as error:
        raise OperatorError((_cannot_listen(f"{_in_address(host)}:{port}", error),)) from error
    return str(address[0])


def _cannot_listen(address: str, error: Exception) -> Fault:
    why = Both("没有这个地址", "there is no such address")
    if isinstance(error, OSError) and not isinstance(error, socket.gaierror):
        text = error.strerror or str(error)
        why = _WHY.get(error.errno or 0, Both(text, text))
    return Fault("cannot-listen", words={"address": address, "reason": why})


def demo_key(house: House, path: Path) -> Path:
    """Make the demonstration key unless its file holds one that is valid.

    A key is otherwise shown once and kept nowhere; this one opens nothing but the demonstration on
    this machine, and the README's example reads it from the file, which only its owner may read.

    Raises:
        OperatorError: `secret-key-unreadable`.
    """
    try:
        if path.exists():
            with suppress(CallerError, UnicodeDecodeError):
                verify_key(house, path.read_text("ascii").strip())
                return path
        _, text = add_key(house, "demonstration", SCOPES, _DEMO_RATE)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
    except OSError as error:
        words = {"file": str(path), "reason": error.strerror or str(error)}
        raise OperatorError((Fault("secret-key-unreadable", words=words),)) from error
    return path


def _open(greet: Callable[[], None]) -> Any:
    """Make the application, in the process that answers, and say that it is there."""
    # By name, because nothing of the house may know the front that wires it.
    house = open_house(settings_from(os.environ))
    application = importlib.import_module("wsgi").create_app(house)
    prepare_twin(house)
    greet()
    return application


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _say_what_is_missing(house: House, *, pages: bool) -> None:
    if not list_keys(house):
        say(
            "还没有密钥，谁也不能调用接口；用 fenji key add 新建",
            "no key yet, so nobody can call the interface; fenji key add makes one",
            err=True,
        )
    if pages and not has_people(house):
        say(
            "还没有账户，谁也不能登录；用 fenji account add NAME --role administrator 新建",
            "no account yet, so nobody can sign in; fenji account add NAME --role administrator"
            " makes one",
            err=True,
        )


def _greet(address: str, key: Path | None, people: Mapping[str, str]) -> None:
    say(
        f"分级在 {address} 提供服务，按 Ctrl-C 停止",
        f"Fenji serves on {address}; Ctrl-C stops it",
    )
    if people:
        say(
            f"演示账户的姓名与密码，保存在 {DEMO_ACCOUNTS}：",
            f"demonstration accounts, name and password, kept in {DEMO_ACCOUNTS}:",
        )
    for role in ROLES:
        if role in people:
            title = ROLE_TITLES[role].in_language(language())
            click.echo(f"  {role:<13}  {people[role]}  {title}")
    if key is not None:
        say(
            f"示例客户均为虚构；示范密钥在 {key}",
            f"the sample customers are made up; the demonstration key is in {key}",
        )
    say(f"接口说明：{address}/api/docs", f"the interface is explained at {address}/api/docs")
