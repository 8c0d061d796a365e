"""What stands in another order: declarations, cases, codes, columns; it changes no answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from rulesets.differences.declared import Side
from rulesets.differences.model import Changed, Difference
from rulesets.differences.moving import moved
from rulesets.differences.settings import of_item, setting
from rulesets.model import Ruleset, Vocabulary
from rulesets.types import Both, CodeList, ListType, RecordsType, TextType, Type
from rulesets.wording.joining import listed

_Named: TypeAlias = Sequence[tuple[str, Both]]
_MOST = 20


def reordered(before: Side, after: Side) -> Iterator[Changed]:
    """Tell which parts list their items in another order, and which items took another place."""
    language = after.language
    old, new = dict(_sequences(before)), dict(_sequences(after))
    said = []
    for name, items in new.items():
        shifted = moved([key for key, _ in old.get(name, ())], [key for key, _ in items])
        titles = [title.in_language(language) or key for key, title in items if key in shifted]
        if titles:
            text = listed(titles[:_MOST], language) + ("…" if len(titles) > _MOST else "")
            said.append(Difference("moved", name, text, text))
    if said:
        yield Changed("changed", "order", "order", "", tuple(said))


def _sequences(side: Side) -> Iterator[tuple[str, _Named]]:
    language, bundle = side.language, side.checked.bundle
    documents: tuple[Ruleset | Vocabulary, ...] = (*side.rulesets, *bundle.vocabularies)
    for document in documents:
        own = "" if document is bundle.ruleset else f" {document.id}"
        for key in ("lists", "facts", "conclusions", "constants", "lookups", "functions"):
            items = [(each.key, each.title) for each in getattr(document, key, ())]
            yield setting(key, language) + own, items
        for key in ("cases", "laws"):
            items = [(each.id, each.title) for each in getattr(document, key, ())]
            yield setting(key, language) + own, items
        for each in document.lists:
            yield (
                of_item("lists", each.title.in_language(language) or each.key, language),
                _codes(each),
            )
        for key in ("facts", "conclusions"):
            for each in getattr(document, key, ()):
                name = each.title.in_language(language) or each.key
                yield of_item(key, name, language), _within(each.type)
        for each in getattr(document, "lookups", ()):
            name = each.title.in_language(language) or each.key
            yield of_item("lookups", name, language), _lookup(side, each.key)


def _within(of: Type) -> _Named:
    inner = of.item if isinstance(of, ListType) else of
    if isinstance(inner, RecordsType):
        return [(each.key, each.title) for each in inner.fields]
    if isinstance(inner, TextType) and inner.one_of is not None and not inner.one_of.key:
        return _codes(inner.one_of)
    return ()


def _codes(of: CodeList) -> _Named:
    """Give the codes; where their order has a meaning it is told as a setting."""
    return () if of.ordered else [(each.value, each.title) for each in of.codes]


def _lookup(side: Side, key: str) -> _Named:
    rows = side.checked.lookups[key].rows
    return [(repr(each), Both(" ".join(map(str, each)))) for each in rows]
