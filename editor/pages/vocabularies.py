"""Pages of published vocabularies: all of them, and one with its facts and where they are used."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from editor.drafting.facts import FactLine, Shown, fact_line
from editor.drafting.using import Readers, UseView, fact_name
from editor.here import house, person
from editor.pages.rulesets import asked_version
from editor.rights import needs
from editor.speech import tongue
from service.drafts import DraftHead, list_drafts
from service.drafts.used import readers_of
from service.people import may
from service.vocabularies import ReadVocabulary, list_vocabularies, read_vocabulary

pages = Blueprint("vocabularies", __name__)


@dataclass(frozen=True)
class Card:
    """A vocabulary in the list."""

    read: ReadVocabulary
    facts: int
    lists: int
    readers: int
    drafts: tuple[DraftHead, ...]


@pages.get("/vocabularies")
@needs("read rulesets")
def every() -> str:
    """Show all published vocabularies."""
    cards = []
    for stored in list_vocabularies(house(), person()):
        found = read_vocabulary(house(), person(), stored.id)
        cards.append(
            Card(
                read=found,
                facts=len(found.content.get("facts") or ()),
                lists=len(found.content.get("lists") or ()),
                readers=len(readers_of(house(), person(), stored.id)),
                drafts=_drafts(stored.id),
            )
        )
    return render_template("vocabularies.html", cards=cards, area="vocabularies")


@pages.get("/vocabularies/<vocabulary>")
@needs("read rulesets")
def one(vocabulary: str) -> str:
    """Show one vocabulary at its newest version, or at `?version=`."""
    found = read_vocabulary(house(), person(), vocabulary, asked_version())
    language = tongue()
    content = found.content
    readers = Readers(language, readers_of(house(), person(), vocabulary))
    shown = Shown.of(content, language)
    facts: list[tuple[FactLine, tuple[UseView, ...]]] = []
    for each in content.get("facts") or ():
        uses = readers.of(fact_name(each), each)
        facts.append((fact_line(each, shown, len(uses)), uses))
    return render_template(
        "vocabulary.html",
        read=found,
        facts=facts,
        lists=content.get("lists") or (),
        drafts=_drafts(vocabulary),
        area="vocabularies",
    )


def _drafts(vocabulary: str) -> tuple[DraftHead, ...]:
    if not may(person(), "read drafts"):
        return ()
    open_ones = list_drafts(house(), person(), document=vocabulary)
    return tuple(each for each in open_ones if each.kind == "vocabulary")
