"""The measured grading as somebody would write it who knows the tables: no trace at all."""

from benchmarks._measured import Given


def by_hand(given: Given) -> dict[str, str]:
    """Grade a customer."""
    value, lifecycle, credit = _value(given), _lifecycle(given), _credit(given)
    market = _market(given["region"], given["channel"], given["industry"])
    potential = _potential(value, given["growth"], given["share"])
    loyalty = _loyalty(lifecycle, given["visits"], given["returned"])
    terms = _terms(credit, market, given["size"])
    tier = _tier(value, potential, loyalty)
    care = _care(loyalty, terms, given["visits"])
    return {
        "value": value,
        "lifecycle": lifecycle,
        "credit": credit,
        "market": market,
        "potential": potential,
        "loyalty": loyalty,
        "terms": terms,
        "tier": tier,
        "care": care,
        "grade": _grade(tier, care, terms, given["annual_sales"]),
    }


def _value(given: Given) -> str:
    sales, margin = given["annual_sales"], given["margin"]
    if sales >= 600:
        return "a" if margin >= 20 else "b"
    if sales >= 300 and margin >= 15:
        return "b"
    return "c" if sales >= 100 else "d"


def _lifecycle(given: Given) -> str:
    idle, orders, years = given["idle_days"], given["orders"], given["years"]
    if idle >= 180:
        return "e" if idle >= 365 else "d"
    if orders >= 12:
        return "a" if years >= 3 else "b"
    return "c" if orders < 3 and years < 1 else "b"


def _credit(given: Given) -> str:
    overdue, years = given["overdue_days"], given["years"]
    if overdue < 30:
        is_good = (overdue < 5 and years >= 3) or (overdue < 15 and given["size"] == "large")
        return "a" if is_good else "b"
    return "c" if overdue < 90 and years >= 5 else "e"


def _market(region: str, channel: str, industry: str) -> str:
    if region == "east":
        if channel == "direct":
            return "a"
        if industry == "maker":
            return "b"
    elif region == "south" and channel == "online":
        return "b"
    return "d" if channel == "agent" and industry == "public" else "c"


def _potential(value: str, growth: int, share: int) -> str:
    if (value == "a" and growth >= 20) or (value == "b" and growth >= 40 and share < 50):
        return "a"
    if growth >= 50 and share < 30:
        return "b"
    return "e" if value == "d" and growth < 10 else "c"


def _loyalty(lifecycle: str, visits: int, returned: int) -> str:
    if lifecycle == "a":
        return "a" if visits >= 10 and returned < 5 else "b"
    if lifecycle == "b":
        return "b" if visits >= 25 and returned < 10 else "c"
    return "e" if lifecycle == "e" else "c"


def _terms(credit: str, market: str, size: str) -> str:
    if credit == "a":
        return "a" if market == "a" and size == "large" else "b"
    if credit == "b":
        return "b" if market == "a" else "c"
    return "e" if credit == "e" else "c"


def _tier(value: str, potential: str, loyalty: str) -> str:
    if value == "a" and (potential == "a" or loyalty == "a"):
        return "a"
    if value == "b":
        if potential == "a":
            return "b"
        if loyalty == "e":
            return "d"
    return "b" if potential == "b" and loyalty == "b" else "c"


def _care(loyalty: str, terms: str, visits: int) -> str:
    if loyalty == "a" and (terms == "a" or visits >= 30):
        return "a"
    if loyalty == "b" and terms == "b" and visits >= 20:
        return "b"
    if terms == "e":
        return "e"
    return "d" if loyalty == "e" else "c"


def _grade(tier: str, care: str, terms: str, sales: int) -> str:
    if tier == "a" and (terms == "a" or care == "a"):
        return "a"
    if tier == "b" and sales >= 400:
        return "b"
    if terms == "e":
        return "e"
    return "d" if tier == "d" and care == "d" else "c"
