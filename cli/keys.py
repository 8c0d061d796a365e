"""`fenji key`: make, list and revoke the keys of the interface."""

from __future__ import annotations

import click

from cli.output import language_option, say
from cli.wiring import house_to_change, house_to_read
from service.keys import DEFAULT_RATE, SCOPES, add_key, list_keys, revoke_key
from service.moments import moment_text


@click.group()
def key() -> None:
    """Keys of the interface; a key is shown once, when it is made."""


@key.command("add")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    metavar="SCOPE",
    default=("evaluate", "read"),
    show_default=True,
    help=f"What the key may do: {', '.join(SCOPES)}; repeat it for several.",
)
@click.option("--rate", default=DEFAULT_RATE, show_default=True, help="Calls a minute.")
@language_option
def add(name: str, scopes: tuple[str, ...], rate: int) -> None:
    """Make a key for NAME, who calls. Its text is printed alone on stdout and never shown again."""
    with house_to_change() as house:
        made, text = add_key(house, name, scopes, rate)
    say(
        f"密钥 {made.id}（{made.name}）只显示这一次，请妥善保存：",
        f"key {made.id} for {made.name}, shown only this once; keep it safe:",
        err=True,
    )
    click.echo(text)


@key.command("list")
@language_option
def every() -> None:
    """List all keys without their text."""
    with house_to_read() as house:
        found = list_keys(house)
    if not found:
        say("还没有密钥；用 fenji key add 新建", "no key yet; fenji key add makes one", err=True)
    for each in found:
        scopes, rate = ", ".join(each.scopes), each.rate_per_minute
        gone = each.revoked_at and moment_text(each.revoked_at)
        say(
            f"{each.id}  {each.name}  权限 {scopes}  每分钟 {rate} 次"
            + (f"  已于 {gone} 停用" if gone else ""),
            f"{each.id}  {each.name}  may {scopes}  {rate} calls a minute"
            + (f"  revoked {gone}" if gone else ""),
        )


@key.command("revoke")
@click.argument("key_id")
@language_option
def revoke(key_id: str) -> None:
    """Revoke the key of the id KEY_ID: calls with it are refused from now on."""
    with house_to_change() as house:
        revoked = revoke_key(house, key_id)
    say(f"已停用密钥 {revoked.id}（{revoked.name}）", f"revoked key {revoked.id} of {revoked.name}")
