"""The rulesets that come with Fenji, published when they are new or have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from rulesets.documents import read
from rulesets.model import Ruleset, Vocabulary
from service.house import House
from service.publish import Published, publish
from storage import ruleset_versions

PUBLISHER = "library"
"""Who publishes the library; a ruleset whose newest version is another's is left alone."""

_NO_DOCUMENTS = frozenset({"catalogue.yaml"})


def library_texts() -> Mapping[str, str]:
    """Give the texts of the packaged vocabularies and rulesets by file name."""
    folder = files("rulesets").joinpath("library")
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".yaml") and entry.name not in _NO_DOCUMENTS
    }


def publish_library(house: House) -> tuple[Published, ...]:
    """Publish what is new or has changed; returns that, in order.

    Raises:
        AuthorError: a packaged document is not right.
        OperatorError: the database failed.
    """
    published = (
        publish(house, text, published_by=PUBLISHER, unless_published=True)
        for text, document in _in_order()
        if isinstance(document, Vocabulary) or not _is_anothers(house, document.id)
    )
    return tuple(each for each in published if each.new)


@cache
def _in_order() -> tuple[tuple[str, Vocabulary | Ruleset], ...]:
    """Read the library, each document after those it stands on."""
    read_texts = [(text, read(text)) for text in library_texts().values()]
    vocabularies = [each for each in read_texts if isinstance(each[1], Vocabulary)]
    rulesets = {
        document.id: (text, document)
        for text, document in read_texts
        if isinstance(document, Ruleset)
    }
    ordered = sorted(vocabularies, key=lambda each: (each[1].id, each[1].version))
    names = dict.fromkeys(name for each in rulesets for name in _with_included(rulesets, each, ()))
    return (*ordered, *(rulesets[name] for name in names))


def _with_included(
    rulesets: Mapping[str, tuple[str, Ruleset]], name: str, path: tuple[str, ...]
) -> Iterator[str]:
    """Yield what a ruleset includes, then the ruleset; a cycle is left for the checks to refuse."""
    if name in rulesets and name not in path:
        for use in rulesets[name][1].include:
            yield from _with_included(rulesets, use.id, (*path, name))
        yield name


def _is_anothers(house: House, ruleset: str) -> bool:
    with house.database.reading() as transaction:
        heads = ruleset_versions.heads(transaction, ruleset)
    return bool(heads) and heads[-1].published_by != PUBLISHER
