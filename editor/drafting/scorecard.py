"""The editor of a scorecard: inputs with their bands, and how the sample customer's total came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from editor.drafting.desk import Desk
from editor.drafting.fields import FieldPath
from editor.drafting.making import fresh
from editor.drafting.place_names import title_in
from editor.speech import gettext
from rulesets.documents.forms import decimal_of
from rulesets.types import NumberType
from rulesets.values import decimal_text
from rulesets.wording import value_text
from service.drafts.working import ScoreWorked, scores_worked

_NO_POINTS: Final = Decimal(0)


@dataclass(frozen=True)
class BandView:
    """A band: where it stands, what it is called in `says` and `lit`, and a copy to insert."""

    path: FieldPath
    name: str
    copy: dict[str, Any]


@dataclass(frozen=True)
class InputView:
    """An input: where it stands, its bands, and what is inserted for a new one of either."""

    path: FieldPath
    name: str
    title: str
    bands: tuple[BandView, ...]
    new_band: dict[str, Any]
    copy: dict[str, Any]


@dataclass(frozen=True)
class TotalView:
    """The sample's total as a sum, and between which totals it can lie.

    `parts` have title, points as written, and whether there are points. `low` and `high` are None
    where points cannot be read.
    """

    parts: tuple[tuple[str, str, bool], ...]
    total: str
    is_missing: bool
    low: str
    high: str
    place: str


def view(desk: Desk, index: int) -> Mapping[str, Any]:
    """Show a scorecard of the draft."""
    block = desk.content["blocks"][index]
    path: FieldPath = ["blocks", index, "inputs"]
    inputs = [each for each in block.get("inputs") or () if isinstance(each, Mapping)]
    taken = frozenset(str(each.get("key")) for each in inputs)
    worked = _worked(desk, str(block.get("key", "")))
    says, lit = told(worked, desk.language)
    return {
        "inputs": [_input(desk, each, [*path, at], taken) for at, each in enumerate(inputs)],
        "new_input": {"key": fresh("input_", taken), "expression": "", "bands": [_band(())]},
        "inputs_path": path,
        "total": _total(desk, block, inputs, worked),
        "says": says,
        "lit": lit,
        "live": "desk/scorecard_total.html",
        "answered": {"says": says, "lit": lit},
    }


def told(worked: tuple[ScoreWorked, ...], language: str) -> tuple[dict[str, str], list[str]]:
    """Tell the value of each input and its points, and which bands were true."""
    says, lit = {}, []
    for each in worked:
        band = f"{each.key}/{each.band}"
        says[each.key] = value_text(each.value, each.type, language)
        says[band] = gettext("✓ the sample")
        lit.append(band)
    return says, lit


def range_of(inputs: Iterable[Mapping[str, Any]]) -> tuple[Decimal, Decimal] | None:
    """Give the lowest and the highest total that can come about; None where points are not numbers.

    Example:
        >>> bands = [{"points": "40"}, {"points": "-5"}]
        >>> range_of([{"bands": bands}, {"bands": [{"points": "3"}], "missing points": "0"}])
        (Decimal('-5'), Decimal('43'))
    """
    low = high = _NO_POINTS
    for each in inputs:
        written = [band.get("points") for band in each.get("bands") or ()]
        if each.get("missing points") is not None:
            written.append(each["missing points"])
        points = [decimal_of(str(one)) for one in written]
        known = [one for one in points if one is not None]
        if len(known) < len(points):
            return None
        low += min(known, default=_NO_POINTS)
        high += max(known, default=_NO_POINTS)
    return low, high


def _worked(desk: Desk, block: str) -> tuple[ScoreWorked, ...]:
    evaluation = desk.evaluation
    if evaluation is None or block not in evaluation.checked.placed:
        return ()
    hidden = evaluation.hidden
    found = scores_worked(evaluation, block)
    return tuple(replace(each, value=None) if hidden else each for each in found)


def _input(desk: Desk, of: Mapping[str, Any], path: FieldPath, taken: frozenset[str]) -> InputView:
    bands = [each for each in of.get("bands") or () if isinstance(each, Mapping)]
    key = str(of.get("key", ""))
    ids = [str(each.get("id")) for each in bands]
    return InputView(
        path=path,
        name=key,
        title=title_in(of, desk.language) or gettext("Input %(number)s", number=int(path[-1]) + 1),
        bands=tuple(
            BandView(
                [*path, "bands", at],
                f"{key}/{each.get('id', '')}",
                {**each, "id": fresh("b", ids)},
            )
            for at, each in enumerate(bands)
        ),
        new_band=_band(ids),
        copy={**of, "key": fresh(f"{key}_", taken)},
    )


def _band(ids: Iterable[str]) -> dict[str, Any]:
    return {"id": fresh("b", ids), "when": "", "points": "0"}


def _total(
    desk: Desk,
    block: Mapping[str, Any],
    inputs: list[Mapping[str, Any]],
    worked: tuple[ScoreWorked, ...],
) -> TotalView:
    titles = {str(each.get("key")): title_in(each, desk.language) for each in inputs}
    bounds = range_of(inputs)
    points = [each.points for each in worked]
    known = [each for each in points if each is not None]
    total = sum(known, _NO_POINTS) if worked and len(known) == len(points) else None
    return TotalView(
        parts=tuple(
            (titles.get(each.key) or each.key, _signed(each.points), each.points is not None)
            for each in worked
        ),
        total=decimal_text(total) if total is not None else "",
        is_missing=bool(worked) and total is None,
        low=decimal_text(bounds[0]) if bounds and inputs else "",
        high=decimal_text(bounds[1]) if bounds and inputs else "",
        place=_place(desk, str(block.get("concludes", "")), bounds),
    )


def _signed(points: Decimal | None) -> str:
    if points is None:
        return gettext("none")
    return decimal_text(points) if points >= 0 else f"({decimal_text(points)})"


def _place(desk: Desk, conclusion: str, bounds: tuple[Decimal, Decimal] | None) -> str:
    """Warn where a total can lie outside what may be concluded."""
    names = desk.showing.suggestions(desk.language)
    of = next((each.type for each in names if each.key == conclusion), None)
    if bounds is None or not isinstance(of, NumberType) or of.clamp:
        return ""
    if of.minimum is not None and bounds[0] < of.minimum:
        least = value_text(of.minimum, of, desk.language)
        return gettext("Totals below %(least)s are not concluded.", least=least)
    if of.maximum is not None and bounds[1] > of.maximum:
        most = value_text(of.maximum, of, desk.language)
        return gettext("Totals above %(most)s are not concluded.", most=most)
    return ""
