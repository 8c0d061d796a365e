"""DMN documents: imported as rulesets, and their decisions evaluated by the names of DMN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.decision import Firing, Inference, Runtime
from engine.encoding import to_json
from engine.intake import MOST_ROWS, take_value
from engine.strict_json import pointer, shown
from rulesets.assembly import assemble
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.dmn.exporting import Exported, export_dmn
from rulesets.dmn.importing import (
    ContextOf,
    GivenMembers,
    GivenRows,
    GivenShape,
    GivenValue,
    Imported,
    Note,
    OutcomeOf,
    RowsOf,
    Shape,
    ValueOf,
    import_dmn,
)
from rulesets.dmn.model import Definitions
from rulesets.dmn.reading import read_all
from rulesets.documents import read, write
from rulesets.documents.forms import LETTERS_ID
from rulesets.errors import AuthorError, CallerError, Fault, Word
from rulesets.expressions.spelling import composed
from rulesets.model import Ruleset
from rulesets.types import Both, RecordsType, TextType
from rulesets.values import Value
from rulesets.zones import is_zone
from service.house import DEFAULT_ENGINE, all_runtimes
from service.loading import load_engine
from service.resolving import Published
from service.rulesets import is_id
from service.settings import system_clock

__all__ = [
    "Exported",
    "ImportedModel",
    "Note",
    "decide",
    "export_ruleset",
    "import_definitions",
    "import_document",
]

_OBJECT = Both("对象", "an object")
_INPUT = Both("模型的一个输入", "an input of the model")
_MEMBER = Both("该类型的一个成员", "a member of its type")
_SHOWN = 60
_MOST_KNOWN = 20


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
        >>> model = import_document(text.encode())
        >>> decide(model, "Adult", {"Age": 20})
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


def decide(
    model: ImportedModel,
    decision: str,
    inputs: object,
    *,
    engine: str = DEFAULT_ENGINE,
    as_of: datetime | None = None,
    runtimes: Mapping[str, Runtime] | None = None,
) -> object:
    """Evaluate a decision of a DMN document.

    Args:
        model: the document, imported.
        decision: its name in the document.
        inputs: plain JSON as `engine.strict_json.decode` gives it: an object of input data by
            their names, contexts as objects, lists as arrays, dates as texts. What is not given is
            null.
        engine: which engine evaluates it.
        as_of: the moment of the decision; None is now.
        runtimes: the engines by name; None for all there are.

    Returns:
        Plain data for `service.json_text.encode`: a context is an object by DMN's names.

    Raises:
        CallerError: `dmn-unknown-decision`, `unknown-engine`, or every fault of the inputs; the
            places are JSON Pointers into `inputs`.
    """
    shape = model.imported.decisions.get(decision)
    if shape is None:
        known = [f"`{each}`" for each in model.imported.decisions]
        words = {"decision": shown(decision[:_SHOWN]), "known": _listed(known)}
        raise CallerError((Fault("dmn-unknown-decision", words=words),))
    facts = _Taking().all(inputs, model.imported.inputs)
    loaded = load_engine(all_runtimes() if runtimes is None else runtimes, engine, model.checked)
    inference = loaded.infer(facts, as_of or system_clock())
    return to_json(_Answer(model, facts, inference).value(shape))


def export_ruleset(checked: CheckedRuleset, language: str = "zh", version: str = "1.5") -> Exported:
    """Write a checked ruleset as a document of DMN 1.5 or 1.3, with titles in `zh` or `en`.

    Camunda's modeller knows no later version than 1.3; both say the same. The notes say where DMN
    has no construct of its own, so that the nearest one stands there.
    """
    return export_dmn(checked, language, version)


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


def _listed(known: list[str]) -> str:
    more = [] if len(known) <= _MOST_KNOWN else ["…"]
    return ", ".join(known[:_MOST_KNOWN] + more) or "-"


def _placed(fault: Fault, imported: Imported) -> Fault:
    """Lead a fault of the ruleset to where the document says it."""
    for number, (name, value) in enumerate(fault.place):
        kind = name if name in {"fact", "conclusion", "function"} else "block"
        found = imported.places.get((kind, str(value)))
        if found is not None:
            return Fault(fault.code, (*found, *fault.place[number + 1 :]), fault.words)
    return fault


# ------------------------------------------------------------------------------ what is given


class _Taking:
    """Takes inputs by the names of DMN as facts by their keys, and gathers what is wrong."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.facts: dict[str, Value] = {}

    def all(self, given: object, inputs: Mapping[str, GivenShape]) -> dict[str, Value]:
        """Take all inputs.

        Raises:
            CallerError: with every fault.
        """
        self._members(given, inputs, "", _INPUT)
        if self.faults:
            raise CallerError(tuple(self.faults))
        return self.facts

    def _members(
        self, given: object, of: Mapping[str, GivenShape], path: str, expected: Both
    ) -> None:
        if given is None and path:
            return
        if not isinstance(given, Mapping):
            self._refuse("wrong-type", path, _OBJECT, given)
            return
        known = {composed(name): shape for name, shape in of.items()}  # as JSON is read
        self._unknown(given, known, path, expected)
        for name, shape in known.items():
            if given.get(name) is not None:
                self._one(given[name], shape, pointer(path, name))

    def _one(self, given: object, shape: GivenShape, path: str) -> None:
        match shape:
            case GivenMembers(of=members):
                self._members(given, members, path, _MEMBER)
            case GivenValue(key=key, type=of):
                value = self._take(given, of, path)
                if value is not None:
                    self.facts[key] = value
            case GivenRows():
                self._rows(given, shape, path)

    def _rows(self, given: object, shape: GivenRows, path: str) -> None:
        if not isinstance(given, list) or len(given) > MOST_ROWS:
            self._take(given, RecordsType(()), path)
            return
        rows: list[Mapping[str, Value]] = []
        for number, row in enumerate(given):
            place = pointer(path, str(number))
            if not isinstance(row, Mapping):
                self._refuse("wrong-type", place, _OBJECT, row)
                continue
            known = {composed(name): each for name, each in shape.of.items()}
            self._unknown(row, known, place, _MEMBER)
            taken = {
                key: self._take(row.get(name), of, pointer(place, name))
                for name, (key, of) in known.items()
            }
            rows.append({key: value for key, value in taken.items() if value is not None})
        self.facts[shape.key] = tuple(rows)

    def _take(self, given: object, of: object, path: str) -> Value:
        try:
            return take_value(given, of, path)  # type: ignore[arg-type]  # a type of the ruleset
        except CallerError as error:
            self.faults.extend(error.faults)
            return None

    def _unknown(
        self, given: Mapping[str, object], known: Mapping[str, object], path: str, expected: Both
    ) -> None:
        for name in given:
            if name not in known:
                names = _listed([f"`{each}`" for each in known])
                offered = Both(f"{expected.zh}（{names}）", f"{expected.en} ({names})")
                self._refuse("unknown-fact", pointer(path, name), offered, name)

    def _refuse(self, code: str, path: str, expected: Both, found: object) -> None:
        text = shown(found) if isinstance(found, str) else _kind(found)
        words = {"expected": expected, "found": text}
        self.faults.append(Fault(code, (("path", path),), words))


