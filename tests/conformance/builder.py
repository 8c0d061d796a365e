"""Builds documents, calendars and checked rulesets from the terse pieces of a case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from rulesets import assembly, checking, documents
from rulesets.calendar import Calendar, MakeUpDay, Opening
from rulesets.checked import CheckedRuleset
from rulesets.model import Ruleset, Vocabulary
from service.calendars import packaged_calendars
from tests.conformance.case_files import Case, Plain

SURROUNDINGS: Final = ("vocabularies", "rulesets", "calendars known")
TRUTH: Final = {"true": '"true"', "otherwise": '"false"', "when unknown": '"unknown"'}


class Library:
    """The vocabularies, rulesets and calendars that the documents of a case may name."""

    def __init__(self, pieces: Mapping[str, Plain]) -> None:
        self._vocabularies: dict[tuple[str, int], Vocabulary] = {}
        self._rulesets: dict[tuple[str, int], Ruleset] = {}
        for each in pieces.get("vocabularies", ()):
            vocabulary = documents.read(document({"vocabulary": "v", **each}))
            assert isinstance(vocabulary, Vocabulary)
            self._vocabularies[vocabulary.id, vocabulary.version] = vocabulary
        for each in pieces.get("rulesets", ()):
            ruleset = documents.read(document({"zone": "Asia/Shanghai", **each}))
            assert isinstance(ruleset, Ruleset)
            self._rulesets[ruleset.id, ruleset.version] = ruleset
        own = map(calendar, pieces.get("calendars known", ()))
        self._calendars = {**packaged_calendars(), **{each.id: each for each in own}}

    def vocabulary(self, id: str, version: int) -> Vocabulary | None:  # noqa: A002 - the resolver's word
        return self._vocabularies.get((id, version))

    def ruleset(self, id: str, version: int) -> Ruleset | None:  # noqa: A002 - the resolver's word
        return self._rulesets.get((id, version))

    def calendar(self, id: str) -> Calendar | None:  # noqa: A002 - the resolver's word
        return self._calendars.get(id)


def text_of(case: Case) -> str:
    """Return the ruleset's document: written out in the case, or built from its pieces."""
    raw = case.data.get("document")
    text = (
        raw if raw is not None else document({"ruleset": "t", "zone": "Asia/Shanghai", **own(case)})
    )
    written = repeated(text, case)
    assert isinstance(written, str)
    return written


def repeated(plain: Plain, case: Case) -> Plain:
    """Put long texts where their marks stand, in texts however deep: `repeat: {"@": [a, 4001]}`."""
    if isinstance(plain, dict):
        return {key: repeated(value, case) for key, value in plain.items()}
    if isinstance(plain, list):
        return [repeated(each, case) for each in plain]
    for mark, (what, times) in case.data.get("repeat", {}).items():
        plain = plain.replace(mark, what * int(times))
    return plain


def checked(case: Case, text: str | None = None) -> CheckedRuleset:
    """Read, assemble and check the ruleset of a case."""
    ruleset = documents.read(text_of(case) if text is None else text)
    assert isinstance(ruleset, Ruleset)
    pieces = {**case.data["base"], **case.data.get("pieces", {})}
    return checking.check(assembly.assemble(ruleset, Library(pieces)))


def own(case: Case, more: str = "pieces") -> Mapping[str, Plain]:
    """Join the pieces of the file, of the case, and those its short form stands for."""
    pieces = dict(case.data["base"])
    pieces = joined(pieces, case.data.get(more, {}))
    pieces = joined(pieces, wrapped(case))
    return {key: value for key, value in pieces.items() if key not in SURROUNDINGS}


def joined(base: Mapping[str, Plain], more: Mapping[str, Plain]) -> dict[str, Plain]:
    """Join mappings key by key; anything else of a case takes the place of its file's."""
    both = {**base, **more}
    for key, value in more.items():
        old = base.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            both[key] = {**old, **value}
    return both


def wrapped(case: Case) -> Mapping[str, Plain]:
    """Build the ruleset that a short form stands for."""
    data = case.data
    if case.form == "expression":
        return {
            "conclusions": {"r": data.get("as", "number")},
            "formulas": {"r": data["expression"]},
        }
    truth = {word: {"truth": TRUTH[word]} for word in ("otherwise", "when unknown")}
    if case.form == "condition":
        rule = {"when": data["condition"], "then": {"truth": TRUTH["true"]}}
        rules = {"kind": "rules", "hit": "first", "concludes": ["truth"], "rules": {"c": rule}}
        pieces = {"conclusions": {"truth": "text"}, "blocks": {"c": {**rules, **truth}}}
        if "refused" in data:
            return pieces
        # The same condition as a value: unknown and a missing boolean are one.
        value = {"conclusions": {"value": "boolean"}, "formulas": {"value": data["condition"]}}
        return joined(pieces, value)
    if case.form == "cell":
        rows = {"c": [data["cell"], TRUTH["true"]]}
        table = {"kind": "table", "hit": "first", "inputs": [data.get("of", "x")], "rows": rows}
        return {
            "conclusions": {"truth": "text"},
            "blocks": {"c": {**table, "outputs": ["truth"], **truth}},
        }
    return {}


