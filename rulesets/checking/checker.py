"""The whole check: names, declarations, functions, blocks, order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rulesets import model
from rulesets.calendar import Calendar
from rulesets.checked import (
    Bundle,
    CheckedBlock,
    CheckedConstant,
    CheckedFunction,
    CheckedLookup,
    CheckedRuleset,
    Placed,
)
from rulesets.checking.blocks import check_block, kind_of_block
from rulesets.checking.cases import check_cases
from rulesets.checking.conclusions import concludes
from rulesets.checking.declarations import check_types, read_constant, read_lookup
from rulesets.checking.failing import Sizes
from rulesets.checking.function_sizes import check_sizes
from rulesets.checking.known import alike, declared_in, known_blocks, sizes_of
from rulesets.checking.naming import Names, Source, collect, named, sources, step
from rulesets.checking.order import Linked, in_order
from rulesets.checking.own_functions import circular, read_function
from rulesets.checking.personal import personal_names
from rulesets.checking.reading import Reader
from rulesets.checking.reads import names_of, previous_name
from rulesets.checking.report import Report
from rulesets.errors import AuthorError


def check(bundle: Bundle, before: CheckedRuleset | None = None) -> CheckedRuleset:
    """Check a ruleset with all it stands on, and put its blocks in order of inference.

    Args:
        bundle: the ruleset, its vocabularies, all rulesets it includes, and calendars.
        before: another ruleset that passed, such as the same one before a change. Where both
            declare the same names and types, blocks that are the same are not read again: they
            would pass again.

    Returns:
        The ruleset with every text parsed, typed and linked.

    Raises:
        AuthorError: with all faults that were found, each with its place.
    """
    return _Check(bundle, before).run()


class _Check:
    """One check of one bundle."""

    def __init__(self, bundle: Bundle, before: CheckedRuleset | None) -> None:
        self.bundle = bundle
        self.before = alike(bundle, before)
        self.report = Report()
        self.sources = sources(bundle)
        self.names: Names = collect(self.sources, self.report)
        if bundle.canonical:
            by_keys = self.names.scope.for_canonical_text()
            self.names = replace(self.names, scope=by_keys)
        # Where each declaration and each block stands, for faults found later.
        self.places = {
            each.key: self.report.at(*source.place, step(each))
            for source in reversed(self.sources)
            for each in named(source.document)
        }
        self.block_places: dict[str, Report] = {}

    def run(self) -> CheckedRuleset:
        for source in self.sources:
            check_types(source, self.report)
        constants = self._constants()
        lookups = self._lookups()
        functions = self._functions()
        sizes = sizes_of(constants, lookups, functions)
        linked = self._blocks(sizes)
        self._conclude_once(linked)
        check_cases(self.bundle.ruleset, self.names, self.sources, self.report)
        blocks = in_order({each.key: each for each in linked}, self.block_places)
        if self.report.faults:
            raise AuthorError(tuple(self.report.faults))
        return self._checked(blocks, constants, lookups, functions)

    def _constants(self) -> dict[str, CheckedConstant]:
        then, scope = declared_in(self.before, "constants"), self.names.scope
        return {
            key: self.before.constants[key]
            if self.before and then.get(key) == each
            else read_constant(each, scope, self.places[key])
            for key, each in self.names.constants.items()
        }

    def _lookups(self) -> dict[str, CheckedLookup]:
        then, scope = declared_in(self.before, "lookups"), self.names.scope
        return {
            key: self.before.lookups[key]
            if self.before and then.get(key) == each
            else read_lookup(each, scope, self.places[key])
            for key, each in self.names.lookups.items()
        }

    def _functions(self) -> dict[str, CheckedFunction]:
        found: dict[str, CheckedFunction] = {}
        for source in self.sources:
            if not isinstance(source.document, model.Ruleset):
                continue
            meaning = self.names.meaning(self._calendars(source.document))
            for function in source.document.functions:
                if self.names.functions.get(function.key) is not function:
                    continue
                place = self.places[function.key]
                read = read_function(function, self.names, meaning, place)
                if read is not None:
                    found[function.key] = read
        unsound = circular(found, self.places)
        sound = {key: each for key, each in found.items() if key not in unsound}
        too_large = check_sizes(sound, self.places)
        return {key: each for key, each in sound.items() if key not in too_large}

    def _calendars(self, ruleset: model.Ruleset) -> frozenset[str]:
        known = frozenset(each.id for each in self.bundle.calendars)
        return known.intersection(ruleset.calendars)

    def _blocks(self, sizes: Sizes) -> tuple[Linked, ...]:
        known = known_blocks(self.before, sizes)
        found: list[Linked] = []
        for source in self.sources:
            if isinstance(source.document, model.Ruleset):
                self._check_calendars(source, source.document)
                meaning = self.names.meaning(self._calendars(source.document))
                before = known.within(source.document.id)
                reader = Reader(self.names, meaning, sizes, before)
                for block in source.document.blocks:
                    place = self.report.at(*source.place, (kind_of_block(block), block.key))
                    checked = known.of(block, source.document.id)
                    checked = checked or check_block(block, reader, place)
                    found.append(_linked(block, source.document, checked))
                    self.block_places.setdefault(block.key, place)
        return tuple(found)

    def _check_calendars(self, source: Source, ruleset: model.Ruleset) -> None:
        known = self._calendars(ruleset)
        for calendar in ruleset.calendars:
            if calendar not in known:
                self.report.at(*source.place).add("unknown-calendar", calendar=calendar)

    def _conclude_once(self, linked: tuple[Linked, ...]) -> None:
        owners: dict[str, str] = {}
        for each in linked:
            for key in dict.fromkeys(each.concludes):
                first = owners.setdefault(key, each.key)
                if first != each.key:
                    place = self.block_places[each.key]
                    place.add("conclusion-in-two-blocks", conclusion=key, first=first)
        for key in self.names.conclusions:
            if key not in owners:
                self.places[key].add("conclusion-without-block")

    def _checked(
        self,
        blocks: tuple[Placed, ...],
        constants: Mapping[str, CheckedConstant],
        lookups: Mapping[str, CheckedLookup],
        functions: Mapping[str, CheckedFunction],
    ) -> CheckedRuleset:
        names = self.names
        read = {name for each in blocks for name in each.reads}
        previous = frozenset(key for key in names.conclusions if previous_name(key) in read)
        return CheckedRuleset(
            bundle=self.bundle,
            facts=names.facts,
            conclusions=names.conclusions,
            constants=constants,
            lookups=lookups,
            functions=functions,
            calendars=_with_their_zones(self.bundle),
            blocks=blocks,
            previous=previous,
            personal=personal_names(names.facts, blocks, previous),
        )


def _linked(block: model.Block, ruleset: model.Ruleset, checked: CheckedBlock) -> Linked:
    return Linked(block.key, concludes(block), names_of(checked), ruleset.zone, ruleset.id, checked)


def _with_their_zones(bundle: Bundle) -> dict[str, Calendar]:
    """Give each calendar the rules of its zone that the bundle keeps (17.2)."""
    kept = {zone.name: zone for zone in bundle.zones}
    return {each.id: replace(each, frozen=kept.get(each.zone)) for each in bundle.calendars}
