"""Pages of rulesets: all of them, and one as map, tables and sentences."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from editor.chain_map import chain_map
from editor.here import house
from editor.speech import tongue
from editor.views.blocks import block_views
from editor.views.names import fact_views
from rulesets.checked import CheckedRuleset
from rulesets.wording import value_text
from service.rulesets import get_ruleset, get_version, list_rulesets

pages = Blueprint("rulesets", __name__)


@dataclass(frozen=True)
class ConstantView:
    """A constant: its title, and each value with the day it holds from."""

    title: str
    values: tuple[tuple[str, str], ...]


@pages.get("/")
@pages.get("/rulesets")
def every() -> str:
    """Show all published rulesets."""
    return render_template("rulesets.html", rulesets=list_rulesets(house()), area="rulesets")


@pages.get("/rulesets/<ruleset>")
def one(ruleset: str) -> str:
    """Show one ruleset at the version in force, or at `?version=`."""
    number = request.args.get("version", type=version_number)
    if number is None and request.args.get("version"):
        raise NotFound
    summary = get_ruleset(house(), ruleset)
    if number is None and summary.in_force is None:
        number = summary.versions[-1].number
    version = get_version(house(), ruleset, number)
    language = tongue()
    return render_template(
        "ruleset.html",
        summary=summary,
        version=version,
        checked=version.checked,
        map=chain_map(version.checked, language),
        blocks=block_views(version.checked, language),
        facts=fact_views(version.checked, language),
        constants=_constants(version.checked, language),
        area="rulesets",
    )


def version_number(text: str) -> int:
    """Read a version's number.

    Raises:
        ValueError: it is not a whole number from 1 on.
    """
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) < 2**31:
        raise ValueError(text)
    return int(text)


def _constants(checked: CheckedRuleset, language: str) -> tuple[ConstantView, ...]:
    titles = {
        each.key: each.title
        for ruleset in (checked.bundle.ruleset, *checked.bundle.included)
        for each in ruleset.constants
    }
    return tuple(
        ConstantView(
            titles[key].in_language(language) or key,
            tuple(
                (
                    "" if since is None else value_text(since, None, language),
                    value_text(value, constant.type, language),
                )
                for since, value in constant.values
            ),
        )
        for key, constant in checked.constants.items()
    )
