"""Renaming a key through a whole document: declarations, expressions, cells, outputs and cases.

Texts are compared as trees: one that names by titles still means the same afterwards and stays as
its author typed it; one that would not gets the new key, else as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from rulesets import model
from rulesets.checked import Bundle
from rulesets.checking.conclusions import row_target
from rulesets.checking.meaning import Meaning
from rulesets.checking.naming import Names, collect, named, sources
from rulesets.checking.own_functions import scope_of
from rulesets.checking.reading import PERCENT
from rulesets.checking.report import Report
from rulesets.checking.tree_types import TreeTypes
from rulesets.checking.written_values import codes_of
from rulesets.documents.forms import KEY, LETTERS_KEY
from rulesets.documents.places import Path
from rulesets.drafting.edits import Edit
from rulesets.drafting.respelling import Read, with_words
from rulesets.errors import AuthorError, CallerError, Fault, Word
from rulesets.expressions.parser import (
    parse_cell,
    parse_expression,
    spelled_cell,
    spelled_expression,
)
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.scope import Scope
from rulesets.expressions.spelling import composed
from rulesets.expressions.tree import Call, Name, Previous
from rulesets.types import Both, NumberType, Type

_DECLARED = ("facts", "conclusions", "constants", "lookups", "functions")
_GROUPS = ("all", "any", "none")
_NAME = Both("名称", "name")


def renamed(
    plain: Mapping[str, Any], key: str, new_key: str, bundle: Bundle | None = None
) -> tuple[Edit, ...]:
    """Make the edits that rename a fact, conclusion, constant, lookup or function.

    What is declared in another document is renamed where this one names it.

    Args:
        plain: the document.
        key: the key that is there.
        new_key: the key it gets.
        bundle: the ruleset that `plain` is, with all it stands on; None for a vocabulary.

    Raises:
        CallerError: `key-not-there`, `key-taken`, `bad-name`.

    Example:
        >>> renamed({"vocabulary": "v", "facts": [{"key": "a"}]}, "a", "b")
        (Edit(kind='set', path=('facts', 0, 'key'), value='b', to=None),)
    """
    if not KEY.pattern.fullmatch(new_key):
        bad: dict[str, Word] = {"key": "key", "expected": LETTERS_KEY, "found": new_key[:80]}
        raise CallerError((Fault("bad-name", words=bad),))
    _refuse_unfit(plain, key, new_key, bundle)
    edits = [
        Edit("set", (part, number, "key"), new_key)
        for part in _DECLARED
        for number, each in enumerate(plain.get(part) or ())
        if each.get("key") == key
    ]
    if bundle is not None:
        edits.extend(_Renaming(plain, key, new_key, bundle).edits())
    return tuple(edits)


def _refuse_unfit(plain: Mapping[str, Any], key: str, new_key: str, bundle: Bundle | None) -> None:
    if bundle is None:
        taken = {each.get("key"): "" for each in plain.get("facts") or ()}
    else:
        declared = [each for source in sources(bundle) for each in named(source.document)]
        titles = {title: "" for each in declared for title in (each.title.zh, each.title.en)}
        taken = titles | {each.key: "" for each in declared}
    if key not in taken:
        raise CallerError((Fault("key-not-there", words={"key": key[:80]}),))
    if new_key in taken:
        raise CallerError((Fault("key-taken", words={"key": new_key, "what": _NAME}),))


@dataclass(frozen=True)
class _Side:
    """The names as they are, or as they will be."""

    names: Names
    functions: tuple[model.Function, ...]


@dataclass(frozen=True)
class _Of:
    """What a text is read for: the code list of its column, and whether its unit is %."""

    type: Type | None = None

    def scope(self, side: _Side) -> Scope:
        scope = side.names.scope
        if self.type is None:
            return scope
        percent = isinstance(self.type, NumberType) and self.type.unit == PERCENT
        return scope.for_column(codes_of(self.type), percent=percent)


class _Renaming:
    """Renames one key in one ruleset."""

    def __init__(self, plain: Mapping[str, Any], key: str, new_key: str, bundle: Bundle) -> None:
        self._plain, self._key, self._new = plain, key, new_key
        self._old_side = _side(bundle)
        self._new_side = _side(declared_anew(bundle, key, new_key))
        calendars = frozenset(each.id for each in bundle.calendars)
        self._meaning: Meaning = self._old_side.names.meaning(calendars)
        self._types = {each: of.type for each, of in self._old_side.names.conclusions.items()}
        # Neither key in a text: it means the same before and after.
        self._mentions = re.compile(f"{re.escape(key)}|{re.escape(new_key)}")

    def edits(self) -> Iterator[Edit]:
        for number, each in enumerate(self._plain.get("functions") or ()):
            yield from self._function(("functions", number, "expression"), each, number)
        for number, block in enumerate(self._plain.get("blocks") or ()):
            path = ("blocks", number)
            make = getattr(self, f"_{block.get('kind')}", None)
            yield from make(path, block) if make else ()
            yield from self._listed((*path, "concludes"), block.get("concludes"))
            for part in ("otherwise", "when unknown"):
                yield from self._given((*path, part), block.get(part), self._types.get)
        for number, case in enumerate(self._plain.get("cases") or ()):
            yield from self._case(("cases", number), case)

    def _table(self, path: Path, block: Mapping[str, Any]) -> Iterator[Edit]:
        columns = []
        for number, each in enumerate(block.get("inputs") or ()):
            at = (*path, "inputs", number)
            text = each.get("expression") if isinstance(each, dict) else each
            at = (*at, "expression") if isinstance(each, dict) else at
            columns.append(_Of(self._type_of(text)))
            yield from self._expression(at, text)
        outputs = block.get("outputs") or ()
        outputs = [outputs] if isinstance(outputs, str) else outputs
        targets = [_Of(self._target(block, each)) for each in outputs]
        yield from self._listed((*path, "outputs"), block.get("outputs"))
        for number, row in enumerate(block.get("rows") or ()):
            at = (*path, "rows", number)
            for place, (of, text) in enumerate(zip(columns, row.get("when") or (), strict=False)):
                yield from self._cell((*at, "when", place), text, of)
            for place, (of, text) in enumerate(zip(targets, row.get("then") or (), strict=False)):
                yield from self._expression((*at, "then", place), text, of)

    def _rules(self, path: Path, block: Mapping[str, Any]) -> Iterator[Edit]:
        for number, rule in enumerate(block.get("rules") or ()):
            at = (*path, "rules", number)
            yield from self._when((*at, "when"), rule.get("when"))
            target: Callable[[str], Type | None] = lambda key: self._target(block, key)  # noqa: E731 - bound to this block
            yield from self._given((*at, "then"), rule.get("then"), target)

    def _scorecard(self, path: Path, block: Mapping[str, Any]) -> Iterator[Edit]:
        for number, each in enumerate(block.get("inputs") or ()):
            at = (*path, "inputs", number)
            of = _Of(self._type_of(each.get("expression")))
            yield from self._expression((*at, "expression"), each.get("expression"))
            for place, band in enumerate(each.get("bands") or ()):
                yield from self._cell((*at, "bands", place, "when"), band.get("when"), of)

    def _formula(self, path: Path, block: Mapping[str, Any]) -> Iterator[Edit]:
        of = _Of(self._types.get(str(block.get("concludes"))))
        yield from self._expression((*path, "expression"), block.get("expression"), of)

    def _deadline(self, path: Path, block: Mapping[str, Any]) -> Iterator[Edit]:
        for key in ("start", "amount"):
            yield from self._expression((*path, key), block.get(key))

    def _ranking(self, path: Path, block: Mapping[str, Any]) -> Iterator[Edit]:
        for key in ("of", "by"):
            yield from self._expression((*path, key), block.get(key))

    def _case(self, path: Path, case: Mapping[str, Any]) -> Iterator[Edit]:
        names = {self._key: self._new, f"previous({self._key})": f"previous({self._new})"}
        for part in ("given", "expect"):
            values = case.get(part) or {}
            for name in values.keys() & names.keys():
                yield from _moved_key((*path, part), values, name, names[name], values[name])

    def _function(self, path: Path, function: Mapping[str, Any], number: int) -> Iterator[Edit]:
        own = frozenset(each.key for each in self._old_side.functions[number].parameters)
        scopes = (
            scope_of(self._old_side.functions[number], self._old_side.names),
            scope_of(self._new_side.functions[number], self._new_side.names),
        )
        yield from self._text(path, function.get("expression"), scopes, own)

    def _when(self, path: Path, when: Any) -> Iterator[Edit]:
        if isinstance(when, dict):
            for kind in _GROUPS:
                for number, each in enumerate(when.get(kind) or ()):
                    yield from self._when((*path, kind, number), each)
        else:
            yield from self._expression(path, when)

    def _given(
        self, path: Path, given: Any, type_of: Callable[[str], Type | None]
    ) -> Iterator[Edit]:
        """Rename in a map from conclusions to expressions."""
        for name, text in (given or {}).items():
            found = [*self._expression((*path, name), text, _Of(type_of(name)))]
            if name == self._key:
                value = found[0].value if found else text
                yield from _moved_key(path, given, name, self._new, value)
            else:
                yield from found

    def _listed(self, path: Path, listed: Any) -> Iterator[Edit]:
        if listed == self._key:
            yield Edit("set", path, self._new)
        elif isinstance(listed, list):
            for number, each in enumerate(listed):
                if each == self._key:
                    yield Edit("set", (*path, number), self._new)

    def _expression(self, path: Path, text: Any, of: _Of | None = None) -> Iterator[Edit]:
        of = of or _Of()
        yield from self._text(path, text, (of.scope(self._old_side), of.scope(self._new_side)))

    def _text(
        self,
        path: Path,
        text: Any,
        scopes: tuple[Scope, Scope],
        own: frozenset[str] = frozenset(),
    ) -> Iterator[Edit]:
        if self._is_touched(text):
            tree = _parsed(parse_expression, text, scopes[0])
            if tree is not None:
                after = self._tree(tree, own)
                if _parsed(parse_expression, text, scopes[1]) != after:
                    kept = self._respelled(spelled_expression, text, scopes, after)
                    yield Edit("set", path, kept or print_node(after))

    def _cell(self, path: Path, text: Any, of: _Of) -> Iterator[Edit]:
        if self._is_touched(text):
            scopes = (of.scope(self._old_side), of.scope(self._new_side))
            tree = _parsed(parse_cell, text, scopes[0])
            if tree is not None:
                after = self._tree(tree, frozenset())
                if _parsed(parse_cell, text, scopes[1]) != after:
                    kept = self._respelled(spelled_cell, text, scopes, after)
                    yield Edit("set", path, kept or print_cell(after))

    def _respelled(self, read: Read, text: str, scopes: tuple[Scope, Scope], after: Any) -> str:
        """Put the new key for the old one, all else as it was typed; empty where that fails."""
        plain = composed(text)
        named = [
            each
            for each in read(plain, scopes[0])[1]
            if each.meant == self._key and each.codes is None
        ]
        whole = with_words(plain, [(each.start, each.end, self._new) for each in named])
        tree = _parsed(lambda found, scope: read(found, scope)[0], whole, scopes[1])
        return whole if tree == after else ""

    def _is_touched(self, text: Any) -> bool:
        if not isinstance(text, str):
            return False
        folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
        return self._mentions.search(folded) is not None

    def _type_of(self, text: Any) -> Type | None:
        node = _parsed(parse_expression, text, self._old_side.names.scope)
        return None if node is None else TreeTypes(self._meaning, Report()).type_of(node)

    def _target(self, block: Mapping[str, Any], key: str) -> Type | None:
        of = self._types.get(key)
        return None if of is None else row_target(block.get("hit", "first"), of)

    def _tree(self, of: Any, own: frozenset[str]) -> Any:
        if isinstance(of, tuple):
            return tuple(self._tree(each, own) for each in of)
        if not is_dataclass(of) or isinstance(of, type):
            return of
        given: dict[str, Any] = {
            each.name: self._tree(getattr(of, each.name), own) for each in fields(of)
        }
        names = Previous if own and getattr(of, "key", "") in own else (Name, Previous)
        if isinstance(of, names) and of.key == self._key:
            given["key"] = self._new
        if isinstance(of, Call) and of.function == self._key:
            given["function"] = self._new
        return replace(of, **given)


def _parsed(parse: Callable[[str, Scope], Any], text: Any, scope: Scope) -> Any:
    """Parse a text; None when it has a fault: nobody knows what it names, so it stays."""
    try:
        return parse(text, scope) if isinstance(text, str) else None
    except AuthorError:
        return None


def _moved_key(
    path: Path, pairs: Mapping[str, Any], name: str, new: str, value: Any
) -> Iterator[Edit]:
    place = list(pairs).index(name)
    yield Edit("remove", (*path, name))
    yield Edit("insert", (*path, new), value, to=None if place == len(pairs) - 1 else place)


def _side(bundle: Bundle) -> _Side:
    return _Side(collect(sources(bundle), Report()), bundle.ruleset.functions)


def declared_anew(bundle: Bundle, key: str, new_key: str) -> Bundle:
    """Give a bundle in which what has a key is declared under another."""

    def changed(document: Any) -> Any:
        parts = {
            part: tuple(
                replace(each, key=new_key) if each.key == key else each
                for each in getattr(document, part)
            )
            for part in _DECLARED
            if hasattr(document, part)
        }
        return replace(document, **parts)

    return replace(
        bundle,
        ruleset=changed(bundle.ruleset),
        vocabularies=tuple(map(changed, bundle.vocabularies)),
        included=tuple(map(changed, bundle.included)),
    )
