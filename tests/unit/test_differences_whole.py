"""Nothing that differs is kept from an approver: every place of a document is altered in turn."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from rulesets.checked import CheckedRuleset
from rulesets.differences import changed_blocks
from rulesets.documents.plain import plain_of, read_plain
from rulesets.errors import AuthorError
from rulesets.freezing import freeze
from rulesets.model import Vocabulary
from service.library import library_texts
from service.review.reading import checked_vocabulary
from tests.site import every_kind
from tests.unit.test_differences import Known, assembled

Path = tuple[str | int, ...]
EACH: Final = 11
"""So many alterations are passed over for one that is tried by default."""


def places(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """List what can be altered: texts, items and settings that go, lists that turn round."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield (*path, number), "remove"
            yield from places(each, (*path, number))
        if len(value) > 1:
            yield path, "turn"
    else:
        yield path, "set"
    if path and isinstance(path[-1], str):
        yield path, "remove"


def altered(plain: dict[str, Any], path: Path, act: str) -> dict[str, Any]:
    document = copy.deepcopy(plain)
    at: Any = document
    for step in path[:-1]:
        at = at[step]
    last = path[-1]
    if act == "remove":
        del at[last]
    elif act == "turn":
        at[last] = at[last][::-1]
    else:
        at[last] = other(at[last])
    return document


def other(text: str | None) -> str:
    """Give a text that may stand in the place of one, and means something else."""
    flags = {"true": "false", "false": "true"}
    if text is None or text in flags:
        return flags.get(text or "", "x")
    if text.isdigit():
        return str(int(text) + 1)
    return f"{text}0" if text[:1] in "<>=" else f"{text}x"


def meaning(checked: CheckedRuleset) -> str:
    frozen = freeze(checked)
    return json.dumps([frozen["covered"], frozen["beside"]], default=str, sort_keys=True)


def unsaid(text: str, every: int) -> tuple[int, list[str]]:
    """Count the alterations that mean something, and list those that nobody would read of."""
    known = Known(*library_texts().values())

    def checked(plain: dict[str, Any]) -> CheckedRuleset:
        document = read_plain(plain)
        if isinstance(document, Vocabulary):
            return checked_vocabulary(document)
        return assembled(document, known)

    plain = plain_of(text)
    before, count, found = checked(plain), 0, []
    # The id of a draft that began as a version does not change.
    ids: set[Path] = {(), ("ruleset",), ("vocabulary",), ("version",)}
    wanted = [each for each in places(plain) if each[0] not in ids]
    for path, act in wanted[::every]:
        try:
            after = checked(altered(plain, path, act))
        except AuthorError:
            continue
        if meaning(after) == meaning(before):
            continue
        count += 1
        for language in ("zh", "en"):
            for old, new in ((before, after), (after, before)):
                if not changed_blocks(old, new, language):
                    found.append(f"{language}: {act} {path}")
    return count, found


@pytest.mark.slow
def test_whatever_differs_is_told() -> None:
    count, found = unsaid(every_kind(), EACH)
    assert count > 20
    assert found == []


@pytest.mark.soak
@pytest.mark.parametrize(
    ("name", "every"), [("every-kind", 1), ("value", 3), ("customer-grade", 11), ("customer", 61)]
)
def test_whatever_differs_anywhere_is_told(name: str, every: int) -> None:
    text = every_kind() if name == "every-kind" else library_texts()[f"{name}.yaml"]
    count, found = unsaid(text, every)
    assert count > 20
    assert found == []
