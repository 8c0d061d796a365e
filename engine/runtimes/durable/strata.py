"""A stratum prepared: its conditions in shards, and how a fact for each of them is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.runtimes.durable.coding import Coding
from engine.runtimes.durable.envelope import require_whole
from engine.runtimes.durable.leaves import Reader
from engine.runtimes.durable.network import Shard
from engine.runtimes.durable.packing import ALWAYS_NAME, Packed, Place, packed
from engine.runtimes.durable.reading import conditions
from engine.runtimes.durable.sources import Look, Source
from engine.runtimes.durable.trees import Property, Tree
from rulesets.checked import CheckedRules, CheckedTable, Placed


@dataclass(frozen=True)
class Loaded:
    """A shard that runs, what its rules belong to, and the properties of its fact: name, number."""

    shard: Shard
    places: Mapping[str, Place]
    reads: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Conditions:
    """Which conditions of a stratum hold.

    Attributes:
        properties: what facts tell shards, by number: where each comes from and its coding.
        true: the shards that tell which conditions are true.
        false: for a block with `when unknown`, those that tell which of its conditions are false.
        numbers: how many conditions such a block has.
    """

    properties: Sequence[tuple[Source, Coding]]
    true: Sequence[Loaded]
    false: Mapping[int, Sequence[Loaded]]
    numbers: Mapping[int, int]


class Facts:
    """The facts of one inference for the shards of a stratum, written once each."""

    def __init__(self, conditions: Conditions, looks: Mapping[str, Look]) -> None:
        self._conditions = conditions
        self._looks = looks
        self._any_look = next(iter(looks.values()))
        self._codes: dict[int, int | None] = {}
        self._texts: dict[tuple[tuple[str, int], ...], str] = {}

    def true(self) -> Mapping[int, list[Place]]:
        """List the conditions that are true, by block, each without its block."""
        return self._fired(self._conditions.true)

    def any_unknown(self, block: int, true: int) -> bool:
        """Tell whether a condition of a block is unknown: neither true nor false."""
        false = self._fired(self._conditions.false[block])
        return true + len(false.get(block, ())) < self._conditions.numbers[block]

    def _fired(self, shards: Iterable[Loaded]) -> Mapping[int, list[Place]]:
        found: dict[int, list[Place]] = defaultdict(list)
        for each in shards:
            for name in each.shard.fired(self._text(each.reads)):
                if name in each.places:
                    block, *place = each.places[name]
                    found[block].append(tuple(place))
        return {block: sorted(places) for block, places in found.items()}

    def _text(self, reads: tuple[tuple[str, int], ...]) -> str:
        """Write the members of a fact; a missing value is an absent member."""
        text = self._texts.get(reads)
        if text is None:
            members = [f'"{ALWAYS_NAME}":1']
            for name, number in reads:
                code = self._code(number)
                if code is not None:
                    members.append(f'"{name}":{code}')
            text = self._texts[reads] = ",".join(members)
        return text

    def _code(self, number: int) -> int | None:
        if number not in self._codes:
            source, coding = self._conditions.properties[number]
            look = self._looks[source.block] if source.block else self._any_look
            code = coding.code(source.value(look))
            if code is not None:
                require_whole(code)
            self._codes[number] = code
        return self._codes[number]


@dataclass(frozen=True)
class Plan:
    """The shards of a stratum before they are made."""

    true: tuple[Packed, ...]
    false: Mapping[int, tuple[Packed, ...]]
    numbers: Mapping[int, int]
    comparisons: Mapping[int, int]

    @property
    def packed(self) -> Iterator[Packed]:
        """All of them."""
        yield from self.true
        for each in self.false.values():
            yield from each

    def made(self) -> Conditions:
        """Make the shards.

        Raises:
            NotInferred: one cannot be made.
        """
        numbers: dict[Property, int] = {}
        true = tuple(_loaded(each, numbers) for each in self.true)
        false = {
            block: tuple(_loaded(each, numbers) for each in them)
            for block, them in self.false.items()
        }
        properties = tuple((each.source, each.coding) for each in numbers)
        return Conditions(properties, true, false, self.numbers)


def _loaded(made: Packed, numbers: dict[Property, int]) -> Loaded:
    reads = tuple(
        (name, numbers.setdefault(each, len(numbers))) for name, each in made.reads.items()
    )
    return Loaded(Shard(made.rules), made.places, reads)


def plan(stratum: Sequence[Placed], reader: Reader) -> Plan:
    """Read the conditions of a stratum's blocks and pack them."""
    trues: list[tuple[Place, Tree]] = []
    false: dict[int, tuple[Packed, ...]] = {}
    numbers: dict[int, int] = {}
    comparisons: dict[int, int] = {}
    for number, placed in enumerate(stratum):
        read = [((number, *place), each) for place, each in conditions(placed, reader)]
        trues += [(place, each.true) for place, each in read]
        comparisons[number] = sum(each.true.weight for _, each in read)
        rules = placed.block if isinstance(placed.block, CheckedTable | CheckedRules) else None
        if rules is not None and rules.when_unknown is not None:
            false[number] = tuple(packed((place, each.false) for place, each in read))
            numbers[number] = len(read)
            comparisons[number] += sum(each.false.weight for _, each in read)
    return Plan(tuple(packed(trues)), false, numbers, comparisons)
