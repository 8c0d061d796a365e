"""Names that say of themselves that they are made up."""

from __future__ import annotations

from typing import Final

from rulesets.types import Both
from service.making_samples.archetype import Archetype
from service.making_samples.businesses import Business
from service.making_samples.draws import Draw
from service.making_samples.places import Place

MARKS: Final = (
    Both("示例", "Sample"),
    Both("样例", "Example"),
    Both("虚构", "Fictional"),
    Both("杜撰", "Invented"),
    Both("假定", "Assumed"),
    Both("拟设", "Hypothetical"),
    Both("试填", "Placeholder"),
    Both("样品", "Specimen"),
    Both("假想", "Imaginary"),
    Both("编造", "Made-up"),
)
"""Each name holds one of these words."""

_FORMS: Final = (Both("有限公司", "Co., Ltd."), Both("股份有限公司", "Corp."), Both("公司", "Co."))
_FORMS_ABROAD: Final = (Both("公司", "Inc."), Both("有限公司", "Ltd."), Both("公司", "GmbH"))
_PLAIN: Final = {"institution", "individual"}
_BRANCHES: Final = (
    Both(
        "西部分公司第三项目部物资采购与设备管理中心",
        "Western Branch, Third Project Department, Centre for Material Procurement and Equipment",
    ),
    Both(
        "跨区域轨道交通配套工程联合体采购办公室",
        "Procurement Office of the Consortium for Interregional Railway Works",
    ),
)
"""Some names are very long, as real ones are."""


def draw_name(draw: Draw, kind: Archetype, trade: Business, place: Place, taken: set[str]) -> Both:
    """Draw a name that nobody has yet."""
    form = draw.one(_FORMS if place.country == "CN" else _FORMS_ABROAD)
    branch = draw.one(_BRANCHES) if kind.key == "overdue_builder" and draw.chance(20) else None
    marks = list(MARKS)
    while marks:
        mark = marks.pop(draw.whole((0, len(marks) - 1)))
        zh, en = f"{place.name.zh}{mark.zh}{trade.name.zh}", (place.name.en, mark.en, trade.name.en)
        name = Both(zh, " ".join(en))
        if kind.kind not in _PLAIN:
            name = Both(f"{zh}{form.zh}", f"{name.en} {form.en}")
        if branch:
            name = Both(f"{name.zh}{branch.zh}", f"{name.en}, {branch.en}")
        if name.zh not in taken and name.en not in taken:
            taken |= {name.zh, name.en}
            return name
    raise LookupError(trade.name.en)


def contact_name(place: Place, number: int) -> str:
    """Name a contact person who is plainly none.

    Example:
        >>> from service.making_samples.places import ABROAD, NEAR
        >>> contact_name(NEAR[0], 17), contact_name(ABROAD[0], 18)
        ('示例联系人17', 'Sample Contact 18')
    """
    return f"示例联系人{number}" if place.country == "CN" else f"Sample Contact {number}"
