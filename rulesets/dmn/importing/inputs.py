"""Input data as facts: contexts flattened, lists of contexts as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulesets import model
from rulesets.dmn.importing.building import Building, titled
from rulesets.dmn.importing.domains import domain, read_values
from rulesets.dmn.importing.expressions import settled
from rulesets.dmn.importing.imported import GivenMembers, GivenRows, GivenShape, GivenValue
from rulesets.dmn.importing.keys import Keys
from rulesets.dmn.importing.kinds import Kind, Many, Record
from rulesets.dmn.importing.knowing import without_domain
from rulesets.dmn.model import InputData, Place, Text
from rulesets.dmn.translating.environment import Known, Members, Rows, Value
from rulesets.expressions.tree import Name, RowField
from rulesets.types import Both, Field, ListType, RecordsType, ScalarType

Limits = Mapping[str, tuple[Text, ...]]
"""The input values of tables, by the plain text of their column."""


@dataclass(frozen=True)
class _Maker:
    building: Building
    limits: Limits

    def make(
        self, name: str, kind: Kind | None, data: InputData
    ) -> tuple[GivenShape, Known] | None:
        """Make the facts of an input, or of a member of one."""
        kind = self._limited(name, kind, data.place)
        if isinstance(kind, Record):
            return self._members(name, kind, data)
        if isinstance(kind, Many):
            return self._list(name, kind, data)
        if kind is None:
            self.building.report.add("dmn-type-unknown", data.place, name=name)
            return None
        key = self._key(name, data)
        of = settled(kind, self.building.scale)
        if of != settled(without_domain(kind), self.building.scale):
            self.building.report.note(
                f"`{name}` 的取值范围之外的值会被拒绝，而 DMN 得空值",
                f"values of `{name}` that are not allowed are refused, where DMN gives null",
                data.place,
            )
        self._fact(model.Fact(key, of, _title(name, data), _help(data)), data.place)
        return GivenValue(key, of), Value(Name(key), of)

    def _limited(self, name: str, kind: Kind | None, place: Place) -> Kind | None:
        """Take the input values of tables as the domain, when all tables say the same."""
        building = self.building
        found = {}
        for text in self.limits.get(name, ()):
            tests = read_values(text, building.report)
            if tests is not None:
                found[tests] = domain(kind, tests, building.scale)
        if not found or isinstance(kind, Record | Many):
            return kind
        limited = next(iter(found.values()))
        if len(found) > 1 or limited is None:
            building.report.note(
                f"`{name}` 的 `inputValues` 不作检查：各表不同，或取值范围无法表示",
                f"the `inputValues` of `{name}` are not checked: tables differ in them,"
                " or they are no list of texts and no range of numbers",
                place,
            )
            return kind
        return limited

    def _members(self, name: str, kind: Record, data: InputData) -> tuple[GivenShape, Known] | None:
        made = {
            member: self.make(f"{name}.{member}", of, data) for member, of in kind.members.items()
        }
        whole = {member: each for member, each in made.items() if each is not None}
        if len(whole) < len(made):
            return None
        return (
            GivenMembers({member: given for member, (given, _) in whole.items()}),
            Members({member: known for member, (_, known) in whole.items()}),
        )

    def _list(self, name: str, kind: Many, data: InputData) -> tuple[GivenShape, Known] | None:
        report = self.building.report
        if isinstance(kind.of, Record):
            return self._records(name, kind.of, data)
        if isinstance(kind.of, Many):
            report.refuse("列表的列表", "list of lists", data.place)
            return None
        if kind.of is None:
            report.add("dmn-type-unknown", data.place, name=name)
            return None
        key = self._key(name, data)
        of = settled(ListType(kind.of), self.building.scale)
        self._fact(model.Fact(key, of, _title(name, data), _help(data)), data.place)
        return GivenValue(key, of), Value(Name(key), of)

    def _records(self, name: str, kind: Record, data: InputData) -> tuple[GivenShape, Known] | None:
        keys, fields, members = Keys(), [], {}
        for member, of in kind.members.items():
            if of is None or isinstance(of, Record | Many):
                self._refuse_field(f"{name}.{member}", of, data.place)
                continue
            key = keys.make(member, "field")
            scalar: ScalarType = settled(of, self.building.scale)  # type: ignore[assignment]  # of a scalar
            fields.append(Field(key, scalar, titled(member)))
            members[member] = (key, scalar)
        if len(members) < len(kind.members):
            return None
        key = self._key(name, data)
        of_rows = RecordsType(tuple(fields))
        self._fact(model.Fact(key, of_rows, _title(name, data), _help(data)), data.place)
        known = {member: Value(RowField(part), of) for member, (part, of) in members.items()}
        return GivenRows(key, members), Rows(Name(key), known)

    def _refuse_field(self, name: str, of: Kind | None, place: Place) -> None:
        if of is None:
            self.building.report.add("dmn-type-unknown", place, name=name)
        else:
            self.building.report.refuse(
                "列表成员中的上下文或列表", "context or list within the items of a list", place
            )

    def _key(self, name: str, data: InputData) -> str:
        return self.building.keys.make(name, "input")

    def _fact(self, fact: model.Fact, place: Place) -> None:
        self.building.facts.append(fact)
        self.building.places["fact", fact.key] = place


def make_input(
    data: InputData, building: Building, limits: Limits, column: str = ""
) -> tuple[GivenShape, Known] | None:
    """Make the facts of an input data; None: it was refused.

    `column` is the type that the columns of tables say of it, where it says none itself.
    """
    before = len(building.report.faults)
    kind = building.kinds.of(data.variable.type_ref or column, data.place)
    if len(building.report.faults) > before:
        return None
    return _Maker(building, limits).make(data.variable.name, kind, data)


def _help(data: InputData) -> Both:
    text = data.description or data.variable.description
    return titled(text) if text else Both()


def _title(name: str, data: InputData) -> Both:
    return titled(data.name if data.name and name == data.variable.name else name)
