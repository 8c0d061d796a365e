"""The ruleset that all engines are measured with: 14 facts, 10 tables in 4 strata, 53 rows.

Every number is whole and small, so a peer that calculates in binary floats has it exactly.
"""

from typing import Final

from benchmarks._measured import Measured, Table

NUMBERS: Final = {
    "annual_sales": 1000,
    "orders": 60,
    "idle_days": 500,
    "years": 15,
    "overdue_days": 120,
    "margin": 40,
    "returned": 20,
    "growth": 80,
    "visits": 50,
    "share": 100,
}
TEXTS: Final = {
    "region": ("east", "south", "north", "west"),
    "channel": ("online", "agent", "direct"),
    "industry": ("retail", "maker", "builder", "public"),
    "size": ("small", "middle", "large"),
}


def _table(key: str, stratum: int, inputs: str, rows: str) -> Table:
    """Write a table: inputs apart by spaces; rows by lines, their cells by bars."""
    written = (line.split("|") for line in rows.strip().splitlines())
    cells = tuple(tuple(cell.strip() for cell in row) for row in written)
    return Table(key, stratum, tuple(inputs.split()), cells)


TABLES: Final = (
    _table(
        "value",
        1,
        "annual_sales margin",
        """
        >= 600 | >= 20 | a
        >= 600 | - | b
        >= 300 | >= 15 | b
        >= 100 | - | c
        - | - | d
        """,
    ),
    _table(
        "lifecycle",
        1,
        "idle_days orders years",
        """
        >= 365 | - | - | e
        >= 180 | - | - | d
        - | >= 12 | >= 3 | a
        - | < 3 | < 1 | c
        - | - | - | b
        """,
    ),
    _table(
        "credit",
        1,
        "overdue_days years size",
        """
        < 5 | >= 3 | - | a
        < 15 | - | "large" | a
        < 30 | - | - | b
        [30 .. 90) | >= 5 | - | c
        - | - | - | e
        """,
    ),
    _table(
        "market",
        1,
        "region channel industry",
        """
        "east" | "direct" | - | a
        "east" | - | "maker" | b
        "south" | "online" | - | b
        - | "agent" | "public" | d
        - | - | - | c
        """,
    ),
    _table(
        "potential",
        2,
        "value growth share",
        """
        "a" | >= 20 | - | a
        "b" | >= 40 | < 50 | a
        - | >= 50 | < 30 | b
        "d" | < 10 | - | e
        - | - | - | c
        """,
    ),
    _table(
        "loyalty",
        2,
        "lifecycle visits returned",
        """
        "a" | >= 10 | < 5 | a
        "a" | - | - | b
        "b" | >= 25 | < 10 | b
        "e" | - | - | e
        - | - | - | c
        """,
    ),
    _table(
        "terms",
        2,
        "credit market size",
        """
        "a" | "a" | "large" | a
        "a" | - | - | b
        "b" | "a" | - | b
        "e" | - | - | e
        - | - | - | c
        """,
    ),
    _table(
        "tier",
        3,
        "value potential loyalty",
        """
        "a" | "a" | - | a
        "a" | - | "a" | a
        "b" | "a" | - | b
        "b" | - | "e" | d
        - | "b" | "b" | b
        - | - | - | c
        """,
    ),
    _table(
        "care",
        3,
        "loyalty terms visits",
        """
        "a" | "a" | - | a
        "a" | - | >= 30 | a
        "b" | "b" | >= 20 | b
        - | "e" | - | e
        "e" | - | - | d
        - | - | - | c
        """,
    ),
    _table(
        "grade",
        4,
        "tier care terms annual_sales",
        """
        "a" | - | "a" | - | a
        "a" | "a" | - | - | a
        "b" | - | - | >= 400 | b
        - | - | "e" | - | e
        "d" | "d" | - | - | d
        - | - | - | - | c
        """,
    ),
)


GRADING: Final = Measured(NUMBERS, TEXTS, TABLES)
