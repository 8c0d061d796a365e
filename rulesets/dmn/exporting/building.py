"""The definitions of a ruleset: inputs, decisions, business knowledge models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from rulesets import model
from rulesets.checked import CheckedRuleset, CheckedScorecard
from rulesets.checking.meaning import Meaning
from rulesets.dmn.described import Line, both_lines, describe, title_lines
from rulesets.dmn.exporting.blocks import Maker
from rulesets.dmn.exporting.exported import Notes
from rulesets.dmn.exporting.functions import constant_value, function_model, lookup_model
from rulesets.dmn.exporting.names import Names
from rulesets.dmn.exporting.scope import Scope
from rulesets.dmn.exporting.types import Types, given_lines
from rulesets.dmn.exporting.writing import Writer
from rulesets.dmn.feel import tree as feel
from rulesets.dmn.model import (
    Decision,
    Definitions,
    InputData,
    KnowledgeModel,
    Variable,
)
from rulesets.types import Type

NAMESPACE = "urn:fenji:"


def build(checked: CheckedRuleset, language: str, notes: Notes) -> Definitions:
    """Make the definitions of a ruleset."""
    return _Build(checked, Types(language, notes), notes).definitions()


@dataclass(frozen=True)
class _Build:
    checked: CheckedRuleset
    types: Types
    notes: Notes
    names: Names = field(default_factory=Names)

    def definitions(self) -> Definitions:
        checked, ruleset = self.checked, self.checked.ruleset
        self._note_documents()
        inputs = (*map(self._input, checked.facts.values()), *map(self._previous, self._asked))
        decisions = tuple(self._decisions())
        models = tuple(self._models())
        return Definitions(
            name=ruleset.title.in_language(self.types.language) or ruleset.id,
            namespace=NAMESPACE + ruleset.id,
            id=f"ruleset_{ruleset.id}",
            description=describe(self._lines()),
            items=tuple(self.types.found),
            inputs=inputs,
            decisions=decisions,
            models=models,
        )

    def _lines(self) -> Iterator[Line]:
        ruleset = self.checked.ruleset
        yield "ruleset", ruleset.id
        yield "zone", ruleset.zone
        yield from both_lines("title", ruleset.title)
        yield from both_lines("description", ruleset.description)
        declared = [each.key for each in ruleset.conclusions]
        yield "conclusions", " ".join(declared)

    def _note_documents(self) -> None:
        bundle = self.checked.bundle
        documents: tuple[model.Vocabulary | model.Ruleset, ...] = bundle.vocabularies
        for each in (*documents, *bundle.included):
            zh, en = each.title.zh or each.id, each.title.en or each.id
            self.notes.at(("ruleset", self.checked.ruleset.id)).add(
                f"`{zh}` 的内容写入本文档", f"what `{en}` says is written into this document"
            )
        if bundle.calendars:
            self.notes.add("日历没有写出：DMN 没有日历", "calendars are left out: DMN has none")
        for placed in self.checked.blocks:
            if placed.zone != self.checked.zone:
                self.notes.at(("block", placed.key)).add(
                    f"时区 {placed.zone} 没有写出", f"the time zone {placed.zone} is left out"
                )

    # --------------------------------------------------------------------------------- names

    @property
    def _asked(self) -> tuple[str, ...]:
        return tuple(sorted(self.checked.previous))

    @cached_property
    def _named(self) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
        """The names of values, of functions and lookups, and of decisions beside conclusions.

        One order for one ruleset: each name is the first that is free.
        """
        checked, names = self.checked, self.names
        values = dict(names.all((*checked.facts, *checked.constants, *checked.conclusions)))
        for key in self._asked:
            values[f"previous({key})"] = names.make(f"previous_{key}")
        functions = names.all((*checked.functions, *checked.lookups))
        others = {}
        for placed in checked.blocks:
            if len(placed.concludes) > 1:
                others[f"block {placed.key}"] = names.make(placed.key)
            if isinstance(placed.block, CheckedScorecard):
                for each in placed.block.inputs:
                    made = names.make(f"{placed.key}_{each.key}")
                    others[f"points {placed.key} {each.key}"] = made
        return values, functions, others

    @property
    def _values(self) -> Mapping[str, str]:
        """The names of facts, constants, conclusions and previous values, by key."""
        return self._named[0]

    @property
    def _functions(self) -> Mapping[str, str]:
        return self._named[1]

    @property
    def _blocks(self) -> Mapping[str, str]:
        """The names of decisions of several conclusions, and of the parts of scorecards."""
        return self._named[2]

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        """The id of what each name of the document stands for."""
        checked, found = self.checked, {}
        for key, name in self._values.items():
            kind = "constant" if key in checked.constants else "input"
            found[name] = f"{kind}_{name if key.startswith('previous(') else key}"
        for placed in checked.blocks:
            for key in placed.concludes:
                split = len(placed.concludes) > 1 and not self._in_one(placed.key)
                found[self._values[key]] = f"block_{placed.key}" + (f".{key}" if split else "")
        for key, name in self._functions.items():
            kind = "function" if key in checked.functions else "lookup"
            found[name] = f"{kind}_{key}"
        for key, name in self._blocks.items():
            kind, *of = key.split()
            found[name] = "block_" + ".".join(of)
        return found

    def _in_one(self, block: str) -> bool:
        """Tell whether the conclusions of a block are one decision."""
        placed = self.checked.placed[block]
        hit = getattr(placed.block.block, "hit", "")
        return len(placed.concludes) > 1 and hit not in {"sum", "min", "max"}

    @cached_property
    def _said(self) -> Mapping[str, feel.Feel]:
        """What each key is in FEEL."""
        found: dict[str, feel.Feel] = {k: feel.Name(name) for k, name in self._values.items()}
        for placed in self.checked.blocks:
            if self._in_one(placed.key):
                of = feel.Name(self._blocks[f"block {placed.key}"])
                found |= {key: feel.Path(of, key) for key in placed.concludes}
        return found

    # -------------------------------------------------------------------------------- writing

    @cached_property
    def _meaning(self) -> Meaning:
        checked = self.checked
        rulesets = (*checked.bundle.included, checked.ruleset)
        conclusions = {key: each.type for key, each in checked.conclusions.items()}
        values: dict[str, Type] = {key: each.type for key, each in checked.facts.items()}
        values |= {key: each.type for key, each in checked.constants.items()}
        return Meaning(
            names=values | conclusions,
            conclusions=conclusions,
            lookups={each.key: each for ruleset in rulesets for each in ruleset.lookups},
            functions={each.key: each for ruleset in rulesets for each in ruleset.functions},
            calendars=frozenset(checked.calendars),
        )

    def _writer(self, *place: tuple[str, str | int]) -> Writer:
        scope = Scope(self._meaning, self._said, self._functions, self.notes.at(*place))
        return Writer(scope, self.types, self._ids)

    def _input(self, fact: model.Fact) -> InputData:
        name = self._values[fact.key]
        lines = [*title_lines(fact.title, self.types.language), *given_lines(fact)]
        if name != fact.key:
            lines.append(("key", fact.key))
        return InputData(
            f"input_{fact.key}",
            Variable(name, self.types.of(fact.key, fact.type)),
            fact.title.in_language(self.types.language),
            describe(lines),
        )

    def _previous(self, key: str) -> InputData:
        name = self._values[f"previous({key})"]
        conclusion = self.checked.conclusions[key]
        self.notes.at(("conclusion", key)).add(
            f"上次的值写作输入 `{name}`", f"its previous value becomes the input `{name}`"
        )
        return InputData(f"input_{name}", Variable(name, self.types.of(key, conclusion.type)))

    def _decisions(self) -> Iterator[Decision]:
        for constant in self._declared_constants():
            yield self._constant(constant)
        names = {**self._values, **self._blocks}
        for placed in self.checked.blocks:
            writer = self._writer(("block", placed.key))
            yield from Maker(writer, self.checked.conclusions, names).decisions(placed.block)

    def _declared_constants(self) -> Iterable[model.Constant]:
        rulesets = (*self.checked.bundle.included, self.checked.ruleset)
        return [each for ruleset in rulesets for each in ruleset.constants]

    def _constant(self, constant: model.Constant) -> Decision:
        writer = self._writer(("constant", constant.key))
        value = constant_value(self.checked.constants[constant.key], writer)
        language, name = self.types.language, self._values[constant.key]
        lines = [("kind", "constant"), *title_lines(constant.title, language)]
        if name != constant.key:
            lines.append(("key", constant.key))
        return Decision(
            f"constant_{constant.key}",
            Variable(name, self.types.of(constant.key, constant.type)),
            writer.literal(value),
            label=constant.title.in_language(language),
            description=describe(lines),
        )

    def _models(self) -> Iterator[KnowledgeModel]:
        rulesets = (*self.checked.bundle.included, self.checked.ruleset)
        for ruleset in rulesets:
            for function in ruleset.functions:
                writer = self._within(function.parameters, ("function", function.key))
                body = self.checked.functions[function.key].body
                yield function_model(function, body, self._functions[function.key], writer)
            for lookup in ruleset.lookups:
                writer = self._within((), ("lookup", lookup.key))
                rows = self.checked.lookups[lookup.key]
                yield lookup_model(lookup, rows, self._functions[lookup.key], writer)

    def _within(self, parameters: tuple[model.Column, ...], place: tuple[str, str]) -> Writer:
        """Return the writer of a body, whose parameters are names."""
        writer = self._writer(place)
        if not parameters:
            return writer
        names = Names(set(self._ids)).all(each.key for each in parameters)
        values = {key: each for key, each in self._said.items() if key in self.checked.constants}
        own = {key: feel.Name(name) for key, name in names.items()}
        meaning = replace(
            self._meaning, names={**self._meaning.names, **{p.key: p.type for p in parameters}}
        )
        scope = replace(writer.scope, meaning=meaning, values={**values, **own})
        return replace(writer, scope=scope)
