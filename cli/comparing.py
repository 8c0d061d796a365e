"""What several engines infer of the same facts, side by side; where they differ is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import click

from cli.naming import Named
from cli.output import say
from rulesets.errors import CallerError, Fault
from rulesets.wording import name_title, value_text
from service.answers import problems, shown_values
from service.house import House
from service.records import Evaluation
from service.trying import try_checked, try_version

ALL = "all"
"""The word for every engine that is here."""
MARK = "≠"
_DECLINED = frozenset({"durable-too-large"})


def try_named(
    house: House, named: Named, facts: object, moment: datetime | None, engine: str
) -> Evaluation:
    """Try the ruleset that was named, published or not, with one engine."""
    if not named.is_published:
        return try_checked(house, named.checked, facts, as_of=moment, engine=engine)
    key = named.checked.ruleset.id
    return try_version(house, key, facts, version=named.version, as_of=moment, engine=engine)


def try_all(
    house: House, named: Named, facts: object, moment: datetime | None
) -> tuple[dict[str, Evaluation], dict[str, Fault]]:
    """Try every engine at one moment: what each inferred, and why one declines.

    Raises:
        CallerError: the facts were refused, or no engine infers the ruleset.
    """
    at = house.clock() if moment is None else moment
    tried: dict[str, Evaluation] = {}
    declined: dict[str, Fault] = {}
    for engine in house.runtimes:
        try:
            tried[engine] = try_named(house, named, facts, at, engine)
        except CallerError as error:
            if error.faults[0].code not in _DECLINED:
                raise
            declined[engine] = error.faults[0]
    return tried, declined


def agree(tried: Mapping[str, Evaluation]) -> bool:
    """Tell whether all agree in conclusions, firings and their order, and problems (16.5)."""
    first, *others = (each.decision.inference for each in tried.values())
    return all(first.agrees(other) for other in others)


def print_compared(
    tried: Mapping[str, Evaluation], declined: Mapping[str, Fault], language: str
) -> None:
    """Print each conclusion by each engine, what fired, problems, and whether all agree."""
    checked = next(iter(tried.values())).checked
    shown = {
        engine: dict(shown_values(each, each.decision.inference.conclusions.items()))
        for engine, each in tried.items()
    }
    for key, conclusion in checked.conclusions.items():
        said = [
            value_text(values.get(key), conclusion.type, language, short=False)
            for values in shown.values()
        ]
        _line(name_title(checked, key, language), tried, said)
    firings = [", ".join(_fired(each)) or "-" for each in tried.values()]
    _line("触发的规则" if language == "zh" else "Fired", tried, firings)
    told = [
        "; ".join(each.message.in_language(language) for each in problems(evaluation)) or "-"
        for evaluation in tried.values()
    ]
    _line("问题" if language == "zh" else "Problems", tried, told)
    click.echo()
    for engine, fault in declined.items():
        say(f"{engine} 不推理：{fault.message('zh')}", f"{engine} declines: {fault.message('en')}")
    names = ", ".join(tried)
    if agree(tried):
        say(f"{names} 一致", f"{names} agree")
    else:
        say(f"{MARK} {names} 不一致", f"{MARK} {names} differ", fg="red")


def _line(title: str, engines: Mapping[str, object], said: Sequence[str]) -> None:
    """Print what all say once, or what each says with the mark."""
    if len(set(said)) == 1:
        click.echo(f"{title}: {said[0]}")
        return
    click.secho(f"{MARK} {title}", bold=True)
    for engine, text in zip(engines, said, strict=True):
        click.echo(f"    {engine}: {text}")


def _fired(tried: Evaluation) -> list[str]:
    return [
        f"{each.block}/{each.rule}" if each.rule else f"{each.block} ({each.kind})"
        for each in tried.decision.inference.firings
    ]
