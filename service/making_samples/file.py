"""Lays all sample customers out as one file of JSON Lines: about them, then one on each line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from service.json_text import encode
from service.making_samples.archetypes import ARCHETYPES
from service.making_samples.by_hand import BY_HAND
from service.making_samples.customers import draw_customer, line
from service.making_samples.trade import Facts

SEED: Final = "fenji"
TODAY: Final = date(2026, 11, 20)
"""The day on which the samples are as they are told; their orders reach up to it."""

_FIRST_NUMBER: Final = 1001


def made_file() -> bytes:
    r"""Make the file; the same bytes each time.

    Example:
        >>> made_file().count(b"\n")
        301
    """
    return b"".join(encode(each) + b"\n" for each in (_about(), *_customers()))


def _about() -> Facts:
    return {
        "about": {
            "zh": "示例客户，全部虚构：名称、人员、数字与日期不属于任何真实的公司或个人。"
            "本文件由 python -m service.making_samples 生成，请勿手工修改。",
            "en": "Sample customers, all of them made up: names, people, figures and dates belong "
            "to no real company or person. Made by python -m service.making_samples; do not edit.",
        },
        "as_of": f"{TODAY.isoformat()}T10:00:00+08:00",
        "kinds": {
            "by_hand": {"zh": "说明书中的客户", "en": "Customers of the manual"},
            **{each.key: {"zh": each.title.zh, "en": each.title.en} for each in ARCHETYPES},
        },
    }


def _customers() -> Iterator[Facts]:
    taken: set[str] = set()
    for id_, name, facts in BY_HAND:
        taken |= {name.zh, name.en}
        yield line(id_, name, "by_hand", dict(facts))
    number = _FIRST_NUMBER + len(BY_HAND)
    for kind in ARCHETYPES:
        for place in range(kind.many):
            yield draw_customer(kind, f"{SEED} {kind.key} {place}", number, taken, TODAY)
            number += 1
