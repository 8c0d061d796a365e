"""`fenji disagreements`: what two engines inferred differently, for whoever has to find out why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import click

from cli.comparing import MARK
from cli.output import Misuse, language_option, say
from cli.wiring import house_to_change, house_to_read
from service import json_text
from service.disagreements import (
    MOST,
    Disagreement,
    erase_personal,
    get_disagreement,
    list_disagreements,
)
from service.moments import moment_text


@click.command("disagreements")
@click.argument("number", metavar="[ID]", required=False)
@click.option("--erase", is_flag=True, help="Erase the personal values of ID for good.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@language_option
def disagreements(number: str | None, *, erase: bool, as_json: bool) -> None:
    """List what engines disagreed about, or show both inferences of ID side by side.

    Nothing of it was answered. Values stand as they are kept, by their keys.
    """
    if number is None:
        if erase:
            raise Misuse("--erase 需要编号", "--erase needs an ID")
        with house_to_read() as house:
            found = list_disagreements(house)
        _list(found, as_json=as_json)
        return
    if erase:
        with house_to_change() as house:
            shown = erase_personal(house, number)
    else:
        with house_to_read() as house:
            shown = get_disagreement(house, number)
    if as_json:
        click.echo(json_text.encode(_plain(shown)))
    else:
        _show(shown)


def _list(found: Sequence[Disagreement], *, as_json: bool) -> None:
    if as_json:
        click.echo(json_text.encode([_plain(each) for each in found]))
        return
    if not found:
        say("没有不一致", "no disagreement", err=True)
    for each in found:
        click.echo(
            f"{each.id}  {moment_text(each.at)}  {each.ruleset}@{each.version}  "
            f"{each.engine} {MARK} {each.twin}"
        )
    if len(found) == MOST:
        say(f"只列出最近 {MOST} 条", f"only the newest {MOST} are listed", err=True)


def _plain(shown: Disagreement) -> dict[str, object]:
    return {
        "id": shown.id,
        "at": moment_text(shown.at),
        "ruleset": shown.ruleset,
        "version": shown.version,
        "identity": shown.identity,
        "subject": shown.subject,
        "as_of": moment_text(shown.as_of),
        "facts": shown.facts,
        "inferences": dict(zip((shown.engine, shown.twin), shown.inferences, strict=True)),
        "erased": shown.is_erased,
    }


def _show(shown: Disagreement) -> None:
    said = {
        ("编号", "number"): shown.id,
        ("时刻", "at"): moment_text(shown.at),
        ("规则集", "ruleset"): f"{shown.ruleset}@{shown.version} {shown.identity}",
        ("客户编号", "customer"): shown.subject,
        ("决策时刻", "decided as of"): moment_text(shown.as_of),
        ("事实", "facts"): _written(shown.facts),
    }
    for (zh, en), text in said.items():
        say(f"{zh}：{text}", f"{en}: {text}")
    if shown.is_erased:
        say("个人信息已删除，显示为 null", "personal values were erased and show as null")
    click.echo()
    engines = (shown.engine, shown.twin)
    first, again = shown.inferences
    for key in dict.fromkeys((*first["conclusions"], *again["conclusions"])):
        values = (_at(first["conclusions"], key), _at(again["conclusions"], key))
        _line(key, engines, values)
    pairs = zip_longest(first["firings"], again["firings"])
    for place, pair in enumerate(pairs, 1):
        _line(f"fired {place}", engines, tuple(map(_firing, pair)))
    _line("problems", engines, (_written(first["problems"]), _written(again["problems"])))


def _line(title: str, engines: tuple[str, str], said: tuple[str, ...]) -> None:
    """Print what both say once, or what each says with the mark."""
    if len(set(said)) == 1:
        click.echo(f"  {title}: {said[0]}")
        return
    click.secho(f"{MARK} {title}", bold=True)
    for engine, text in zip(engines, said, strict=True):
        click.echo(f"    {engine}: {text}")


def _firing(firing: Mapping[str, Any] | None) -> str:
    if firing is None:
        return "-"
    named = f"{firing['block']}/{firing['rule']}" if firing["rule"] else firing["block"]
    return f"{named} ({firing['kind']} {firing['number']}) {_written(firing['concluded'])}"


def _at(values: Mapping[str, Any], key: str) -> str:
    return _written(values[key]) if key in values else "-"


def _written(plain: object) -> str:
    return json_text.encode(plain).decode()
