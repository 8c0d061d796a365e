"""The command that shows what certifies a version."""

from __future__ import annotations

import click

from cli.naming import find_ruleset
from cli.output import Misuse, language, language_option, say
from cli.wiring import house_untouched
from service.certification import Certification, certification_of, summary, why_absent
from service.moments import moment_text
from service.rulesets import get_version


@click.command()
@click.argument("ruleset")
@language_option
def certification(ruleset: str) -> None:
    """Show what engines inferred alike before RULESET (an id or id@version) was published."""
    with house_untouched() as house:
        named = find_ruleset(house, ruleset)
        if not named.is_published:
            raise Misuse(
                "应为已发布的规则集，实为文件", "expected a published ruleset, found a file"
            )
        head = get_version(house, named.checked.ruleset.id, named.version).head
        found = certification_of(house, head)
    say(
        f"规则集 {head.ruleset} 第 {head.number} 版，发布于 {moment_text(head.published_at)}",
        f"ruleset {head.ruleset} version {head.number}, published {moment_text(head.published_at)}",
        bold=True,
    )
    if found is None:
        say("未经认证：在有认证之前发布", "not certified: published before there was certification")
        return
    _print(found)


def _print(found: Certification) -> None:
    click.echo(summary(found).in_language(language()))
    for each in found.engines:
        say(
            f"  {each.engine}（{each.version}）：{each.facts} 组事实",
            f"  {each.engine} ({each.version}): {each.facts} sets of facts",
        )
    for absent in found.absent:
        why = why_absent(absent)
        say(f"  {absent.engine}：未推理，{why.zh}", f"  {absent.engine}: did not infer, {why.en}")
    began = moment_text(found.began)
    say(
        f"  不一致 0；规则语言第 {found.language} 版，Python {found.python}；"
        f"始于 {began}，用时 {found.milliseconds} 毫秒",
        f"  disagreements 0; rules language {found.language}, Python {found.python};"
        f" began {began}, took {found.milliseconds} ms",
    )
