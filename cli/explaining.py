"""`fenji errors`: explain a code, or print the page of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import click

from cli.output import Misuse, language, language_option
from rulesets.codes import CATALOGUE
from rulesets.codes.code import Code

_WHO = {
    "author": ("规则的作者", "the author of the rules"),
    "caller": ("调用者", "the caller"),
    "operator": ("运维者", "the operator"),
}
_PAGE_HEAD = """# Errors

Every refusal has a stable code, a place, what is wrong → what to do about it, in English and
Chinese. A word in braces is filled in. Codes keep their meaning, so programs may rely on them.
This page is printed by `fenji errors --markdown`; a test holds that it is up to date.

每个拒绝都有固定的代码、出错之处、错在哪里 → 怎么办，中英文俱全。花括号中的词按实际情况填入。
"""


@click.command()
@click.argument("code", required=False)
@click.option("--markdown", is_flag=True, help="Print docs/errors.md.")
@language_option
def errors(code: str | None, *, markdown: bool) -> None:
    """Explain the error CODE, or list all codes."""
    spoken = language()
    if markdown:
        click.echo(errors_page().encode(), nl=False)
    elif code is None:
        for each in sorted(CATALOGUE):
            click.echo(f"{each}  {_shown(CATALOGUE[each].message.in_language(spoken))}")
    elif code in CATALOGUE:
        found = CATALOGUE[code]
        click.secho(found.code, bold=True)
        click.echo(_shown(found.message.in_language(spoken)))
        click.echo("  → " + _shown(found.hint.in_language(spoken)))
    else:
        nearest = get_close_matches(code, CATALOGUE, n=1)
        raise Misuse(
            f"没有代码 `{code}`" + (f"；是否指 `{nearest[0]}`？" if nearest else ""),
            f"no such code: `{code}`" + (f"; did you mean `{nearest[0]}`?" if nearest else ""),
        )


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
    yield f"- {_shown(code.message.en)} → {_shown(code.hint.en)}"
    yield f"- {_shown(code.message.zh)} → {_shown(code.hint.zh)}\n"


def _shown(template: str) -> str:
    # A brace that is meant as one stands twice in a template.
    return template.replace("{{", "{").replace("}}", "}")
