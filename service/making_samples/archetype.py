"""What is said of a kind of customers that samples are drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from rulesets.types import Both
from service.making_samples.businesses import Business
from service.making_samples.places import Place

Range = tuple[int, int]


@dataclass(frozen=True)
class Archetype:
    """What customers of a kind have in common; ranges are drawn from, percents are chances."""

    key: str
    title: Both
    many: int
    trades: tuple[Business, ...]
    places: tuple[Place, ...]
    kind: str = "company"
    # How it buys: orders of 12 months, their amounts in CNY, days since the last, years since the
    # first; the months in which it buys, if not in all.
    orders: Range = (3, 9)
    amount: Range = (5_000, 50_000)
    silent_days: Range = (3, 60)
    years: Range = (2, 8)
    has_bought: bool = True
    season: tuple[int, ...] = ()
    online: int = 20
    promotion: int = 15
    custom: int = 10
    premium: Range = (0, 35)
    margin: Range = (8, 22)
    # Who it is and how it behaves.
    employees: Range = (40, 400)
    services: Range = (0, 4)
    visits: Range = (4, 60)
    complaints: Range = (0, 1)
    severities: tuple[str, ...] = ("minor", "minor", "major")
    grades: str = "BC"
    # What it owes, and how closely it works with us.
    overdue: int = 10
    overdue_days: Range = (3, 30)
    ratings: tuple[str, ...] = ("normal", "normal", "good")
    depths: tuple[str, ...] = ("deals", "regular")
    complex: int = 25
    known: int = 85
    """The percent of the facts not required that are on file."""
