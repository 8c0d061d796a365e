"""Types as item definitions: one for each fact, conclusion, constant or column that needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rulesets.dmn.described import Line, both_lines, describe, title_lines, type_lines
from rulesets.dmn.exporting.exported import Notes
from rulesets.dmn.feel import tree as feel
from rulesets.dmn.feel.printer import print_unary_tests
from rulesets.dmn.feel.rounding import number
from rulesets.dmn.model import ItemDefinition, Text
from rulesets.model import Fact
from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    Field,
    ListType,
    NumberType,
    RecordsType,
    TextType,
    Type,
)

PREFIX = "t_"
_BASE: dict[type, str] = {
    BooleanType: "boolean",
    DateTimeType: "dateTime",
    DateType: "date",
    NumberType: "number",
    TextType: "string",
}


@dataclass(frozen=True)
class Types:
    """Gathers item definitions."""

    language: str
    notes: Notes
    found: list[ItemDefinition] = field(default_factory=list)

    def of(self, key: str, of: Type) -> str:
        """Return a reference to the type of a name, which is defined where DMN has none."""
        if isinstance(of, RecordsType):
            return self._add(self.context(key, of.fields, collection=True))
        if isinstance(of, ListType):
            item = self.of(f"{key}_item", of.item)
            return self._add(ItemDefinition(PREFIX + key, item, collection=True))
        lines = type_lines(of)
        if not lines and allowed(of) is None:
            return _BASE[_kind(of)]
        self._note_list(key, of)
        return self._add(_scalar(PREFIX + key, of, describe(lines)))

    def context(
        self, key: str, fields: Iterable[Field], *, collection: bool = False
    ) -> ItemDefinition:
        """Return a context of fields."""
        return ItemDefinition(
            PREFIX + key,
            components=tuple(map(self._component, fields)),
            collection=collection,
        )

    def add_context(
        self, key: str, components: tuple[ItemDefinition, ...], *, collection: bool = False
    ) -> str:
        """Define a context of values that have types of their own, or a list of such."""
        made = ItemDefinition(PREFIX + key, components=components, collection=collection)
        return self._add(made)

    def _component(self, each: Field) -> ItemDefinition:
        self._note_list(each.key, each.type)
        lines = [
            *title_lines(each.title, self.language),
            *given_lines(each),
            *type_lines(each.type),
        ]
        label = each.title.in_language(self.language)
        return _scalar(each.key, each.type, describe(lines), label)

    def _add(self, item: ItemDefinition) -> str:
        if item not in self.found:
            self.found.append(item)
        return item.name

    def _note_list(self, key: str, of: Type) -> None:
        codes = of.one_of if isinstance(of, TextType) else None
        if codes is None:
            return
        notes = self.notes.at(("list", codes.key)) if codes.key else self.notes.at(("fact", key))
        if codes.key:
            notes.add(
                "代码表写在每一处使用它的类型中",
                "the code list is written into each type that uses it",
            )
        if codes.prefix or any(code.parent for code in codes.codes):
            notes.add(
                "代码表的上下级没有写出：DMN 没有层级取值",
                "the levels of the code list are left out: DMN has no hierarchical lists",
            )


def given_lines(each: Fact | Field) -> list[Line]:
    """Say of a fact or sub-fact what DMN leaves out."""
    flags = {"required": each.required, "personal": each.personal}
    lines = [
        *both_lines("help", each.help),
        *((name, "true") for name, set_ in flags.items() if set_),
    ]
    return [*lines, ("example", each.example)] if each.example else lines


def titled_component(
    key: str, type_ref: str, title: Both, help_: Both, language: str
) -> ItemDefinition:
    """Return a member of a context for a conclusion."""
    lines = describe([*title_lines(title, language), *both_lines("help", help_)])
    return ItemDefinition(key, type_ref, label=title.in_language(language), description=lines)


def _scalar(name: str, of: Type, description: str, label: str = "") -> ItemDefinition:
    return ItemDefinition(name, _BASE[_kind(of)], allowed(of), label=label, description=description)


def _kind(of: Type) -> type:
    return next(kind for kind in _BASE if isinstance(of, kind))


def allowed(of: Type) -> Text | None:
    """Say the domain of a type as unary tests; None: any value."""
    test: feel.Test | None = None
    match of:
        case TextType(one_of=codes) if codes is not None:
            values = tuple(feel.ValueTest(feel.String(code.value)) for code in codes.codes)
            return Text(print_unary_tests(feel.UnaryTests(values)))
        case NumberType(minimum=low, maximum=high) if low is not None and high is not None:
            test = feel.ValueTest(feel.RangeLiteral(number(low), number(high), True, True))
        case NumberType(minimum=low) if low is not None:
            test = feel.CompareTest(">=", number(low))
        case NumberType(maximum=high) if high is not None:
            test = feel.CompareTest("<=", number(high))
    return Text(print_unary_tests(feel.UnaryTests((test,)))) if test else None


def base(of: Type) -> str:
    """Return DMN's own type of a value; "" for lists."""
    return "" if isinstance(of, ListType | RecordsType) else _BASE[_kind(of)]
