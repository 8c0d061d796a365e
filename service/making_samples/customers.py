"""Draws one made-up customer: who it is, what it owes, how it works with us."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, cast

from rulesets.types import Both
from service.making_samples.archetype import Archetype
from service.making_samples.businesses import Business
from service.making_samples.draws import Draw
from service.making_samples.names import contact_name, draw_name
from service.making_samples.places import Place
from service.making_samples.trade import (
    Facts,
    Trade,
    complaint_facts,
    draw_complaints,
    draw_trade,
    full_years,
    order_facts,
    trade_facts,
)

_ALWAYS: Final = frozenset({"annual_sales", "order_count", "country", "first_order", "last_order"})
"""Facts on file of every customer; of the others some are missing, as in every real file."""

_HELD_AFTER_DAYS: Final = 60
"""Orders of customers who are overdue for longer are held."""

_CNY_OF_A_DOLLAR: Final = Decimal("7.1")


def draw_customer(kind: Archetype, seed: str, number: int, taken: set[str], today: date) -> Facts:
    """Draw a customer as a line of the file; `taken` are the names given so far."""
    draw = Draw(seed)
    trade, place = draw.one(kind.trades), draw.one(kind.places)
    name = draw_name(draw, kind, trade, place, taken)
    history = draw_trade(draw, kind, trade, today)
    complaints = draw_complaints(draw, kind, history)
    facts = _who(draw, kind, trade, place, number)
    facts |= trade_facts(draw, kind, history)
    facts |= _behaviour(draw, kind, complaints)
    facts |= _money(draw, kind, facts)
    facts |= _cooperation(draw, kind, history, today)
    is_held = cast(int, facts["overdue_days"]) > _HELD_AFTER_DAYS
    facts = {key: value for key, value in facts.items() if _on_file(draw, kind, key)}
    grade = draw.one(kind.grades)
    facts |= order_facts(draw, history, grade, is_held=is_held)
    if complaints:
        facts["complaints"] = complaints
        facts |= complaint_facts(draw, complaints[-1], grade)
    return line(f"S-{number}", name, kind.key, facts)


def line(id_: str, name: Both, kind: str, facts: Facts) -> Facts:
    """Lay a customer out as a line of the file."""
    return {"id": id_, "title": {"zh": name.zh, "en": name.en}, "kind": kind, "facts": facts}


def _on_file(draw: Draw, kind: Archetype, key: str) -> bool:
    return key in _ALWAYS or draw.chance(kind.known)


def _who(draw: Draw, kind: Archetype, trade: Business, place: Place, number: int) -> Facts:
    people = draw.skewed(kind.employees)
    revenue = people * trade.revenue_each * draw.whole((60, 140)) // 100 // 10_000 * 10_000
    facts: Facts = {
        "contact_name": contact_name(place, number),
        "customer_type": kind.kind,
        "country": place.country,
        "city": place.name.zh if place.country == "CN" else place.name.en,
        "industry": trade.industry,
        "industry_code": trade.code,
        "main_business": trade.licence.zh if place.country == "CN" else trade.licence.en,
        "employees": people,
        "company_revenue": max(revenue, 50_000),
        "total_assets": max(revenue * draw.whole((40, 160)) // 100, 30_000),
        "registered_capital": max(revenue // 10 // 100_000 * 100_000, 30_000),
    }
    if place.province:
        facts |= {"province": place.province, "city_level": place.level}
    return facts


def _behaviour(draw: Draw, kind: Archetype, complaints: list[Facts]) -> Facts:
    return {
        "visits": draw.whole(kind.visits),
        "service_count": draw.whole(kind.services),
        "complaint_count": len(complaints),
        "demand": "complex" if draw.chance(kind.complex) else "simple",
        "channel": _channel(kind),
    }


def _channel(kind: Archetype) -> str:
    """Say where a customer of a kind mostly orders."""
    shares = ((66, "online"), (35, "omni"), (0, "offline"))
    return next(channel for least, channel in shares if kind.online >= least)


def _money(draw: Draw, kind: Archetype, facts: Facts) -> Facts:
    """Draw what is overdue within what was bought; the net contribution follows the profit."""
    sales = cast(int, facts["annual_sales"]) or cast(int, facts["previous_sales"])
    is_overdue = bool(sales) and draw.chance(kind.overdue)
    found: Facts = {
        "overdue_days": draw.whole(kind.overdue_days) if is_overdue else 0,
        "overdue_amount": sales * draw.whole((2, 30)) // 100 if is_overdue else 0,
        "credit_rating": draw.one(kind.ratings),
    }
    if sales:
        found["credit_limit"] = max(sales * draw.whole((10, 35)) // 100 // 1_000 * 1_000, 1_000)
    if "profit" in facts:
        visits, services = cast(int, facts["visits"]), cast(int, facts["service_count"])
        serving = visits * 300 + services * 1_500 + cast(int, facts["complaint_count"]) * 2_500
        net = (cast(Decimal, facts["profit"]) - serving) / _CNY_OF_A_DOLLAR
        found["net_income_usd"] = net.quantize(Decimal("0.01"))
    return found


def _cooperation(draw: Draw, kind: Archetype, history: Trade, today: date) -> Facts:
    depth = draw.one(kind.depths)
    facts: Facts = {
        "cooperation_depth": depth,
        "framework_agreement": depth in {"framework", "strategic"},
    }
    if history.first and draw.chance(40):
        facts["cooperation_years"] = full_years(history.first, today)
    if history.first and draw.chance(50):
        facts["expected_years"] = draw.whole((1, 8))
    if draw.chance(35):
        won = draw.whole((4, 60))
        facts |= {"marketing_cost": won * draw.whole((3, 60)) * 100, "new_customers": won}
    return facts
