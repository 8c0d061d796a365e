"""`fenji evaluate`: infer what a ruleset concludes of facts, and show why. Nothing is recorded."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.naming import find_ruleset
from cli.wiring import here
from rulesets.wording import name_title, value_text
from service import json_text
from service.answers import answer, fired, problems, shown_values
from service.bodies import read_body
from service.house import DEFAULT_ENGINE
from service.moments import read_moment
from service.records import Evaluation
from service.trying import try_checked, try_version


@click.command()
@click.argument("ruleset")
@click.option("--facts", "source", required=True, metavar="FILE", help="JSON file; - for stdin.")
@click.option("--as-of", "as_of", metavar="MOMENT", help="Instant with offset; now when left out.")
@click.option("--engine", default=DEFAULT_ENGINE, show_default=True, help="The engine that infers.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@click.option("--lang", type=click.Choice(("zh", "en")), help="Language of the sentences.")
@click.pass_obj
def evaluate(  # noqa: PLR0913 - one parameter for each option
    language: str,
    *,
    ruleset: str,
    source: str,
    as_of: str | None,
    engine: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Evaluate facts by RULESET (id, id@version or YAML file) and show what fired.

    This is a try: nothing is recorded. The interface at /api/v1 records.
    """
    moment = read_moment(as_of, "--as-of") if as_of else None
    facts = read_body(_bytes(source))
    with here(migrated=False) as house:
        named = find_ruleset(house, ruleset)
        if named.is_published:
            tried = try_version(
                house,
                named.checked.ruleset.id,
                facts,
                version=named.version,
                as_of=moment,
                engine=engine,
            )
        else:
            tried = try_checked(house, named.checked, facts, as_of=moment, engine=engine)
    if as_json:
        click.echo(json_text.encode(answer(tried, "full")).decode())
    else:
        _print(tried, lang or language)


def _bytes(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise click.UsageError(f"`{source}` cannot be read: {error.strerror}") from error


def _print(tried: Evaluation, language: str) -> None:
    checked = tried.checked
    conclusions = dict(shown_values(tried, tried.decision.inference.conclusions.items()))
    colon = "：" if language == "zh" else ": "
    for key, conclusion in checked.conclusions.items():
        said = value_text(conclusions.get(key), conclusion.type, language, short=False)
        click.secho(f"{name_title(checked, key, language)}{colon}", bold=True, nl=False)
        click.echo(said)
    click.echo()
    for each in fired(tried):
        click.echo(each.sentence.in_language(language))
        for reason in each.because:
            click.secho(f"    {reason.text.in_language(language)}", dim=True)
    for problem in problems(tried):
        click.secho(problem.message.in_language(language), fg="yellow", err=True)