# --------------------------------------------------------------------------------- short to written


def document(pieces: Mapping[str, Plain]) -> str:
    """Write a document from pieces, in YAML's flow form with every scalar quoted."""
    written: dict[str, Plain] = {}
    for key, value in pieces.items():
        if key in {"facts", "conclusions"} and isinstance(value, dict):
            written[key] = [column(name, each, scaled=True) for name, each in value.items()]
        elif key in {"constants", "lists", "lookups", "functions"} and isinstance(value, dict):
            written[key] = [named(name, each) for name, each in value.items()]
        elif key == "blocks" and isinstance(value, dict):
            written.setdefault(key, []).extend(block(name, each) for name, each in value.items())
        elif key == "formulas":
            written.setdefault("blocks", []).extend(
                {"key": name, "kind": "formula", "concludes": name, "expression": each}
                for name, each in value.items()
            )
        else:
            written[key] = value
    return json.dumps(written, ensure_ascii=False, indent=1) + "\n"


def column(key: str, said: Plain, *, scaled: bool = False) -> dict[str, Any]:
    """Write a fact, conclusion, column or parameter: `number 2 CNY`, `[a, b]`, or a mapping."""
    if isinstance(said, list):
        said = {"type": "text", "one_of": said}
    elif isinstance(said, str):
        said = simple(said)
    said = dict(said)
    if isinstance(said.get("one_of"), list):
        said["one_of"] = [
            each if isinstance(each, dict) else {"value": each} for each in said["one_of"]
        ]
    if isinstance(said.get("fields"), dict):
        said["fields"] = [column(*each, scaled=True) for each in said["fields"].items()]
    if scaled and "number" in {said.get("type"), said.get("of")}:
        said.setdefault("scale", "12")
    return {"key": key, **said}


def simple(said: str) -> dict[str, str]:
    """Read a type said in words: `number`, `number 2`, `number 2 CNY`, `list of text`."""
    words = said.split(" ")
    if words[0] == "list":
        return {"type": "list", "of": words[2]}
    names = ("type", "scale", "unit")
    return dict(zip(names, words, strict=False))


def named(key: str, said: Mapping[str, Plain]) -> dict[str, Any]:
    """Write a constant, code list, lookup or function, whose columns may stand in a mapping."""
    written = {"key": key, **said}
    for part in ("keys", "values", "parameters"):
        if isinstance(written.get(part), dict):
            written[part] = [column(*each) for each in written[part].items()]
    if "codes" in written:
        written["codes"] = [
            each if isinstance(each, dict) else {"value": each} for each in written["codes"]
        ]
    if isinstance(written.get("returns"), str):
        written["returns"] = simple(written["returns"])
    return written


def block(key: str, said: Mapping[str, Plain]) -> dict[str, Any]:
    """Write a block, whose rows and rules may stand in a mapping by their ids."""
    written = {"key": key, **said}
    if isinstance(written.get("rows"), dict):
        width = len(written["inputs"])
        written["rows"] = [
            {"id": name, "when": cells[:width], "then": cells[width:]}
            for name, cells in written["rows"].items()
        ]
    if isinstance(written.get("rules"), dict):
        written["rules"] = [{"id": name, **rule} for name, rule in written["rules"].items()]
    if "rules" in written:
        written["rules"] = [{**rule, "when": group(rule["when"])} for rule in written["rules"]]
    return written


def group(when: Plain) -> Plain:
    """Write a single condition as the group `all` of one."""
    return {"all": [when]} if isinstance(when, str) else when


def calendar(said: Mapping[str, Plain]) -> Calendar:
    """Build a calendar: `week` has seven texts of openings such as `09:00-12:00 13:00-18:00`."""
    first, last = said["years"]
    made_up = said.get("make up days", {})
    return Calendar(
        id=said["id"],
        version=1,
        title_zh=said["id"],
        title_en=said["id"],
        zone=said.get("zone", "Asia/Shanghai"),
        weekly=tuple(tuple(map(opening, day.split())) for day in said["week"]),
        holidays=frozenset(map(date.fromisoformat, said.get("holidays", ()))),
        make_up_days=tuple(
            MakeUpDay(date.fromisoformat(day), int(as_)) for day, as_ in made_up.items()
        ),
        first_year=int(first),
        last_year=int(last),
    )


def opening(text: str) -> Opening:
    """Read `09:00-12:00`."""
    start, end = (
        int(hour) * 60 + int(minute) for hour, minute in (at.split(":") for at in text.split("-"))
    )
    return Opening(start, end)
