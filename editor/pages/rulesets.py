"""Pages of rulesets: all of them, and one as map, tables and sentences."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from editor.chain_map import chain_map
from editor.here import house
from editor.rights import needs
from editor.speech import tongue
from editor.views.blocks import block_views
from editor.views.declared import declared_view
from editor.views.names import fact_views
from service.certification import certification_of, why_absent
from service.review import reviews_of_versions
from service.rulesets import get_ruleset, get_version, list_rulesets

pages = Blueprint("rulesets", __name__)
_MOST_DIGITS = 9


@pages.get("/")
@pages.get("/rulesets")
@needs("read rulesets")
def every() -> str:
    """Show all published rulesets."""
    return render_template("rulesets.html", rulesets=list_rulesets(house()), area="rulesets")


@pages.get("/rulesets/<ruleset>")
@needs("read rulesets")
def one(ruleset: str) -> str:
    """Show one ruleset at the version in force, or at `?version=`.

    Of a long block only a part is shown: the one about row `?row=` of `?block=`, else the first.
    """
    number = asked_version()
    summary = get_ruleset(house(), ruleset)
    if number is None and summary.in_force is None:
        number = summary.versions[-1].number
    version = get_version(house(), ruleset, number)
    rows = {request.args.get("block", ""): read_number(request.args.get("row", "")) or 1}
    language = tongue()
    return render_template(
        "ruleset.html",
        summary=summary,
        version=version,
        checked=version.checked,
        map=chain_map(version.checked, language),
        blocks=block_views(version.checked, language, rows),
        facts=fact_views(version.checked, language),
        declared=declared_view(version.checked, language),
        certification=certification_of(house(), version.head),
        why_absent=why_absent,
        reviews=reviews_of_versions(house(), ruleset),
        area="rulesets",
    )


def asked_version() -> int | None:
    """Read `version` of the address or the form; None when it is not there.

    Raises:
        NotFound: what stands there is no number of a version.
    """
    typed = request.values.get("version", "").strip()
    number = read_number(typed)
    if typed and number is None:
        raise NotFound
    return number


def read_number(text: str) -> int | None:
    """Read the number of a version or a row; None for what is no whole number from 1 on.

    Example:
        >>> read_number("12"), read_number("0"), read_number("abc"), read_number("9" * 5000)
        (12, None, None, None)
    """
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        return None
    return int(text) or None
