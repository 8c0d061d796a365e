"""Import a DMN document as a ruleset."""

from __future__ import annotations

from dataclasses import dataclass

from rulesets.assembly import assemble
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.dmn.importing import Imported, Note, import_dmn
from rulesets.dmn.model import Definitions
from rulesets.dmn.reading import read_all
from rulesets.dmn.reading.safe_xml import MOST_BYTES
from rulesets.documents import read, write
from rulesets.documents.forms import LETTERS_ID
from rulesets.errors import AuthorError, Fault, Word
from rulesets.model import Ruleset
from rulesets.zones import is_zone
from service.resolving import Published
from service.rulesets import is_id

__all__ = ["MOST_BYTES", "ImportedModel", "Note", "import_definitions", "import_document"]

_SHOWN = 60


@dataclass(frozen=True)
class ImportedModel:
    """A DMN document as a checked ruleset.

    Attributes:
        imported: the ruleset, and how DMN's inputs and decisions correspond to it.
        checked: the ruleset, checked: it can be loaded into any engine.
        yaml: the ruleset as a document, ready to be edited and published.
        notes: what is kept and differs in a way that a reader should know.
    """

    imported: Imported
    checked: CheckedRuleset
    yaml: str
    notes: tuple[Note, ...]


def import_document(
    document: bytes,
    *,
    id: str = "",  # noqa: A002 - the ruleset's id
    zone: str = "UTC",
) -> ImportedModel:
    """Import a DMN document of version 1.2 to 1.5 as a ruleset. Nothing is stored.

    Args:
        document: the XML.
        id: the id of the ruleset; without it, made of the document's name.
        zone: the zone of the ruleset.

    Raises:
        AuthorError: `bad-name` and `bad-zone` of what was asked for, and every fault of the
            document, of its expressions and types, each with its place in the document.

    Example:
        >>> namespace = "https://www.omg.org/spec/DMN/20230324/MODEL/"
        >>> text = f'''<definitions xmlns="{namespace}" name="Grown up" namespace="urn:g">
        ...   <inputData id="i" name="Age"><variable name="Age" typeRef="number"/></inputData>
        ...   <decision id="d" name="Adult">
        ...     <informationRequirement><requiredInput href="#i"/></informationRequirement>
        ...     <literalExpression><text>Age &gt;= 18</text></literalExpression>
        ...   </decision>
        ... </definitions>'''
        >>> from service.decide_dmn import decide
        >>> decide(import_document(text.encode()), "Adult", {"Age": 20})
        True
    """
    asked = _misnamed(id, zone)
    try:
        definitions, unread = read_all(document)
    except AuthorError as error:
        raise AuthorError((*asked, *error.faults)) from error
    faults = (*asked, *unread)
    if any(each.code != "dmn-not-in-language" for each in unread):
        # What is not well formed is mended first.
        raise AuthorError(faults)
    try:
        if not faults:
            return import_definitions(definitions, id=id, zone=zone)
        import_definitions(definitions)
    except AuthorError as error:
        # Where parts could not be read, only what expressions say by themselves is surely wrong.
        more = [each for each in error.faults if not unread or _is_of_an_expression(each)]
        raise AuthorError((*faults, *more)) from error
    raise AuthorError(faults)


def import_definitions(
    definitions: Definitions,
    *,
    id: str = "",  # noqa: A002 - the ruleset's id
    zone: str = "UTC",
) -> ImportedModel:
    """Import what was read of a DMN document, as `import_document` does.

    Raises:
        AuthorError: as `import_document`.
    """
    imported = import_dmn(definitions, id=id, zone=zone)
    text = write(imported.ruleset)
    # What is answered is what the text says, also of an id and a zone that were asked for.
    ruleset = read(text)
    assert isinstance(ruleset, Ruleset)  # noqa: S101 - a ruleset was written
    try:
        checked = check(assemble(ruleset, Published(None)))
    except AuthorError as error:
        raise AuthorError(tuple(_placed(each, imported) for each in error.faults)) from error
    return ImportedModel(imported, checked, text, imported.notes)


def _is_of_an_expression(fault: Fault) -> bool:
    return fault.code == "dmn-not-in-language" and any(
        name == "character" for name, _ in fault.place
    )


def _misnamed(id_: str, zone: str) -> tuple[Fault, ...]:
    """Refuse an id or a zone that no ruleset may have."""
    faults = []
    if id_ and not is_id(id_):
        words: dict[str, Word] = {"key": "id", "expected": LETTERS_ID, "found": id_[:_SHOWN]}
        faults.append(Fault("bad-name", words=words))
    if not is_zone(zone):
        faults.append(Fault("bad-zone", words={"found": zone[:_SHOWN]}))
    return tuple(faults)


def _placed(fault: Fault, imported: Imported) -> Fault:
    """Lead a fault of the ruleset to where the document says it."""
    for number, (name, value) in enumerate(fault.place):
        kind = name if name in {"fact", "conclusion", "function"} else "block"
        found = imported.places.get((kind, str(value)))
        if found is not None:
            return Fault(fault.code, (*found, *fault.place[number + 1 :]), fault.words)
    return fault
