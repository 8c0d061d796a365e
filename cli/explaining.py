"""`fenji errors`: explain a code, or print the page of all of them."""

from __future__ import annotations

from collections.abc import Iterator

import click

from rulesets.codes import CATALOGUE
from rulesets.codes.code import Code

_WHO = {
    "author": ("规则的作者", "the author of the rules"),
    "caller": ("调用者", "the caller"),
    "operator": ("运维者", "the operator"),
}
_PAGE_HEAD = """# Errors

Every refusal has a stable code, a place, and a hint, in Chinese and English. A word in braces is
filled in. This page is printed by `fenji errors --markdown`; a test holds that it is up to date.
"""


@click.command()
@click.argument("code", required=False)
@click.option("--markdown", is_flag=True, help="Print docs/errors.md.")
@click.pass_obj
def errors(language: str, code: str | None, *, markdown: bool) -> None:
    """Explain the error CODE, or list all codes."""
    if markdown:
        click.echo(errors_page(), nl=False)
    elif code is None:
        for each in sorted(CATALOGUE):
            click.echo(each)
    elif code in CATALOGUE:
        found = CATALOGUE[code]
        click.secho(found.code, bold=True)
        click.echo(found.message.in_language(language))
        click.echo("→ " + found.hint.in_language(language))
    else:
        raise click.UsageError(f"no such code: `{code}`")


def errors_page() -> str:
    """Write the page of all codes, by who can mend them."""
    lines = [_PAGE_HEAD]
    for who, (zh, en) in _WHO.items():
        lines.append(f"## For {en} · {zh}\n")
        for code in sorted(CATALOGUE):
            if CATALOGUE[code].who == who:
                lines.extend(_entry(CATALOGUE[code]))
    return "\n".join(lines).rstrip() + "\n"


def _entry(code: Code) -> Iterator[str]:
    yield f"### `{code.code}`\n"
    yield f"- {code.message.en}. *{code.hint.en}.*"
    yield f"- {code.message.zh}。*{code.hint.zh}。*\n"
