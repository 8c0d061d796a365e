"""Sample customers, all made up, to try rulesets with.

They stand in rulesets/library/samples.jsonl, which `python -m service.making_samples` writes: on
the first line what is told of all, then one customer on each line:

    {"about": {"zh": …, "en": …}, "as_of": "2026-11-20T10:00:00+08:00", "kinds": {KIND: TITLE, …}}
    {"id": "S-1001", "title": {"zh": …, "en": …}, "kind": KIND, "facts": {"annual_sales": 2860000}}

`facts` hold all that is known of a customer, of its last complaint and of its last order; a ruleset
is given those that it knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, cast

from rulesets.checked import CheckedRuleset
from rulesets.types import Both
from service.json_text import decode


@dataclass(frozen=True)
class Sample:
    """A sample customer; `facts` are plain data as a caller gives them, their numbers exact."""

    id: str
    title: Both
    kind: Both
    facts: Mapping[str, object]


def list_samples() -> tuple[Sample, ...]:
    """List all sample customers in the order of the file.

    Example:
        >>> len(list_samples())
        300
    """
    return _read()[1]


def samples_as_of() -> datetime:
    """Tell at which moment the samples are as they are told; later they would all be dormant.

    Example:
        >>> samples_as_of().isoformat()
        '2026-11-20T10:00:00+08:00'
    """
    return _read()[0]


def samples_for(checked: CheckedRuleset) -> tuple[Sample, ...]:
    """List the samples that give a ruleset all it requires, and anything that it reads at all."""
    read = frozenset[str]().union(*(placed.reads for placed in checked.blocks))
    wanted = read & checked.facts.keys()
    return tuple(
        each
        for each in list_samples()
        if checked.required <= each.facts.keys() and wanted & each.facts.keys()
    )


def facts_of(sample: Sample, checked: CheckedRuleset) -> dict[str, object]:
    """Give those of a sample's facts that a ruleset knows; any other the intake would refuse."""
    return {key: value for key, value in sample.facts.items() if key in checked.facts}


@cache
def _read() -> tuple[datetime, tuple[Sample, ...]]:
    text = files("rulesets").joinpath("library", "samples.jsonl").read_text(encoding="utf-8")
    about, *lines = (cast(dict[str, Any], decode(line)) for line in text.splitlines())
    kinds = {key: Both(**title) for key, title in about["kinds"].items()}
    samples = (
        Sample(each["id"], Both(**each["title"]), kinds[each["kind"]], each["facts"])
        for each in lines
    )
    return datetime.fromisoformat(about["as_of"]), tuple(samples)
