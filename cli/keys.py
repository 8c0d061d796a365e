"""`fenji key`: make, list and revoke the keys of the interface."""

from __future__ import annotations

import click

from cli.wiring import here
from service.keys import DEFAULT_RATE, SCOPES, add_key, list_keys, revoke_key


@click.group()
def key() -> None:
    """Keys of the interface; a key is shown once, when it is made."""


@key.command("add")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    default=("evaluate", "read"),
    show_default=True,
    help="What the key may do; repeat for several.",
)
@click.option("--rate", default=DEFAULT_RATE, show_default=True, help="Calls a minute.")
@click.pass_obj
def add(language: str, name: str, scopes: tuple[str, ...], rate: int) -> None:
    """Make a key for NAME, who calls. Its text is printed alone on stdout and never shown again."""
    with here() as house:
        made, text = add_key(house, name, scopes, rate)
    note = (
        f"密钥 {made.id}（{made.name}）只显示这一次，请妥善保存："
        if language == "zh"
        else f"key {made.id} for {made.name}, shown only this once; keep it safe:"
    )
    click.echo(note, err=True)
    click.echo(text)


@key.command("list")
@click.pass_obj
def every(language: str) -> None:
    """List all keys without their text."""
    with here(migrated=False) as house:
        found = list_keys(house)
    for each in found:
        gone = ("已撤销" if language == "zh" else "revoked") if each.revoked_at else ""
        scopes = ",".join(each.scopes)
        click.echo(f"{each.id}  {each.name}  {scopes}  {each.rate_per_minute}/min  {gone}".rstrip())


@key.command("revoke")
@click.argument("key_id")
@click.pass_obj
def revoke(language: str, key_id: str) -> None:
    """End the validity of a key by its id."""
    with here() as house:
        revoked = revoke_key(house, key_id)
    click.echo(f"已撤销 {revoked.id}" if language == "zh" else f"revoked {revoked.id}")
