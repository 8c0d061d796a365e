"""Renaming through a whole document: facts and the like, sub-facts, codes of lists."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from rulesets.checked import Bundle
from rulesets.checking.naming import sources
from rulesets.checking.reads import previous_name
from rulesets.documents.forms import KEY, LETTERS_KEY
from rulesets.documents.places import Path
from rulesets.documents.plain import read_plain
from rulesets.drafting.changing import Change, Put, in_every_document, moved_key, with_parts
from rulesets.drafting.edits import Edit
from rulesets.drafting.named import Name, is_code
from rulesets.drafting.renaming_codes import CodeChange
from rulesets.drafting.texts import GIVEN, Text, Tree
from rulesets.drafting.words import ITEMS
from rulesets.errors import CallerError, Fault, Word
from rulesets.expressions.naming import Spelled
from rulesets.expressions.spelling import composed, folded
from rulesets.expressions.tree import Aggregate, Call, Previous, RowField
from rulesets.expressions.tree import Name as NameNode
from rulesets.expressions.words import reserved
from rulesets.model import Ruleset, Vocabulary
from rulesets.types import Both, RecordsType

_DECLARED = ("facts", "conclusions", "constants", "lookups", "functions")
_SPELLED = frozenset({"name", "own", "conclusion"})
_FIELD_PARTS = 4
_NAME = Both("名称", "name")


def renamed(
    plain: Mapping[str, Any], name: Name, new: str, bundle: Bundle | None = None
) -> tuple[Edit, ...]:
    """Make the edits that rename something wherever a document names or means it.

    What is declared in another document is renamed where this one names it.

    Args:
        plain: the document.
        name: what is renamed: a fact, conclusion, constant, lookup or function, such as
            `("facts", "sales")`, a sub-fact, or a code of a list.
        new: what it is called then.
        bundle: the ruleset that `plain` is, with all it stands on; None for a vocabulary.

    Raises:
        CallerError: `key-not-there`, `key-taken`, `bad-name`, `reserved-name`; of codes
            `code-taken`, `bad-code`, `codes-linked`, `codes-by-prefix`; `rename-hides`.
        AuthorError: a vocabulary that cannot be read.

    Example:
        >>> facts = [{"key": "a", "type": "text", "one_of": ["x"], "example": "x"}]
        >>> plain = {"vocabulary": "v", "version": "1", "facts": facts}
        >>> renamed(plain, ("facts", "a"), "b")
        (Edit(kind='set', path=('facts', 0, 'key'), value='b', to=None),)
        >>> [edit.path for edit in renamed(plain, ("facts", "a", "one_of", "x"), "y")]
        [('facts', 0, 'one_of', 0), ('facts', 0, 'example')]
    """
    return change_of(plain, name, new, bundle or alone(plain)).edits()


def change_of(plain: Mapping[str, Any], name: Name, new: str, bundle: Bundle) -> Change:
    """Give the change that renames something; see `renamed`."""
    if is_code(name):
        return CodeChange(plain, name, new, bundle)
    if len(name) == _FIELD_PARTS:
        return _FieldChange(plain, name, new, bundle)
    return _NameChange(plain, name, new, bundle)


def alone(plain: Mapping[str, Any]) -> Bundle:
    """Read a vocabulary as what a ruleset that says nothing more stands on."""
    document = read_plain(plain)
    if isinstance(document, Vocabulary):
        return Bundle(Ruleset(document.id, "UTC"), (document,))
    return Bundle(document)


class _KeyChange(Change):
    """A key that is renamed."""

    @cached_property
    def _mentions(self) -> re.Pattern[str]:
        # Neither key in a text: it means the same before and after.
        return re.compile(f"{re.escape(self.old)}|{re.escape(self.new)}")

    def is_touched(self, text: Text) -> bool:
        return self._mentions.search(folded(text.text)) is not None

    @abstractmethod
    def means(self, spelled: Spelled) -> bool:
        """Tell whether a name that stands in a text means what is renamed."""

    def ways(self, text: Text, tree: Tree, spelled: Iterable[Spelled]) -> Iterator[list[Put]]:
        del tree
        plain = folded(composed(text.text))
        named_here = [each for each in spelled if self.means(each)]
        # A title says the same as before.
        by_key = [each for each in named_here if plain[each.start : each.end] == self.old]
        for some in (by_key, named_here):
            yield [(each.start, each.end, self.new) for each in some]

    def _require_key(self) -> None:
        if not KEY.pattern.fullmatch(self.new):
            bad: dict[str, Word] = {"key": _NAME, "expected": LETTERS_KEY, "found": self.new[:80]}
            raise CallerError((Fault("bad-name", words=bad),))
        if reserved(self.new):
            raise self.refused("reserved-name", key=self.new)

    def _require_free(self, taken: set[str], what: Both) -> None:
        if self.new in taken:
            raise self.refused("key-taken", key=self.new, what=what)


class _NameChange(_KeyChange):
    """A fact, conclusion, constant, lookup or function."""

    def require_fit(self) -> None:
        self._require_key()
        declared = {
            each.key: (part, each)
            for of in sources(self.bundle)
            for part in _DECLARED
            for each in getattr(of.document, part, ())
        }
        if self.old not in declared:
            raise self.refused("key-not-there", key=self.old[:80])
        for key, (part, each) in declared.items():
            titles = {each.title.zh, each.title.en}
            self._require_free(titles | ({key} - {self.old}), ITEMS[part].one)

    def anew(self) -> Bundle:
        def changed(document: Any) -> Any:
            parts = {
                part: tuple(
                    replace(each, key=self.new) if each.key == self.old else each
                    for each in getattr(document, part)
                )
                for part in _DECLARED
                if hasattr(document, part)
            }
            return replace(document, **parts)

        return in_every_document(self.bundle, changed)

    def after(self, text: Text, tree: Tree) -> Tree:
        own: frozenset[str] = frozenset()
        if text.reading.function is not None:
            parameters = self.side.functions[text.reading.function].parameters
            own = frozenset(each.key for each in parameters)
        named_here = False

        def change(node: Any) -> Any:
            nonlocal named_here
            if isinstance(node, NameNode | Previous) and node.key == self.old:
                if isinstance(node, NameNode) and self.old in own:
                    return None
                named_here = True
                return replace(node, key=self.new)
            if isinstance(node, Call) and node.function == self.old:
                arguments = with_parts(node.arguments, change)
                return replace(node, function=self.new, arguments=arguments)
            return None

        after: Tree = with_parts(tree, change)
        if named_here and self.new in own:
            # The parameter would be read in its place; trees do not tell the two apart.
            raise self.refused("rename-hides", name=self.new, where=self.where(text.path))
        return after

    def means(self, spelled: Spelled) -> bool:
        return spelled.kind in _SPELLED and spelled.meant == self.old

    def beside(self) -> Iterator[Edit]:
        for number, block in enumerate(self.plain.get("blocks") or ()):
            path: Path = ("blocks", number)
            for part in ("concludes", "outputs"):
                yield from self._listed((*path, part), block.get(part))
            for place, rule in enumerate(block.get("rules") or ()):
                yield from self._keyed((*path, "rules", place, "then"), rule.get("then"))
            for part in GIVEN:
                yield from self._keyed((*path, part), block.get(part))
        for number, case in enumerate(self.plain.get("cases") or ()):
            for part in ("given", "expect"):
                yield from self._keyed(("cases", number, part), case.get(part))

    def _keyed(self, path: Path, pairs: Any) -> Iterator[Edit]:
        """Rename in a map from facts or conclusions."""
        names = {self.old: self.new, previous_name(self.old): previous_name(self.new)}
        for key in [each for each in pairs or () if each in names]:
            value = self.text_after((*path, key), pairs[key])
            yield from moved_key(path, pairs, key, names[key], value)

    def _listed(self, path: Path, listed: Any) -> Iterator[Edit]:
        if listed == self.old:
            yield Edit("set", path, self.new)
        elif isinstance(listed, list):
            for number, each in enumerate(listed):
                if each == self.old:
                    yield Edit("set", (*path, number), self.new)


class _FieldChange(_KeyChange):
    """A sub-fact of records."""

    @property
    def _records(self) -> str:
        return self.name[1]

    def require_fit(self) -> None:
        self._require_key()
        fact = self.side.names.facts.get(self._records)
        inner = fact.type.fields if fact and isinstance(fact.type, RecordsType) else ()
        others = [each for each in inner if each.key != self.old]
        if len(others) == len(inner):
            raise self.refused("key-not-there", key=self.old[:80])
        titles = {title for each in others for title in (each.title.zh, each.title.en)}
        self._require_free(titles | {each.key for each in others}, ITEMS["fields"].one)

    def anew(self) -> Bundle:
        def changed(fact: Any) -> Any:
            if fact.key != self._records or not isinstance(fact.type, RecordsType):
                return fact
            inner = (
                replace(each, key=self.new) if each.key == self.old else each
                for each in fact.type.fields
            )
            return replace(fact, type=RecordsType(tuple(inner)))

        return in_every_document(
            self.bundle, lambda of: replace(of, facts=tuple(map(changed, of.facts)))
        )

    def after(self, text: Text, tree: Tree) -> Tree:
        del text

        def of_row(node: Any) -> Any:
            is_it = isinstance(node, RowField) and node.key == self.old
            return replace(node, key=self.new) if is_it else None

        def change(node: Any) -> Any:
            if not isinstance(node, Aggregate) or node.records != NameNode(self._records):
                return None
            where, value = with_parts((node.where, node.value), of_row)
            return replace(node, where=where, value=value)

        after: Tree = with_parts(tree, change)
        return after

    def means(self, spelled: Spelled) -> bool:
        found = (spelled.kind, spelled.within, spelled.meant)
        return found == ("field", self._records, self.old)

    def beside(self) -> Iterator[Edit]:
        for number, case in enumerate(self.plain.get("cases") or ()):
            rows = (case.get("given") or {}).get(self._records)
            for place, row in enumerate(rows if isinstance(rows, list) else ()):
                if isinstance(row, Mapping) and self.old in row:
                    path: Path = ("cases", number, "given", self._records, place)
                    yield from moved_key(path, row, self.old, self.new, row[self.old])
