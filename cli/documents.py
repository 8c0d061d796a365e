"""Commands on documents: check one, read one as sentences, publish one."""

from __future__ import annotations

from pathlib import Path

import click

from cli.naming import beside, find_ruleset, read_text
from cli.wiring import here
from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from rulesets.wording import block_sentences, block_title, kind_title
from service.check_document import check_document, run_cases
from service.moments import read_moment
from service.publish import publish

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.pass_obj
def check(language: str, file: Path) -> None:
    """Check a vocabulary or ruleset FILE and run its cases.

    Every fault is printed with its place and what to do. The exit code is 1 when there is a fault
    or a case fails.
    """
    with here(migrated=False) as house:
        checked = check_document(house, read_text(file), beside(file))
        if isinstance(checked, Vocabulary):
            click.echo(
                _said(language, f"词汇表 {checked.id}：无误", f"vocabulary {checked.id}: no faults")
            )
            return
        results = run_cases(house, checked)
    failed = [each for each in results if not each.passed]
    for each in failed:
        click.secho(_said(language, f"案例 {each.id} 未通过", f"case {each.id} failed"), fg="red")
        for difference in each.differences:
            click.echo(f"  {difference.message.in_language(language)}")
    passed, total = len(results) - len(failed), len(results)
    click.echo(
        _said(
            language,
            f"规则集 {checked.ruleset.id}：无误；案例 {passed} / {total} 通过",
            f"ruleset {checked.ruleset.id}: no faults; {passed} of {total} cases passed",
        )
    )
    if failed:
        click.get_current_context().exit(1)


@click.command()
@click.argument("ruleset")
@click.option("--lang", type=click.Choice(("zh", "en")), help="Language of the sentences.")
@click.pass_obj
def read(language: str, ruleset: str, lang: str | None) -> None:
    """Read RULESET (id, id@version or YAML file) as sentences."""
    with here(migrated=False) as house:
        named = find_ruleset(house, ruleset)
    _print_sentences(named.checked, lang or language)


def _print_sentences(checked: CheckedRuleset, language: str) -> None:
    title = checked.ruleset.title.in_language(language) or checked.ruleset.id
    click.secho(title, bold=True)
    description = checked.ruleset.description.in_language(language)
    if description:
        click.echo(description)
    for placed in checked.blocks:
        kind = kind_title(type(placed.block.block).__name__.lower(), language)
        click.echo()
        click.secho(f"{block_title(checked, placed.key, language)} · {kind}", bold=True)
        for sentence in block_sentences(checked, placed.key, language):
            is_row = sentence.kind in {"row", "rule", "band"} and sentence.number
            number = f"{sentence.number}. " if is_row else ""
            click.echo(f"  {number}{sentence.text}")


@click.command("publish")
@click.argument("file", type=_FILE)
@click.option(
    "--from",
    "moment",
    metavar="MOMENT",
    help="From when it decides, as 2026-12-01T00:00:00+08:00; now when left out.",
)
@click.option("--by", default="", help="Who publishes; kept with the version.")
@click.pass_obj
def publish_document(language: str, file: Path, moment: str | None, by: str) -> None:
    """Publish FILE as a new version, which never changes again.

    The vocabulary and the rulesets it uses must be published before. The moment is never before the
    publication, so no past answer changes.
    """
    effective = read_moment(moment, "--from") if moment else None
    with here() as house:
        published = publish(house, read_text(file), effective, published_by=by)
    zh_kind = "词汇表" if published.kind == "vocabulary" else "规则集"
    if not published.new:
        click.echo(
            _said(
                language,
                f"{zh_kind} {published.id} 第 {published.number} 版早已发布，内容相同",
                f"{published.kind} {published.id} version {published.number} is published already",
            )
        )
        return
    since = f"{published.effective_from.isoformat()}" if published.effective_from else ""
    zh_since, en_since = (
        (f"，自 {since} 起生效", f", in effect from {since}") if since else ("", "")
    )
    click.echo(
        _said(
            language,
            f"已发布{zh_kind} {published.id} 第 {published.number} 版{zh_since}",
            f"published {published.kind} {published.id} version {published.number}{en_since}",
        )
    )
    click.echo(f"sha256 {published.identity}")


def _said(language: str, zh: str, en: str) -> str:
    return zh if language == "zh" else en
