"""A change of a name carried through a whole document, so that all means what it meant.

Texts are compared as trees: one that still means the same afterwards, as where it names by titles,
stays as its author typed it; one that would not is put anew. Where no way of writing would mean the
same, the whole change is refused.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from rulesets.checked import Bundle
from rulesets.checking.naming import named, sources
from rulesets.documents.places import Path
from rulesets.drafting.edits import Edit
from rulesets.drafting.named import Name, path_of
from rulesets.drafting.phrases import Naming
from rulesets.drafting.respelling import with_words
from rulesets.drafting.texts import Reading, Side, Text, Texts, Tree
from rulesets.errors import CallerError, Fault, Word
from rulesets.expressions.naming import Spelled
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.spelling import composed
from rulesets.expressions.tree import Node
from rulesets.types import Both, CodeList

Put = tuple[int, int, str]
"""A word that stands from here to there."""


class Change(ABC):
    """One thing that gets another name, in one document."""

    def __init__(self, plain: Mapping[str, Any], name: Name, new: str, bundle: Bundle) -> None:
        """Take the document, what is renamed, and the ruleset with all it stands on."""
        self.plain, self.name, self.new, self.bundle = plain, name, new, bundle
        self.old = name[-1]

    @abstractmethod
    def require_fit(self) -> None:
        """Refuse a name that cannot be given.

        Raises:
            CallerError: `key-not-there`, `key-taken`, `bad-name` and the like.
        """

    @abstractmethod
    def anew(self) -> Bundle:
        """Give the ruleset in which it is declared under the new name."""

    @abstractmethod
    def is_touched(self, text: Text) -> bool:
        """Tell whether a text could mean another thing afterwards."""

    @abstractmethod
    def after(self, text: Text, tree: Tree) -> Tree:
        """Give the tree that a text has to mean."""

    @abstractmethod
    def ways(self, text: Text, tree: Tree, spelled: Iterable[Spelled]) -> Iterator[list[Put]]:
        """Give the words to put into a text in NFC, the way to try first in front."""

    def list_after(self, codes: CodeList) -> CodeList:
        """Give what becomes of a code list."""
        return codes

    def beside(self) -> Iterator[Edit]:
        """Make the edits of what is no text: values, keys of maps."""
        yield from ()

    def edits(self) -> tuple[Edit, ...]:
        """Make all edits.

        Raises:
            CallerError: as `require_fit`; `rename-hides` where a text could not mean the same.
        """
        self.require_fit()
        path = path_of(self.plain, self.name)
        declared = () if path is None else (Edit("set", path, self.new),)
        beside = tuple(self.beside())  # first: it may take texts along
        return (*declared, *self._text_edits.values(), *beside)

    @cached_property
    def side(self) -> Side:
        """The names as they are."""
        return Side.of(self.bundle)

    @cached_property
    def new_side(self) -> Side:
        """The names as they will be."""
        return Side.of(self.anew(), self.list_after)

    @cached_property
    def texts(self) -> Texts:
        """The texts of the document."""
        calendars = frozenset(each.id for each in self.bundle.calendars)
        return Texts(self.plain, self.side, self.side.names.meaning(calendars))

    @cached_property
    def _text_edits(self) -> dict[Path, Edit]:
        # Cells of a column that are typed alike are put alike.
        known: dict[tuple[Reading, str], str] = {}
        found = {}
        for text in self.texts.every():
            key = (text.reading, text.text)
            if key not in known:
                known[key] = self.put_anew(text)
            if known[key] != text.text:
                found[text.path] = Edit("set", text.path, known[key])
        return found

    def text_after(self, path: Path, text: Any) -> Any:
        """Give what stands at a path after the change; its edit is then part of a greater one."""
        edit = self._text_edits.pop(path, None)
        return text if edit is None else edit.value

    def put_anew(self, text: Text) -> str:
        """Put a text so that it means the same; as it is where it does."""
        read = text.reading.read(text.text, self.side) if self.is_touched(text) else None
        if read is None:
            return text.text
        tree, spelled = read
        after = self.after(text, tree)
        if self._means(text, text.text, after):
            return text.text
        plain = composed(text.text)
        for put in self.ways(text, tree, spelled):
            whole = with_words(plain, put)
            if self._means(text, whole, after):
                return whole
        printed = print_node(after) if isinstance(after, Node) else print_cell(after)
        if self._means(text, printed, after):
            return printed
        words: dict[str, Word] = {"name": self.new[:80], "where": self.where(text.path)}
        raise CallerError((Fault("rename-hides", words=words),))

    def _means(self, text: Text, written: str, tree: Tree) -> bool:
        read = text.reading.read(written, self.new_side)
        return read is not None and read[0] == tree

    def where(self, path: Path) -> Both:
        """Say where something stands."""
        titles = {
            each.key: each.title for of in sources(self.bundle) for each in named(of.document)
        }
        phrase = Naming(titles).at(self.plain, path)
        return Both(phrase.zh, phrase.en)

    def refused(self, code: str, /, **words: Word) -> CallerError:
        """Make a refusal."""
        return CallerError((Fault(code, words=words),))


def with_parts(tree: Any, change: Callable[[Any], Any]) -> Any:
    """Give a tree of which each part that `change` changes is another; it gives None elsewhere."""
    if isinstance(tree, tuple):
        return tuple(with_parts(each, change) for each in tree)
    if not is_dataclass(tree) or isinstance(tree, type):
        return tree
    changed = change(tree)
    if changed is not None:
        return changed
    inner = {each.name: with_parts(getattr(tree, each.name), change) for each in fields(tree)}
    return replace(tree, **inner)


def moved_key(
    path: Path, pairs: Mapping[str, Any], key: str, new: str, value: Any
) -> Iterator[Edit]:
    """Put what stands under one key of a map under another, in the same place."""
    place = list(pairs).index(key)
    yield Edit("remove", (*path, key))
    yield Edit("insert", (*path, new), value, to=None if place == len(pairs) - 1 else place)


def in_every_document(bundle: Bundle, change: Callable[[Any], Any]) -> Bundle:
    """Change every document of a bundle."""
    return replace(
        bundle,
        ruleset=change(bundle.ruleset),
        vocabularies=tuple(map(change, bundle.vocabularies)),
        included=tuple(map(change, bundle.included)),
    )
