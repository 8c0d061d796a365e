"""What a made-up customer ordered and complained of, and the figures reckoned from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from service.making_samples.archetype import Archetype
from service.making_samples.businesses import Business
from service.making_samples.draws import Draw

Facts = dict[str, object]

_UNDER_WAY_DAYS: Final = 45
"""How long an order may be under way: a younger one is taken to be."""


@dataclass(frozen=True)
class Order:
    """One order."""

    day: date
    amount: int
    channel: str
    in_promotion: bool
    is_custom: bool
    group: str

    def record(self) -> Facts:
        """Write it as a row of the fact `orders`."""
        return {
            "ordered_on": self.day.isoformat(),
            "amount": self.amount,
            "order_channel": self.channel,
            "in_promotion": self.in_promotion,
            "is_custom": self.is_custom,
            "product_group": self.group,
        }


@dataclass(frozen=True)
class Trade:
    """All orders of 24 months, by day, and the days of the first and the last order ever."""

    orders: tuple[Order, ...]
    first: date | None
    last: date | None
    today: date

    def within(self, years_ago: int) -> tuple[Order, ...]:
        """Give the orders of the last 12 months (0) or of the 12 months before those (1)."""
        newest = _years_before(self.today, years_ago)
        oldest = _years_before(self.today, years_ago + 1)
        return tuple(each for each in self.orders if oldest < each.day <= newest)


def draw_trade(draw: Draw, kind: Archetype, trade: Business, today: date) -> Trade:
    """Draw what a customer ordered until today."""
    if not kind.has_bought:
        return Trade((), None, None, today)
    last = today - timedelta(draw.whole(kind.silent_days))
    first = _first(draw, kind, last, today)
    year_ago, two_years_ago = _years_before(today, 1), _years_before(today, 2)
    days = {last, first}
    wanted = draw.whole(kind.orders)
    days |= _days(draw, kind, (max(first, year_ago + timedelta(1)), last), wanted - 1)
    before = (max(first, two_years_ago + timedelta(1)), min(last, year_ago))
    days |= _days(draw, kind, before, draw.whole((wanted // 2, wanted)) if wanted else 2)
    listed = (_order(draw, kind, trade, day) for day in sorted(days) if day > two_years_ago)
    return Trade(tuple(listed), first, last, today)


def _first(draw: Draw, kind: Archetype, last: date, today: date) -> date:
    years = draw.whole(kind.years)
    if kind.years == (0, 0):
        return last if draw.chance(60) else last - timedelta(draw.whole((5, 90)))
    return min(last, _years_before(today, years) - timedelta(draw.whole((10, 350))))


def _days(draw: Draw, kind: Archetype, between: tuple[date, date], many: int) -> set[date]:
    """Draw different days; fewer where the days or the season do not hold as many."""
    first, last = between
    days: set[date] = set()
    for _ in range(20 * max(0, many)):
        if len(days) >= many or last <= first:
            break
        day = first + timedelta(draw.whole((0, (last - first).days - 1)))
        if not kind.season or day.month in kind.season:
            days.add(day)
    return days


def _order(draw: Draw, kind: Archetype, trade: Business, day: date) -> Order:
    return Order(
        day,
        amount=max(10, draw.skewed(kind.amount) // 10 * 10),
        channel="online" if draw.chance(kind.online) else "offline",
        in_promotion=draw.chance(kind.promotion),
        is_custom=draw.chance(kind.custom),
        group=draw.one(trade.groups),
    )


def trade_facts(draw: Draw, kind: Archetype, trade: Trade) -> Facts:
    """Reckon the facts of trade from the orders; only the returns and the margin are drawn."""
    orders = trade.within(0)
    bought = sum(each.amount for each in orders)
    returned = bought * draw.whole((1, 6)) // 100 if draw.chance(20) else 0
    sales = bought - returned
    facts: Facts = {"annual_sales": sales, "order_count": len(orders)}
    facts["previous_sales"] = sum(each.amount for each in trade.within(1))
    if trade.first and trade.last:
        facts |= {"first_order": trade.first.isoformat(), "last_order": trade.last.isoformat()}
    if orders:
        profit = (Decimal(sales) * draw.whole(kind.margin) / 100).quantize(Decimal("0.01"))
        online = share([(each.amount, each.channel == "online") for each in orders])
        facts |= {
            "average_order": (Decimal(sales) / len(orders)).quantize(
                Decimal("0.01"), ROUND_HALF_UP
            ),
            "profit": profit,
            "returns": returned,
            "products_bought": sorted({each.group for each in orders}),
            "online_share": online,
            "offline_share": 100 - online,
            "promotion_share": share([(each.amount, each.in_promotion) for each in orders]),
            "premium_share": draw.whole(kind.premium),
            "custom_order_share": share([(1, each.is_custom) for each in orders]),
        }
    if trade.orders:
        facts["orders"] = [each.record() for each in trade.orders]
    return facts


def share(parts: Sequence[tuple[int, bool]]) -> Decimal:
    """Say what percent of the weights are marked, to a tenth.

    Example:
        >>> share([(200, True), (100, False)])
        Decimal('66.7')
    """
    marked = sum(weight for weight, is_marked in parts if is_marked)
    whole = sum(weight for weight, _ in parts)
    return (Decimal(100 * marked) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def draw_complaints(draw: Draw, kind: Archetype, trade: Trade) -> list[Facts]:
    """Draw complaints of the last 12 months, each some days after an order."""
    orders = trade.within(0)
    many = draw.whole(kind.complaints) if orders else 0
    complaints: list[Facts] = []
    for _ in range(many):
        day = draw.one(orders).day + timedelta(draw.whole((1, 25)))
        is_old = day < trade.today - timedelta(30)
        if day <= trade.today:
            complaints.append(
                {
                    "complained_on": day.isoformat(),
                    "complaint_severity": draw.one(kind.severities),
                    "is_resolved": is_old or draw.chance(30),
                }
            )
    return sorted(complaints, key=lambda each: str(each["complained_on"]))


def complaint_facts(draw: Draw, complaint: Mapping[str, object], grade: str) -> Facts:
    """Give the facts of a complaint's own ruleset: when it came in, how bad it is, whose it is."""
    hour, minute = draw.whole((7, 19)), draw.whole((0, 59))
    facts: Facts = {
        "received_at": f"{complaint['complained_on']}T{hour:02}:{minute:02}:00+08:00",
        "severity": complaint["complaint_severity"],
    }
    if draw.chance(92):
        facts["customer_grade"] = grade
    return facts


def order_facts(draw: Draw, trade: Trade, grade: str, *, is_held: bool) -> Facts:
    """Give the facts of an order's own ruleset: of the last order, if it may still be under way."""
    if not trade.orders or trade.orders[-1].day < trade.today - timedelta(_UNDER_WAY_DAYS):
        return {}
    last = trade.orders[-1]
    promised = min(last.day + timedelta(draw.whole((8, 48))), trade.today.replace(month=12, day=30))
    facts: Facts = {
        "order_amount": last.amount,
        "order_promised_on": promised.isoformat(),
        "order_production_days": draw.whole((2, 16)),
        "order_urgency": draw.one(("routine", "routine", "urgent", "line_down")),
        "order_on_hold": is_held,
        "capacity_short": draw.chance(80),
        "material_short": draw.chance(50),
    }
    return facts | ({"order_grade": grade} if draw.chance(92) else {})


def full_years(first: date, today: date) -> int:
    """Count the full years since a day.

    Example:
        >>> full_years(date(2024, 11, 21), date(2026, 11, 20))
        1
    """
    return today.year - first.year - ((today.month, today.day) < (first.month, first.day))


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years)
