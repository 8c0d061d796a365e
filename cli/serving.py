"""`fenji serve`: the interface and the pages, on granian."""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path

import click
from granian.constants import Interfaces
from granian.server import Server

from cli.wiring import here
from rulesets.errors import Fault, OperatorError
from service.house import House
from service.keys import add_key, list_keys
from service.library import publish_library
from service.secret_key import secret_key
from service.settings import settings_from

DEMO_KEY = Path("var/demo-key")
_DEMO_RATE = 6000
_THREADS = 16
_BACKLOG = 1024


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--demo", is_flag=True, help="Publish the library and make a demonstration key.")
@click.pass_obj
def serve(language: str, *, host: str, port: int, demo: bool) -> None:
    """Serve the interface and the pages.

    Until accounts exist the pages are served on this machine only: another address is refused
    unless FENJI_PAGES=off leaves the pages out.
    """
    settings = settings_from(os.environ)
    require_loopback(host, pages=os.environ.get("FENJI_PAGES", "") != "off")
    secret_key(settings)
    with here() as house:
        if demo:
            publish_library(house)
            made = demo_key(house, DEMO_KEY)
            _greet(language, host, port, made)
        elif not list_keys(house):
            click.echo("fenji key add NAME: no key yet, nobody can call the interface", err=True)
    Server(
        "wsgi:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=_THREADS,
        backlog=_BACKLOG,
        log_access=False,
    ).serve()


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


def demo_key(house: House, path: Path) -> Path:
    """Make the demonstration key if its file is not there; only its owner may read the file.

    A key is otherwise shown once and kept nowhere; this one opens nothing but the demonstration on
    this machine, and the README's example reads it from the file.
    """
    known = {each.id for each in list_keys(house) if each.revoked_at is None}
    if path.exists() and _id_in(path.read_text("ascii")) in known:
        return path
    _, text = add_key(house, "demonstration", ("evaluate", "read", "simulate"), _DEMO_RATE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
    return path


def _id_in(key: str) -> str:
    _, _, rest = key.partition("_")
    return rest.partition("_")[0]


def _greet(language: str, host: str, port: int, key: Path) -> None:
    address = f"http://{host}:{port}"
    call = f'curl -H "Authorization: Bearer $(cat {key})" {address}/api/v1/rulesets'
    if language == "zh":
        click.echo(f"分级在 {address} 提供服务（示例客户均为虚构）")
        click.echo(f"接口说明：{address}/api/docs")
        click.echo(f"示范密钥在 {key}：{call}")
    else:
        click.echo(f"Fenji serves on {address} (sample customers are made up)")
        click.echo(f"the interface is explained at {address}/api/docs")
        click.echo(f"the demonstration key is in {key}: {call}")


@click.command("migrate")
def migrate_database() -> None:
    """Make the database's tables, or bring them to the newest shape."""
    with here():
        click.echo("ok")
