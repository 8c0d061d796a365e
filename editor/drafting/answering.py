"""What the server answers to the page of a draft: the parts of the page that may have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import g, render_template

from editor.drafting import table
from editor.drafting.desk import Desk
from editor.drafting.faults import fault_data, fault_lines
from editor.drafting.fields import FieldPath, field_id, place_words, shown_at
from editor.drafting.panel import customer_view, panel_view
from editor.drafting.places import Place, place_of
from editor.drafting.rail import rail_view
from rulesets.drafting import Edit

_PAGES: Final = frozenset({"pages.drafts.one", "pages.drafts.part"})


@dataclass(frozen=True)
class Made:
    """Edits that were made; `whole` where the page may not know what was there before them."""

    edits: tuple[Edit, ...]
    whole: bool


def surroundings(desk: Desk, at: str) -> dict[str, Any]:
    """Give what the templates of a draft's page are drawn with."""
    g.sample_of_draft = (desk.draft.id, _chosen(desk))
    place = place_of(desk, at)
    panel = panel_view(desk, place.block)
    lines = fault_lines(desk)

    def place_at(path: FieldPath) -> str:
        return place_words(desk, tuple(path))

    def shown(path: FieldPath) -> str:
        return shown_at(desk, tuple(path))

    return {
        "desk": desk,
        "area": "drafts",
        "draft": desk.draft,
        "place": place,
        "panel": panel,
        "customer": customer_view(desk),
        "rail": rail_view(desk, panel.lit),
        "lines": lines,
        "faults": fault_data(lines, writes=desk.writes),
        "writes": desk.writes,
        "field_id": field_id,
        "place_at": place_at,
        "shown": shown,
    }


def _chosen(desk: Desk) -> str:
    """Name the sample customer that somebody chose; empty: it is the first, as without choosing."""
    return desk.sample.id if desk.sample and desk.sample is not desk.samples[0] else ""


def keep_sample(endpoint: str, values: dict[str, Any]) -> None:
    """Let the links of a draft's page lead to its other parts with the same sample customer."""
    draft, sample = g.get("sample_of_draft", ("", ""))
    if sample and endpoint in _PAGES and values.get("draft") == draft:
        values.setdefault("sample", sample)


def brief_of(desk: Desk, at: str, made: Made) -> dict[str, Any] | None:
    """Say only what was changed in a large table; None where more of the page changed.

    To check and try a table of thousands of rows takes longer than to edit it, so the page asks
    for that afterwards.
    """
    index = desk.block(at.removeprefix("blocks/"))
    if index is None or desk.content["blocks"][index].get("kind") != "table":
        return None
    said = table.changed(desk, index, made.edits, whole=made.whole)
    if said["beside"]:
        return None
    heads = table.heads(desk, desk.content["blocks"][index])
    return {"revision": desk.draft.revision, "index": index, "heads": heads, **said}


def parts_of(
    desk: Desk,
    at: str,
    *,
    draw: bool,
    person: bool = False,
    made: Made | None = None,
    opens: str = "",
) -> dict[str, Any]:
    """Draw what may have changed: the panel, the checks and the rail; on demand the editor too.

    Args:
        desk: the draft as it is now.
        at: the part that the page edits.
        draw: whether the editor itself is drawn anew.
        person: whether the customer's facts are.
        made: what was changed, for a part that the browser keeps itself.
        opens: what somebody opens that was drawn closed, such as a rule.
    """
    around = surroundings(desk, at)
    place: Place = around["place"]
    drawn = {
        "revision": desk.draft.revision,
        "faults": around["faults"],
        "fired": around["panel"].fired,
        "panel": render_template("desk/panel.html", **around),
        "checks": render_template("desk/checks.html", **around),
        "rail": render_template("desk/rail.html", **around),
        "submit": render_template("desk/submit.html", **around),
        "count": len(desk.faults),
    }
    if draw and place.draws:
        drawn["main"] = render_template(place.template, **around)
    if opens and "opened" in place.view:
        drawn["opened"] = {opens: _opened(place, opens, around)}
    if "live" in place.view:
        drawn["live"] = render_template(place.view["live"], **around)
    if person:
        drawn["person"] = render_template("desk/person.html", **around)
    more: Mapping[str, Any] = place.view.get("answered", {})
    if made is not None and "changed" in place.view:
        more = {**more, **place.view["changed"](made.edits, made.whole)}
        if more["beside"]:
            drawn["head"] = render_template("desk/block_head.html", **around)
            drawn["foot"] = render_template("desk/block_foot.html", **around)
    return drawn | dict(more)


def _opened(place: Place, name: str, around: Mapping[str, Any]) -> str:
    """Draw what is opened; says so where it is there no more."""
    found = place.view["opened"](name)
    if found is None:
        return render_template("desk/gone.html")
    template, more = found
    return render_template(template, **around, **more)
