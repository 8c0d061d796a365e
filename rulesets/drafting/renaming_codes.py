"""A code of a list is renamed wherever it is meant: by its type, never by how a text looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from rulesets.checked import Bundle
from rulesets.checking.naming import Valued
from rulesets.checking.reads import previous_name
from rulesets.checking.written_values import codes_of, is_blank
from rulesets.documents.declarations import with_parents, without_parents
from rulesets.documents.lists import with_lists
from rulesets.documents.places import Path
from rulesets.drafting.changing import Change, Put, in_every_document, with_parts
from rulesets.drafting.edits import Edit
from rulesets.drafting.meetings import Meeting
from rulesets.drafting.named import Name, called, lists_of, path_of
from rulesets.drafting.texts import Reading, Text, Tree
from rulesets.expressions.lexer import Lexer
from rulesets.expressions.literals import read_quoted
from rulesets.expressions.naming import Spelled
from rulesets.expressions.printer import print_node
from rulesets.expressions.spelling import composed, folded
from rulesets.expressions.tree import Literal, Node
from rulesets.types import Code, CodeList, Field, RecordsType, TextType, Type

_QUOTES = frozenset('"“”「」＂')


class CodeChange(Change):
    """A code that is renamed, in its list and in all rules."""

    @cached_property
    def codes(self) -> CodeList:
        """The list that it is of.

        Raises:
            CallerError: `key-not-there`.
        """
        found = lists_of(self.bundle).get(self.name[:-1])
        if found is None or self.old not in found.values:
            raise self.refused("key-not-there", key=self.old[:80])
        return found

    @cached_property
    def new_list(self) -> CodeList:
        """The list as it will be."""
        return self._changed(self.codes)

    def _changed(self, codes: CodeList) -> CodeList:
        def changed(code: Code) -> Code:
            both = (self.new if each == self.old else each for each in (code.value, code.parent))
            value, parent = both
            return replace(code, value=value, parent=parent)

        return replace(codes, codes=tuple(map(changed, codes.codes)))

    def require_fit(self) -> None:
        """Refuse a code that cannot be given."""
        if self.new != composed(self.new).strip() or not self.new:
            raise self.refused("bad-code", code=self.new[:80])
        others = [each for each in self.codes.codes if each.value != self.old]
        titles = {title for each in others for title in (each.title.zh, each.title.en)}
        if self.new in titles | {each.value for each in others}:
            raise self.refused("code-taken", code=self.new[:80])
        if with_parents(self._changed(without_parents(self.codes))) != self.new_list:
            raise self.refused("codes-by-prefix", code=self.old[:80])

    def anew(self) -> Bundle:
        """Give the ruleset with the new list in all types."""

        def changed(document: Any) -> Any:
            lists = tuple(map(self.list_after, document.lists))
            return replace(with_lists(document, self.list_after), lists=lists)

        return in_every_document(self.bundle, changed)

    def list_after(self, codes: CodeList) -> CodeList:
        """Give the new list for that of the code."""
        return self.new_list if self._is_it(codes) else codes

    def _is_it(self, one_of: CodeList | None) -> bool:
        """Tell whether a list is that of the code: by its key, or as the one it is."""
        if one_of is None or not one_of.key:
            return one_of is self.codes
        return one_of.key == self.codes.key

    @cached_property
    def _mentions(self) -> re.Pattern[str]:
        names = (self.old, self.new, folded(self.old), folded(self.new))
        return re.compile("|".join(map(re.escape, names)))

    def is_touched(self, text: Text) -> bool:
        """Tell whether a text names the code, or may join its list with another."""
        texts = (text.text, folded(text.text))
        return any(self._mentions.search(each) or self._listed.search(each) for each in texts)

    @cached_property
    def _listed(self) -> re.Pattern[str]:
        """Finds names of what is of a code list: by them a text may join one list with another."""
        names = self.side.names
        valued: list[Valued | Field] = [
            *names.facts.values(),
            *names.conclusions.values(),
            *names.constants.values(),
            *(field for fact in names.facts.values() for field in _fields(fact.type)),
        ]
        found = [(each.key, each.title) for each in valued if codes_of(each.type)]
        found += [(each.key, each.title) for each in names.lookups.values()]
        found += [(each.key, each.title) for each in names.functions.values()]
        spelled = {name for key, title in found for name in (key, title.zh, title.en) if name}
        return re.compile("|".join(re.escape(folded(each)) for each in spelled) or "(?!)")

    def after(self, text: Text, tree: Tree) -> Tree:
        """Put the new code for each text that means the old one."""
        meant = {id(each) for each in self._meant(text, tree)}

        def change(node: Any) -> Any:
            return replace(node, value=self.new) if id(node) in meant else None

        after: Tree = with_parts(tree, change)
        return after

    def _meant(self, text: Text, tree: Tree) -> Iterator[Literal]:
        for met in self._meetings(text.reading, tree):
            if any(map(self._is_it, met.lists)):
                self._refuse_other_list(met, text)
                yield from (each for each in met.texts if each.value == self.old)

    def _meetings(self, reading: Reading, tree: Tree) -> Iterator[Meeting]:
        found = self.texts.meetings_of(reading)
        if isinstance(tree, Node):
            return found.given(tree, reading.meets)
        return found.in_cell(tree, reading.meets)

    def _refuse_other_list(self, met: Meeting, text: Text) -> None:
        """Refuse to part two lists of which values are compared: one would keep the old code."""
        for other in met.lists:
            if not self._is_it(other) and not met.is_spelt:
                both = {self.old, self.new} & other.values
                if both:
                    raise self.refused(
                        "codes-linked", code=min(both)[:80], where=self.where(text.path)
                    )

    def ways(self, text: Text, tree: Tree, spelled: Iterable[Spelled]) -> Iterator[list[Put]]:
        """Put it as it was typed, unquoted or not; else in quotes."""
        plain, canonical = composed(text.text), print_node(Literal(self.new))
        known = {each.start: each for each in spelled if each.codes is not None}
        as_typed: list[Put] = []
        quoted: list[Put] = []
        for each in {each.at: each for each in self._meant(text, tree)}.values():
            start = each.at - 1
            found = known.get(start)
            if found is not None and found.kind == "code":
                end = found.end
                # Its title says the same as before.
                if folded(plain[start:end]) == folded(self.old):
                    as_typed.append((start, end, self.new))
            else:
                end = _end_of_quoted(plain, start)
                as_typed.append((start, end, plain[start] + self.new + plain[end - 1]))
            quoted.append((start, end, canonical))
        yield as_typed
        yield quoted

    def beside(self) -> Iterator[Edit]:
        """Rename it as a parent, an example, a value of constants, lookups and cases."""
        yield from self._parents()
        yield from self._examples()
        names = self.side.names
        for number, constant in enumerate(self.plain.get("constants") or ()):
            one = names.constants.get(str(constant.get("key")))
            path: Path = ("constants", number)
            if one is None:
                continue
            yield from self._value((*path, "value"), constant.get("value"), one.type)
            for place, dated in enumerate(constant.get("values") or ()):
                at = (*path, "values", place, "value")
                yield from self._value(at, dated.get("value"), one.type)
        for number, lookup in enumerate(self.plain.get("lookups") or ()):
            of = names.lookups.get(str(lookup.get("key")))
            columns = (*of.keys, *of.values) if of else ()
            for place, row in enumerate(lookup.get("rows") or ()):
                for cell, (value, column) in enumerate(zip(row, columns, strict=False)):
                    path = ("lookups", number, "rows", place, cell)
                    yield from self._value(path, value, column.type)
        yield from self._cases()

    def _parents(self) -> Iterator[Edit]:
        path = path_of(self.plain, self.name)
        if path is not None:
            holder: Path = path[: 2 * (len(self.name) // 2) - 1]
            for place, code in enumerate(self._at(holder)):
                if isinstance(code, Mapping) and code.get("parent") == self.old:
                    yield Edit("set", (*holder, place, "parent"), self.new)

    def _at(self, path: Path) -> Any:
        at: Any = self.plain
        for step in path:
            at = at[step]
        return at

    def _examples(self) -> Iterator[Edit]:
        for number, fact in enumerate(self.plain.get("facts") or ()):
            path: Path = ("facts", number)
            of: list[tuple[Path, Name, Any]] = [(path, ("facts", called(fact)), fact)]
            of += [
                ((*path, "fields", place), ("facts", called(fact), "fields", called(each)), each)
                for place, each in enumerate(fact.get("fields") or ())
            ]
            for at, name, each in of:
                one_of = each.get("one_of")
                is_own = (*name, "one_of") == self.name[:-1]
                is_it = is_own or (one_of == self.codes.key and bool(self.codes.key))
                if is_it and each.get("type") == "text" and each.get("example") == self.old:
                    yield Edit("set", (*at, "example"), self.new)

    def _value(self, path: Path, text: Any, of: Type) -> Iterator[Edit]:
        """Rename in a value that is written out: a code needs no quotes there."""
        codes = codes_of(of)
        if not isinstance(text, str) or codes is None or is_blank(text):
            return
        plain = composed(text).strip()
        if isinstance(of, TextType) and plain[:1] not in _QUOTES:
            # Its title says the same as before.
            if self._is_it(codes) and plain == self.old:
                bare = self.new[:1] not in _QUOTES and not is_blank(self.new)
                yield Edit("set", path, self.new if bare else print_node(Literal(self.new)))
            return
        after = self.put_anew(Text(path, text, Reading(of=of, meets=(of,))))
        if after != text:
            yield Edit("set", path, after)

    def _cases(self) -> Iterator[Edit]:
        names = self.side.names
        concluded = {key: each.type for key, each in names.conclusions.items()}
        given = {key: each.type for key, each in names.facts.items()}
        given |= {previous_name(key): of for key, of in concluded.items()}
        for number, case in enumerate(self.plain.get("cases") or ()):
            for part, types in (("given", given), ("expect", concluded)):
                for key, value in (case.get(part) or {}).items():
                    if key in types:
                        yield from self._case(("cases", number, part, key), value, types[key])

    def _case(self, path: Path, value: Any, of: Type) -> Iterator[Edit]:
        if isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(of, RecordsType) and isinstance(each, Mapping):
                    for field in of.fields:
                        at = (*path, place, field.key)
                        yield from self._case(at, each.get(field.key), field.type)
                else:
                    yield from self._case((*path, place), each, of)
        elif value == self.old and self._is_it(codes_of(of)):
            yield Edit("set", path, self.new)


def _fields(of: Type) -> tuple[Field, ...]:
    return of.fields if isinstance(of, RecordsType) else ()


def _end_of_quoted(text: str, start: int) -> int:
    lexer = Lexer(text)
    lexer.at = start
    read_quoted(lexer)
    return lexer.at
