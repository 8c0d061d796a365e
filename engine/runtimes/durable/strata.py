"""A stratum prepared: its conditions in shards, and how a fact for each of them is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.runtimes.durable.envelope import require_whole
from engine.runtimes.durable.leaves import Reader
from engine.runtimes.durable.network import Shard
from engine.runtimes.durable.packing import Packed, Place, packed
from engine.runtimes.durable.reading import conditions
from engine.runtimes.durable.sources import OfFact, Seen, Source
from engine.runtimes.durable.trees import Always, Property, Tree
from rulesets.checked import CheckedRules, CheckedTable, Placed
from rulesets.values import Value

Code = Callable[[Value], int | None]


@dataclass(frozen=True)
class Loaded:
    """A shard that runs, what its rules belong to, and the properties of its fact.

    A property has its number, and how its member of the fact begins.
    """

    shard: Shard
    places: Mapping[str, Place]
    reads: tuple[tuple[int, str], ...]

    def fired(self, codes: Mapping[int, int | None]) -> set[str]:
        """Tell which rules hold of these codes; a missing value is an absent member."""
        told = [
            (begun, code) for number, begun in self.reads if (code := codes[number]) is not None
        ]
        require_whole(*[code for _, code in told])
        return self.shard.fired(",".join([f"{begun}{code}" for begun, code in told]))


class Conditions:
    """Conditions that are asked about together.

    Attributes:
        always: the numbers of those that hold of every fact, by block.
    """

    def __init__(
        self,
        shards: Iterable[Packed],
        always: Mapping[int, Sequence[int]],
        numbers: dict[Property, int],
    ) -> None:
        """Make the shards; `numbers` gives every property of a version its number.

        Raises:
            NotInferred: one cannot be made.
        """
        self.always = always
        self._shards: list[Loaded] = []
        named: dict[int, tuple[int, str, Code]] = {}
        evaluated: dict[int, tuple[int, Source, Code]] = {}
        for each in shards:
            reads = []
            for name, property_ in each.reads.items():
                number = numbers.setdefault(property_, len(numbers))
                reads.append((number, f'"{name}":'))
                source, code = property_.source, property_.coding.code
                if isinstance(source, OfFact):
                    named[number] = (number, source.key, code)
                else:
                    evaluated[number] = (number, source, code)
            self._shards.append(Loaded(Shard(each.rules), each.places, tuple(reads)))
        self._named = tuple(named.values())
        self._evaluated = tuple(evaluated.values())

    def true(self, seen: Seen) -> dict[int, list[int]]:
        """List the numbers of the conditions that are true, by block, in no order."""
        found = {block: [*numbers] for block, numbers in self.always.items()}
        self._tell(seen)
        for each in self._shards:
            for name in each.fired(seen.codes):
                block, number = each.places[name]
                if block in found:
                    found[block].append(number)
                else:
                    found[block] = [number]
        return found

    def _tell(self, seen: Seen) -> None:
        """Code what has no code yet. Names are most of it, so they are read without detour."""
        codes, values = seen.codes, seen.values
        for number, key, code in self._named:
            if number not in codes:
                codes[number] = code(values.get(key))
        for number, source, code in self._evaluated:
            if number not in codes:
                codes[number] = code(source.value(seen))


@dataclass(frozen=True)
class Unknown:
    """For a block with `when unknown`: tells whether one of its conditions is unknown.

    Attributes:
        false: which of its conditions are false.
        number: how many of them can be unknown.
    """

    false: Conditions
    number: int

    def any(self, seen: Seen) -> bool:
        """Tell it where no condition is true: all that is not unknown is false then."""
        return sum(map(len, self.false.true(seen).values())) < self.number


@dataclass(frozen=True)
class Plan:
    """The shards of a stratum before they are made."""

    true: tuple[Packed, ...]
    always: Mapping[int, Sequence[int]]
    false: Mapping[int, tuple[Packed, ...]]
    unknown: Mapping[int, int]
    comparisons: Mapping[int, int]

    @property
    def packed(self) -> Iterator[Packed]:
        """All of them."""
        yield from self.true
        for each in self.false.values():
            yield from each

    def made(self, numbers: dict[Property, int]) -> tuple[Conditions, Mapping[int, Unknown]]:
        """Make the shards: for the whole stratum, and for each block with `when unknown`.

        Raises:
            NotInferred: one cannot be made.
        """
        unknown = {
            block: Unknown(Conditions(them, {}, numbers), self.unknown[block])
            for block, them in self.false.items()
        }
        return Conditions(self.true, self.always, numbers), unknown


def plan(stratum: Sequence[Placed], reader: Reader) -> Plan:
    """Read the conditions of a stratum's blocks and pack them."""
    trues: list[tuple[Place, Tree]] = []
    always: dict[int, list[int]] = {}
    false: dict[int, tuple[Packed, ...]] = {}
    unknown: dict[int, int] = {}
    comparisons: dict[int, int] = {}
    for block, placed in enumerate(stratum):
        read = list(conditions(placed, reader))
        trues += [((block, number), each.true) for number, each in read]
        held = [number for number, each in read if isinstance(each.true, Always)]
        if held:
            always[block] = held
        comparisons[block] = sum(each.true.weight for _, each in read)
        rules = placed.block if isinstance(placed.block, CheckedTable | CheckedRules) else None
        if rules is not None and rules.when_unknown is not None:
            false[block] = tuple(packed(((block, number), each.false) for number, each in read))
            unknown[block] = sum(not isinstance(each.false, Always) for _, each in read)
            comparisons[block] += sum(each.false.weight for _, each in read)
    return Plan(tuple(packed(trues)), always, false, unknown, comparisons)
