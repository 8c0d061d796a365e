"""What the commands print: faults to stderr, all of them, with their hints."""

from __future__ import annotations

import click

from rulesets.errors import FenjiError

LANGUAGES = ("zh", "en")


def print_faults(error: FenjiError, language: str) -> None:
    """Print every fault with its code and what to do about it."""
    colon = "：" if language == "zh" else ": "
    arrow = "  → "
    for fault in error.faults:
        click.secho(fault.code, fg="red", nl=False, err=True)
        click.echo(f"{colon}{fault.message(language)}", err=True)
        click.secho(arrow + fault.hint(language), dim=True, err=True)
    if len(error.faults) > 1:
        count = len(error.faults)
        click.echo(f"共 {count} 处" if language == "zh" else f"{count} faults", err=True)
