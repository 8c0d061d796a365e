"""Opening a draft: from a published version, from a text such as the library's, or empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from rulesets.documents.forms import LETTERS_ID
from rulesets.documents.plain import plain_of
from rulesets.errors import AuthorError, CallerError, Fault, Word
from rulesets.types import Both
from service.drafts.model import Draft, json_text
from service.drafts.titles import title_of
from service.house import House
from service.people import Person, require
from service.publish import id_taken
from service.rulesets import get_ruleset, get_version, is_id
from storage import drafts, ruleset_versions, vocabularies
from storage.database import Transaction
from storage.drafts import DraftHead, StoredDraft
from storage.ids import new_id

Kind = Literal["ruleset", "vocabulary"]

ZONE: Final = "Asia/Shanghai"
"""The zone of a new ruleset, until its author chooses another."""

# Each list is there from the start, so that every item can simply be inserted.
_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ruleset": (
        *("lists", "facts", "conclusions", "constants", "lookups", "functions"),
        *("blocks", "cases"),
    ),
    "vocabulary": ("lists", "facts"),
}
_SHOWN = 60


@dataclass(frozen=True)
class FromVersion:
    """A published version; None: the newest. A vocabulary's draft is of the next version."""

    kind: Kind
    document: str
    number: int | None = None


@dataclass(frozen=True)
class FromText:
    """A text, such as one of the library's, under an id and a title of its own."""

    text: str
    document: str
    title: Both


@dataclass(frozen=True)
class Empty:
    """A new document; `uses` names vocabularies at their versions, such as `customer@4`."""

    kind: Kind
    document: str
    title: Both
    uses: tuple[str, ...] = ()


Start = FromVersion | FromText | Empty


def open_draft(house: House, who: Person, start: Start) -> Draft:
    """Open a draft.

    Raises:
        CallerError: `not-allowed`; `unknown-ruleset`, `unknown-version` or `unknown-vocabulary`.
        AuthorError: `bad-name`, `id-taken`, `title-needed`; the text is no document.
    """
    require(who, "draft")
    base, source = None, ""
    if isinstance(start, FromVersion):
        base, source = _published(house, start)
        content = plain_of(source)
        if start.kind == "vocabulary":
            content["version"] = str(base + 1)
    elif isinstance(start, FromText):
        source, content = start.text, plain_of(start.text)
        kind = _kind_of(content)
        content = _named(content, kind, start.document, start.title)
    else:
        content = _empty(start)
    kind = _kind_of(content)
    content |= {key: content.get(key) or [] for key in _LISTS[kind]}
    return _opened(house, who, content, (base, source))


def _opened(
    house: House, who: Person, content: dict[str, Any], began: tuple[int | None, str]
) -> Draft:
    base, source = began
    kind, now = _kind_of(content), house.clock()
    head = DraftHead(
        id=new_id(now),
        kind=kind,
        document=content[kind],
        title=title_of(content),
        base_version=base,
        revision=0,
        state="open",
        opened_by=who.id,
        opened_by_name=who.name,
        opened_at=now,
        touched_by_name=who.name,
        touched_at=now,
    )
    text = json_text(content)
    with house.database.writing() as transaction:
        if base is None:
            _refuse_taken(transaction, kind, head)
        drafts.add(transaction, StoredDraft(head, text, source))
    house.drafts.contents.put((head.id, 0), content)
    return Draft(**vars(head), content=content, source=source)


def _published(house: House, start: FromVersion) -> tuple[int, str]:
    if start.kind == "ruleset":
        # The newest one, also where it decides from a moment ahead: it is what comes next.
        newest = get_ruleset(house, start.document).versions[-1].number
        version = get_version(house, start.document, start.number or newest)
        return version.head.number, version.source
    with house.database.reading() as transaction:
        number = start.number or vocabularies.last_number(transaction, start.document)
        row = vocabularies.get(transaction, start.document, number) if number else None
    if row is None:
        shown = f"{start.document[:_SHOWN]}@{start.number or 1}"
        raise CallerError((Fault("unknown-vocabulary", words={"vocabulary": shown}),))
    return row.number, row.source


def _kind_of(content: Mapping[str, Any]) -> Kind:
    return "vocabulary" if "vocabulary" in content else "ruleset"


def _empty(start: Empty) -> dict[str, Any]:
    content: dict[str, Any] = {start.kind: "", "title": ""}
    if start.kind == "vocabulary":
        content |= {"version": "1"}
    else:
        content |= {"zone": ZONE, "uses": list(start.uses)}
    return _named(content, start.kind, start.document, start.title)


def _named(content: dict[str, Any], kind: str, document: str, title: Both) -> dict[str, Any]:
    """Give a document an id and a title."""
    faults = []
    if not is_id(document):
        bad: dict[str, Word] = {"key": "id", "expected": LETTERS_ID, "found": document[:_SHOWN]}
        faults.append(Fault("bad-name", words=bad))
    if not (title.zh or title.en):
        faults.append(Fault("title-needed"))
    if faults:
        raise AuthorError(tuple(faults))
    sides = {side: text for side, text in (("zh", title.zh), ("en", title.en)) if text}
    return content | {kind: document, "title": sides}


def _refuse_taken(transaction: Transaction, kind: Kind, head: DraftHead) -> None:
    """Refuse an id that is published already, or that another draft is to have."""
    ruleset_versions.wait_for_turn(transaction, f"{kind} {head.document}")
    if kind == "ruleset":
        is_taken = bool(ruleset_versions.heads(transaction, head.document))
    else:
        is_taken = vocabularies.last_number(transaction, head.document) is not None
    others = drafts.heads(transaction, ("open", "submitted"), head.document, kind)
    if is_taken or others:
        raise id_taken(head.document)
