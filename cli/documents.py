"""Commands on documents: check one, read one as sentences, publish one."""

from __future__ import annotations

from pathlib import Path

import click

from cli.naming import Named, at_hand, find_ruleset, read_text
from cli.output import language, language_option, say
from cli.wiring import house_to_change, house_untouched
from rulesets.checked import CheckedRuleset
from rulesets.model import Ruleset, Vocabulary
from rulesets.wording import (
    block_sentences,
    block_title,
    constant_sentence,
    function_sentence,
    kind_title,
    lookup_sentences,
    name_title,
)
from service.certification import summary
from service.check_document import CaseResult, check_document, run_cases
from service.moments import moment_text, read_moment
from service.publish import Published, publish

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@language_option
def check(file: Path) -> None:
    """Check a vocabulary or ruleset FILE and run its cases.

    What it uses is taken from what is published, else from the documents in the same folder, else
    from the library that comes along. Every fault is printed with its place and what to do; the
    exit code is then 1, as when a case fails.
    """
    with house_untouched() as house:
        checked = check_document(house, read_text(file), at_hand(file))
        if isinstance(checked, Vocabulary):
            say(f"词汇表 {checked.id}：无误", f"vocabulary {checked.id}: no faults")
            return
        results = run_cases(house, checked)
    _print_cases(checked.ruleset.id, results)
    if not all(each.passed for each in results):
        click.get_current_context().exit(1)


def _print_cases(ruleset: str, results: tuple[CaseResult, ...]) -> None:
    for each in results:
        if not each.passed:
            say(f"案例 {each.id} 未通过", f"case {each.id} failed", fg="red")
        for difference in each.differences:
            click.echo(f"  {difference.message.in_language(language())}")
    if not results:
        say(f"规则集 {ruleset}：无误；没有案例", f"ruleset {ruleset}: no faults; it has no cases")
        return
    passed, total = sum(each.passed for each in results), len(results)
    say(
        f"规则集 {ruleset}：无误；{total} 个案例通过了 {passed} 个",
        f"ruleset {ruleset}: no faults; {passed} of {total} cases passed",
    )


@click.command()
@click.argument("ruleset")
@language_option
def read(ruleset: str) -> None:
    """Read RULESET (an id, id@version or a YAML file) as sentences."""
    with house_untouched() as house:
        named = find_ruleset(house, ruleset)
    _print_sentences(named)


def _print_sentences(named: Named) -> None:
    checked, spoken = named.checked, language()
    known = checked.ruleset.id + (f"@{named.version}" if named.is_published else "")
    title = checked.ruleset.title.in_language(spoken)
    click.secho(_heading(title, known), bold=True)
    description = checked.ruleset.description.in_language(spoken)
    if description:
        click.echo(description)
    # Its own blocks first, then what they build on.
    parts = (checked.ruleset, *checked.bundle.included)
    for part in parts:
        if len(parts) > 1:
            click.echo()
            click.secho(f"== {_heading(part.title.in_language(spoken), part.id)}", bold=True)
        _print_constants(checked, part, spoken)
        _print_lookups(checked, part, spoken)
        _print_functions(checked, part, spoken)
        _print_blocks(checked, part, spoken)


def _heading(title: str, known: str) -> str:
    return f"{title} · {known}" if title else known


def _print_blocks(checked: CheckedRuleset, part: Ruleset, spoken: str) -> None:
    for placed in checked.blocks:
        if placed.ruleset != part.id:
            continue
        kind = kind_title(type(placed.block.block).__name__.lower(), spoken)
        click.echo()
        click.secho(f"{block_title(checked, placed.key, spoken)} · {kind}", bold=True)
        for sentence in block_sentences(checked, placed.key, spoken):
            is_row = sentence.kind in {"row", "rule"} and sentence.number
            number = f"{sentence.number}. " if is_row else ""
            note = _bracketed(sentence.note, spoken) if sentence.note else ""
            click.echo(f"  {number}{sentence.text}{note}")


def _bracketed(note: str, spoken: str) -> str:
    return f"（{note}）" if spoken == "zh" else f" ({note})"


def _print_constants(checked: CheckedRuleset, part: Ruleset, spoken: str) -> None:
    # First, since sentences name them without their values.
    if not part.constants:
        return
    click.echo()
    click.secho(kind_title("constants", spoken), bold=True)
    for each in part.constants:
        click.echo(f"  {constant_sentence(checked, each.key, spoken)}")


def _print_lookups(checked: CheckedRuleset, part: Ruleset, spoken: str) -> None:
    for each in part.lookups:
        click.echo()
        title = name_title(checked, each.key, spoken)
        click.secho(f"{title} · {kind_title('lookup', spoken)}", bold=True)
        for row in lookup_sentences(checked, each.key, spoken):
            click.echo(f"  {row}")


def _print_functions(checked: CheckedRuleset, part: Ruleset, spoken: str) -> None:
    if not part.functions:
        return
    click.echo()
    click.secho(kind_title("functions", spoken), bold=True)
    for each in part.functions:
        click.echo(f"  {function_sentence(checked, each.key, spoken)}")


@click.command("publish")
@click.argument("file", type=_FILE)
@click.option(
    "--from",
    "moment",
    metavar="MOMENT",
    help="From when it decides, as 2026-12-01T00:00:00+08:00; now when left out.",
)
@click.option("--by", default="", help="Who publishes; kept with the version.")
@language_option
def publish_document(file: Path, moment: str | None, by: str) -> None:
    """Publish FILE as a new version, which never changes again.

    The vocabulary and the rulesets it uses must be published before. The moment is never before the
    publication, so no past answer changes.
    """
    effective = None if moment is None else read_moment(moment, "--from")
    text = read_text(file)
    with house_to_change() as house:
        published = publish(house, text, effective, published_by=by)
    _print_published(published)


def _print_published(published: Published) -> None:
    kind = "词汇表" if published.kind == "vocabulary" else "规则集"
    if not published.new:
        say(
            f"{kind} {published.id} 第 {published.number} 版早已发布，内容相同",
            f"{published.kind} {published.id} version {published.number} is published already,"
            " with the same content",
        )
        return
    zh_since = en_since = ""
    if published.effective_from is not None:
        since = moment_text(published.effective_from)
        zh_since, en_since = f"，自 {since} 起生效", f", in effect from {since}"
    say(
        f"已发布{kind} {published.id} 第 {published.number} 版{zh_since}",
        f"published {published.kind} {published.id} version {published.number}{en_since}",
    )
    click.echo(f"sha256 {published.identity}")
    if published.certification is not None:
        said = summary(published.certification)
        if published.certification.engines:
            say(f"认证：{said.zh}", f"certified: {said.en}")
        else:
            say(f"未经认证：{said.zh}", f"not certified: {said.en}")
