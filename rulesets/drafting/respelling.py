"""Names and codes of a text put otherwise, so that it means the same tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from rulesets.checking.naming import Names
from rulesets.checking.plain_cells import has_plain_numbers
from rulesets.errors import AuthorError
from rulesets.expressions.functions import AGGREGATES, FUNCTIONS, PREVIOUS
from rulesets.expressions.naming import Spelled
from rulesets.expressions.scope import Scope
from rulesets.expressions.spelling import composed, joined
from rulesets.expressions.words import DATE_PARTS
from rulesets.types import Both, CodeList, RecordsType

Read = Callable[[str, Scope], tuple[Any, tuple[Spelled, ...]]]

# The two that the parser knows by itself, beside the functions of its table.
_SPECIAL = {"previous": PREVIOUS.title, "datetime": Both("日期时间", "datetime")}
_BUILT_IN: Mapping[str, Mapping[str, Both]] = {
    "function": {key: each.title for key, each in FUNCTIONS.items()},
    "bare": {key: each.title for key, each in FUNCTIONS.items()},
    "aggregate": {key: each.title for key, each in AGGREGATES.items()},
    "special": _SPECIAL,
}
_PARTS = {meant: Both(word, meant) for word, meant in DATE_PARTS.items() if word != meant}
# Signs and digits, in which no name stands.
_NO_NAMES = re.compile(r"[0-9 .,<>=!%()\[\]*/+-]*", re.ASCII)


@dataclass(frozen=True)
class Titles:
    """What names are called: those of a ruleset, or of one of its functions with `own` ones."""

    names: Names
    own: Mapping[str, Both] | None = None

    def within(self, own: Mapping[str, Both]) -> Titles:
        """Return the titles inside a function with these parameters."""
        return replace(self, own=own)

    def both(self, key: str) -> Both:
        """Return the title of a name; nothing where it has none, or shares it with another."""
        if self.own is not None and key in self.own:
            return self.own[key]
        title = self._titles.get(key, Both())
        return Both(*("" if self._shared(each) else each for each in (title.zh, title.en)))

    def word(self, spelled: Spelled, language: str) -> str:
        """Return what a name or code is called in a language; empty where it has no title."""
        return composed(self._of(spelled).in_language(language))

    def _of(self, spelled: Spelled) -> Both:
        kind, meant = spelled.kind, spelled.meant
        if kind in {"name", "own", "conclusion"}:
            return self.both(meant)
        if spelled.codes is not None:
            return _code_title(spelled.codes, meant)
        if kind == "field":
            return self._field(spelled.within, meant)
        if kind == "part":
            return self._part(spelled.within, meant)
        return _BUILT_IN.get(kind, {}).get(meant, Both())

    def _field(self, records: str, key: str) -> Both:
        fact = self.names.facts.get(records)
        fields = fact.type.fields if fact and isinstance(fact.type, RecordsType) else ()
        return next((each.title for each in fields if each.key == key), Both())

    def _part(self, lookup: str, key: str) -> Both:
        found = self.names.lookups.get(lookup)
        columns = found.values if found else ()
        own = next((each.title for each in columns if each.key == key), None)
        return _PARTS.get(key, Both()) if own is None else own

    @cached_property
    def _titles(self) -> Mapping[str, Both]:
        names = self.names
        kinds = (names.facts, names.conclusions, names.constants, names.lookups, names.functions)
        return {key: each.title for kind in kinds for key, each in kind.items()}

    @cached_property
    def _counted(self) -> Counter[str]:
        sides = ({each.zh, each.en} - {""} for each in self._titles.values())
        return Counter(title for both in sides for title in both)

    def _shared(self, title: str) -> bool:
        return self._counted[title] > 1


def _code_title(codes: CodeList, value: str) -> Both:
    code = codes.by_value.get(value)
    return Both() if code is None else code.title


@dataclass(frozen=True)
class _Put:
    """Words that may stand from here to there, the one to try first in front."""

    start: int
    end: int
    words: tuple[str, ...]


class Texts:
    """Shows and stores texts of one kind in one scope; each text is read once."""

    def __init__(self, read: Read, scope: Scope, titles: Titles) -> None:
        """Take how texts are read: as cells or expressions, naming what the scope has."""
        self._read, self._scope, self._titles = read, scope, titles
        self._shown: dict[tuple[str, str], str] = {}
        self._stored: dict[str, str] = {}

    def shown(self, text: str, language: str) -> str:
        """Put titles of a language for names and codes; a text that cannot be read stays."""
        found = self._shown.get((text, language))
        if found is None:
            found = self._shown[text, language] = self._put(
                text, lambda each: (self._titles.word(each, language),)
            )
        return found

    def reads(self, text: str) -> bool:
        """Tell whether a text can be read."""
        return self._tried(composed(text))[0] is not None

    def stored(self, text: str) -> str:
        """Put keys for names and values for codes; a text that cannot be read stays."""
        found = self._stored.get(text)
        if found is None:
            found = self._stored[text] = self._put(text, _keys)
        return found

    def _put(self, text: str, words: Callable[[Spelled], tuple[str, ...]]) -> str:
        if self._names_nothing(text):
            return text
        plain = composed(text)
        tree, spelled = self._tried(plain)
        wanted = [_Put(each.start, each.end, words(each)) for each in spelled]
        wanted = [
            each for each in wanted if each.words[0] not in {"", plain[each.start : each.end]}
        ]
        if not wanted:
            return text
        whole = with_words(plain, [(each.start, each.end, each.words[0]) for each in wanted])
        if self._tried(whole)[0] == tree:
            return whole
        return self._put_singly(plain, tree, wanted)

    def _put_singly(self, text: str, tree: Any, wanted: Iterable[_Put]) -> str:
        """Put what can be put: each word is kept if with those before it the tree is the same."""
        kept: list[tuple[int, int, str]] = []
        for each in wanted:
            for word in each.words:
                tried = [*kept, (each.start, each.end, word)]
                if word and self._tried(with_words(text, tried))[0] == tree:
                    kept = tried
                    break
        return with_words(text, kept) if kept else text

    def _tried(self, text: str) -> tuple[Any, tuple[Spelled, ...]]:
        try:
            return self._read(text, self._scope)
        except AuthorError:
            return None, ()

    def _names_nothing(self, text: str) -> bool:
        return self._only_signs and _NO_NAMES.fullmatch(text) is not None

    @cached_property
    def _only_signs(self) -> bool:
        """Whether signs and digits are never names or codes here."""
        return self._scope.codes is None and has_plain_numbers(self._scope)


def _keys(spelled: Spelled) -> tuple[str, ...]:
    """Return the key of a name; of a code its value, in quotes where it could not be read else."""
    if spelled.kind == "quoted":
        return ("",)
    if spelled.kind == "code":
        escaped = spelled.meant.replace("\\", "\\\\").replace('"', '\\"')
        return (spelled.meant, f'"{escaped}"')
    return (spelled.meant,)


def with_words(text: str, put: Iterable[tuple[int, int, str]]) -> str:
    """Put words into a text, apart from letters beside them that they would join."""
    parts: list[str] = []
    at = 0
    for start, end, word in sorted(put):
        before = text[at:start]
        after = text[end : end + 1]
        last = (before or (parts[-1] if parts else ""))[-1:]
        left = " " if last and joined(last, word[0]) else ""
        right = " " if after and joined(word[-1], after) else ""
        parts.extend((before, left, word, right))
        at = end
    return "".join((*parts, text[at:]))
