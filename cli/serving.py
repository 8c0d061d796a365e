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
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from cli.output import language_option, say
from cli.wiring import house_to_change
from rulesets.errors import CallerError, Fault, OperatorError, Word
from rulesets.types import Both
from service.house import House, open_house
from service.keys import add_key, list_keys, verify_key
from service.library import publish_library
from service.preparing import prepare_twin
from service.secret_key import secret_key
from service.settings import TWIN, settings_from
from service.twin import policy_from

DEMO_KEY = Path("var/demo-key")
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
@click.option("--demo", is_flag=True, help="Publish the library and make a demonstration key.")
@language_option
def serve(*, host: str, port: int, demo: bool) -> None:
    """Serve the interface and the pages; SIGTERM or Ctrl-C stops.

    Until accounts exist the pages are served on this machine only: another address is refused
    unless FENJI_PAGES=off leaves the pages out.
    """
    require_settings(os.environ)
    require_loopback(host, pages=os.environ.get("FENJI_PAGES") != "off")
    address = require_free(host, port)
    secret_key(settings_from(os.environ))
    made = None
    with house_to_change() as house:
        if demo:
            publish_library(house)
            made = demo_key(house, DEMO_KEY)
        elif not list_keys(house):
            say(
                "还没有密钥，谁也不能调用接口；用 fenji key add 新建",
                "no key yet, so nobody can call the interface; fenji key add makes one",
                err=True,
            )
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
    greet = partial(_greet, f"http://{_in_address(host)}:{port}", made)
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
    pages, zone = environment.get("FENJI_PAGES", ""), environment.get("FENJI_ZONE", "")
    if pages not in {"", "on", "off"}:
        faults.append(_bad_setting("FENJI_PAGES", pages, Both("on 或 off", "on or off")))
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


def require_loopback(host: str, *, pages: bool) -> None:
    """Refuse to serve pages beyond this machine.

    Raises:
        OperatorError: `pages-beyond-loopback`.

    Example:
        >>> require_loopback("127.0.0.1", pages=True)
        >>> require_loopback("0.0.0.0", pages=False)
        >>> require_loopback("0.0.0.0", pages=True)
        Traceback (most recent call last):
        rulesets.errors.OperatorError: pages-beyond-loopback: pages are served on a loopback …
    """
    if not pages or host == "localhost":
        return
    try:
        near = ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        near = False
    if not near:
        raise OperatorError((Fault("pages-beyond-loopback", words={"host": host}),))


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
        _, text = add_key(house, "demonstration", ("evaluate", "read", "simulate"), _DEMO_RATE)
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


def _greet(address: str, key: Path | None) -> None:
    say(
        f"分级在 {address} 提供服务，按 Ctrl-C 停止",
        f"Fenji serves on {address}; Ctrl-C stops it",
    )
    say(f"接口说明：{address}/api/docs", f"the interface is explained at {address}/api/docs")
    if key is not None:
        say(
            f"示例客户均为虚构；示范密钥在 {key}",
            f"the sample customers are made up; the demonstration key is in {key}",
        )
