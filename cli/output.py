"""What the commands print, in Chinese or English: messages, and faults with their hints."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from rulesets.errors import FenjiError
from rulesets.types import Both

LANGUAGES = ("zh", "en")
_Command = TypeVar("_Command", bound=Callable[..., Any])


class Misuse(click.UsageError):
    """A command was typed wrongly: exit code 2, with a message in the language asked for."""

    def __init__(self, zh: str, en: str) -> None:
        """Choose the message."""
        super().__init__(Both(zh, en).in_language(language()))


def language_option(command: _Command) -> _Command:
    """Give a command the option --lang; `language` tells what was chosen."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=_choose,
        help="Language of what is printed: zh or en; by default that of the shell.",
    )(command)


def language() -> str:
    """Tell the language of what is printed: of --lang, else of the shell."""
    context = click.get_current_context(silent=True)
    chosen = context.find_root().obj if context else None
    return chosen or language_of_the_shell()


def language_of_the_shell() -> str:
    """Return `zh` where the shell's locale is Chinese, else `en`."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "zh" if locale.lower().startswith("zh") else "en"


def say(zh: str, en: str, *, err: bool = False, **style: Any) -> None:
    """Print a message in the language asked for."""
    click.secho(Both(zh, en).in_language(language()), err=err, **style)


def print_faults(error: FenjiError) -> None:
    """Print every fault with its code, its place and what to do about it."""
    spoken = language()
    colon = "：" if spoken == "zh" else ": "
    for fault in error.faults:
        click.secho(fault.code, fg="red", nl=False, err=True)
        click.echo(f"{colon}{fault.message(spoken)}", err=True)
        click.secho(f"  → {fault.hint(spoken)}", dim=True, err=True)
    count = len(error.faults)
    if count > 1:
        say(f"共 {count} 处错误", f"{count} faults", err=True)


def _choose(context: click.Context, _option: click.Parameter, chosen: str | None) -> None:
    if chosen:
        context.find_root().obj = chosen
