"""What is known of names and types while boxed expressions are said."""

from __future__ import annotations

from rulesets.dmn.feel import tree as feel_tree
from rulesets.dmn.feel.tree import Feel
from rulesets.dmn.importing.expressions import Scope, settled
from rulesets.dmn.importing.imported import ContextOf, Shape, ValueOf
from rulesets.dmn.importing.kinds import Kind, Many, Record
from rulesets.dmn.translating.environment import Known, Members, Translated, Value
from rulesets.expressions.tree import Name
from rulesets.types import ListType, NumberType, TextType, Type


def concluded_type(kind: Kind | None, scale: int) -> Type | None:
    """Return the type of a conclusion of this kind; None: it is not said, or no such type."""
    if isinstance(kind, Many):
        item = concluded_type(kind.of, scale)
        if item is None or isinstance(item, ListType):
            return None
        return settled(ListType(item), scale)  # type: ignore[arg-type]  # of a scalar
    if kind is None or isinstance(kind, Record):
        return None
    return settled(kind, scale)


def without_domain(kind: Kind | None) -> Type | None:
    """Return the type of a kind without its domain; None: it is not said, or no such type."""
    if isinstance(kind, Many):
        item = without_domain(kind.of)
        return None if item is None else ListType(item)  # type: ignore[arg-type]  # of a scalar
    if kind is None or isinstance(kind, Record):
        return None
    if isinstance(kind, NumberType):
        return NumberType()
    return TextType() if isinstance(kind, TextType) else kind


def known_of(feel: Feel, scope: Scope) -> Known | None:
    """Return what a name, or a path through contexts, stands for."""
    if isinstance(feel, feel_tree.Name):
        return scope.names.get(feel.name)
    if isinstance(feel, feel_tree.Path):
        above = known_of(feel.of, scope)
        return above.of.get(feel.name) if isinstance(above, Members) else None
    return None


def shape_of(known: Known) -> Shape | None:
    """Return the shape of a context that is read as a whole."""
    if isinstance(known, Value) and isinstance(known.node, Name):
        return ValueOf(known.node.key)
    if not isinstance(known, Members):
        return None
    members = {name: shape_of(each) for name, each in known.of.items()}
    whole = {name: each for name, each in members.items() if each is not None}
    return ContextOf(whole) if len(whole) == len(members) else None


def stays(value: Translated, of: Type) -> bool:
    """Tell whether a value that is never missing is in the domain for sure: numbers may be not."""
    return value.total and not isinstance(of, NumberType | ListType | TextType)