def _kind(given: object) -> str | Both:
    if isinstance(given, list):
        return Both("列表", "a list")
    return "null" if given is None else shown(str(given)[:_SHOWN])


# --------------------------------------------------------------------------- what is answered


@dataclass(frozen=True)
class _Answer:
    """Puts the value of a decision together from what an engine inferred."""

    model: ImportedModel
    facts: Mapping[str, Value]
    inference: Inference

    def value(self, shape: Shape) -> Value:
        """Return the value of a decision."""
        match shape:
            case ValueOf(key=key):
                return self._of(key)
            case ContextOf(members=members):
                return {name: self.value(each) for name, each in members.items()}
            case OutcomeOf():
                return self._outcome(shape)
            case RowsOf():
                return self._rows(shape)

    def _of(self, key: str) -> Value:
        """Give a conclusion, a constant that the export made a decision of, or a fact."""
        constant = self.model.checked.constants.get(key)
        if constant is not None:
            # One that is imported has one value, which always holds.
            return constant.values[0][1]
        concluded = self.inference.conclusions
        return concluded[key] if key in concluded else self.facts.get(key)

    def _fired(self, block: str) -> list[Firing]:
        return [each for each in self.inference.firings if each.block == block and each.concluded]

    def _outcome(self, shape: OutcomeOf) -> Value:
        """Give a context when a row or the defaults concluded; what was refused is null."""
        if not self._fired(shape.block):
            return None
        concluded = self.inference.conclusions
        return {name: concluded.get(key) for name, key in shape.members.items()}

    def _rows(self, shape: RowsOf) -> Value:
        fired = self._fired(shape.block)
        rows = [dict(each.concluded) for each in fired if each.kind == "rule"]
        if not rows:
            return self._defaults(shape, fired)
        if shape.ordered:
            rows.sort(key=lambda row: [self._place(key, row) for key in shape.members.values()])
        return tuple(self._row(row, shape) for row in rows)

    def _row(self, row: Mapping[str, Value], shape: RowsOf) -> Value:
        if shape.single:
            return next(row.get(key) for key in shape.members.values())
        return {name: row.get(key) for name, key in shape.members.items()}

    def _place(self, key: str, row: Mapping[str, Value]) -> int:
        """Return the place of an output in its order, the highest first; 12.5."""
        of = self.model.checked.conclusions[key].type
        item = getattr(of, "item", of)
        if not isinstance(item, TextType) or item.one_of is None or not item.one_of.ordered:
            return 0
        return -item.one_of.places.get(str(row.get(key)), -1)

    def _defaults(self, shape: RowsOf, fired: list[Firing]) -> Value:
        """Give the defaults, which stand as lists of one; without any the value is null."""
        given = dict(fired[0].concluded) if fired else {}
        lists = {key: given.get(key) for key in shape.members.values()}
        if all(each is None for each in lists.values()):
            return None
        row = {key: each[0] if isinstance(each, tuple) else None for key, each in lists.items()}
        return (self._row(row, shape),)
