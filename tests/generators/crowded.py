"""Rulesets whose conditions are too many, too wide or too large for one shard of durable-rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from rulesets.checked import CheckedRuleset
from tests.generators.rulesets import seeded
from tests.unit.loading import load

TWO_RULES: Final = {
    "r0": {"all": [{"m": {"$gte": {"p0": 5}}}]},
    "r1": {"all": [{"m": {"$lt": {"p0": 50}}}]},
}
_CODES: Final = ("small", "middle", "large")


def checked(seed: int) -> CheckedRuleset:
    """Make one: of each kind in turn, with numbers of its own."""
    random = seeded(seed)
    kinds: tuple[Callable[[Random], Iterator[str]], ...] = (_long, _wide, _sets, _groups, _bands)
    return load("\n".join(kinds[seed % len(kinds)](random)))


def _conclusion(kind: str) -> Iterator[str]:
    yield "conclusions:"
    yield f"  - {{key: x, title: {{zh: 子, en: X}}, {kind}}}"
    yield "blocks:"


def _table(hit: str, inputs: list[str], more: str = "") -> Iterator[str]:
    yield from _conclusion("type: list, of: text" if hit == "collect" else "type: text")
    columns = ", ".join(inputs)
    yield f"  - {{key: k, kind: table, hit: {hit}, inputs: [{columns}], outputs: [x],{more}"
    yield "     rows: ["


def _row(number: int, cells: list[str]) -> str:
    quoted = ", ".join(f"'{each}'" for each in cells)
    return f"      {{id: r{number}, when: [{quoted}], then: ['\"{number}\"']}},"


def _long(random: Random) -> Iterator[str]:
    """More rows than a shard takes, with thresholds of their own."""
    asks = random.random() < 0.7
    hit = random.choice(("collect", "first", "any"))
    unknown = '["?"]' if hit == "collect" else '"?"'
    more = f" when unknown: {{x: '{unknown}'}}," if asks else ""
    yield from _table(hit, ["a", "b", "day"], more)
    for number in range(300):
        low = random.randint(-900, 900)
        cells = [f">= {low}.{number % 100:02}", random.choice(("-", f"< {low}", "> 0"))]
        yield _row(number, [*cells, random.choice(("-", "is present", '>= date("2026-01-01")'))])
    yield "     ]}"


def _wide(random: Random) -> Iterator[str]:
    """More cells in a row than a pattern takes."""
    yield from _table("collect", [f"a + {each}" for each in range(40)], " when unknown: {x: '[]'},")
    for number in range(8):
        yield _row(number, [f">= {random.randint(-3, 60)}" for _ in range(40)])
    yield "     ]}"


def _sets(random: Random) -> Iterator[str]:
    """Sets of values in every cell: their products are hundreds of paths."""
    yield from _table("collect", ["a", "b", "t", "size"], " when unknown: {x: '[]'},")
    for number in range(40):
        cells = [
            ", ".join(str(random.randint(-9, 9)) for _ in range(random.randint(1, 20)))
            for _ in range(2)
        ]
        texts = ", ".join(f'"v{random.randint(0, 40)}"' for _ in range(random.randint(1, 20)))
        sizes = f"not({', '.join(random.sample(_CODES, k=2))})"
        yield _row(number, [*cells, texts, random.choice(("-", sizes, ">= middle"))])
    yield "     ]}"


def _groups(random: Random) -> Iterator[str]:
    """Groups in groups, wide and deep."""
    yield from _conclusion("type: list, of: text")
    yield "  - {key: k, kind: rules, hit: collect, concludes: [x], when unknown: {x: '[]'},"
    yield "     rules: ["
    for number in range(25):
        when = _group(random, 3)
        yield f"      {{id: r{number}, when: {when}, then: {{x: '\"{number}\"'}}}},"
    yield "     ]}"


def _group(random: Random, depth: int) -> str:
    if depth == 0:
        return f"'{_leaf(random)}'"
    count = random.choice((1, 2, 3, 12 if depth == 1 else 4))
    inner = ", ".join(_group(random, random.randrange(depth)) for _ in range(count))
    return f"{{{random.choice(('all', 'any', 'none'))}: [{inner}]}}"


def _leaf(random: Random) -> str:
    number = random.randint(-5, 5)
    return random.choice(
        (
            f"a >= {number}.5",
            f"not(b = {number})",
            f"a < b + {number}",
            f"a between {number} and {number + 3}",
            f"a in ({number}, [{number + 2} .. {number + 4}))",
            "size >= middle",
            f't in ("v{number}", "v1", contains "2")',
            "c",
            "not(c)",
            "c or a is missing",
            f'day > date("2026-03-0{abs(number) + 1}") and t is present',
            f'at <= datetime("20{abs(number) + 20}-03-03T00:00:00Z")',
            f"a > {number} and b > {number} or a = b",
        )
    )


def _bands(random: Random) -> Iterator[str]:
    """A scorecard with many bands."""
    yield from _conclusion("type: number, scale: 2")
    yield "  - {key: k, kind: scorecard, concludes: x, inputs: ["
    for name in ("a", "b", "a * b"):
        yield f"      {{key: i{len(name)}{name[0]}, expression: {name}, missing points: 1, bands: ["
        for number in range(70):
            low = random.randint(-999, 999)
            yield f"        {{id: b{number}, when: '[{low} .. {low + 50})', points: {number}}},"
        yield "      ]},"
    yield "     ]}"
