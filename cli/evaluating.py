"""`fenji evaluate`: infer what a ruleset concludes of facts, and show why. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Mapping

import click

from cli.comparing import ALL, agree, print_compared, try_all, try_named
from cli.naming import find_ruleset, read_bytes
from cli.output import language, language_option
from cli.wiring import house_untouched
from rulesets.errors import Fault
from rulesets.wording import name_title, value_text
from service import json_text
from service.answers import answer, fired, problems, shown_values
from service.bodies import MOST_BYTES, read_body
from service.house import DEFAULT_ENGINE
from service.moments import read_moment
from service.records import Evaluation
from service.step_texts import twin_text


@click.command()
@click.argument("ruleset")
@click.option("--facts", "source", required=True, metavar="FILE", help="JSON file; - for stdin.")
@click.option(
    "--as-of",
    "as_of",
    metavar="MOMENT",
    help="The moment of the decision, as 2026-12-01T09:00:00+08:00; now when left out.",
)
@click.option(
    "--engine",
    default="",
    show_default=f"{DEFAULT_ENGINE}, and its twin again",
    help="The one engine that infers; all: every one, side by side.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@language_option
def evaluate(ruleset: str, source: str, as_of: str | None, engine: str, *, as_json: bool) -> None:
    """Evaluate facts by RULESET (an id, id@version or a YAML file) and show what fired.

    This is a try: nothing is recorded. The interface at /api/v1 records.
    """
    moment = None if as_of is None else read_moment(as_of, "--as-of")
    facts = read_body(read_bytes(source, MOST_BYTES))
    with house_untouched() as house:
        named = find_ruleset(house, ruleset)
        if engine == ALL:
            _compare(*try_all(house, named, facts, moment), as_json=as_json)
            return
        tried = try_named(house, named, facts, moment, engine)
    if as_json:
        click.echo(json_text.encode(answer(tried, "full")))
    else:
        _print(tried, language())


def _compare(
    tried: Mapping[str, Evaluation], declined: Mapping[str, Fault], *, as_json: bool
) -> None:
    if as_json:
        click.echo(json_text.encode({name: answer(each, "full") for name, each in tried.items()}))
    else:
        print_compared(tried, declined, language())
    if not agree(tried):
        click.get_current_context().exit(1)


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
    twin = twin_text(tried.decision).in_language(language)
    if twin:
        click.echo()
        click.secho(twin, dim=True)
    for problem in problems(tried):
        click.secho(problem.message.in_language(language), fg="yellow", err=True)
