"""What is wrong with a form about people, by the field it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from editor.speech import gettext, tongue
from rulesets.errors import Fault
from service.library import PUBLISHER

_FIELDS: Final[Mapping[str, str]] = {
    "bad-person-name": "name",
    "person-name-taken": "name",
    "bad-key-name": "name",
    "unknown-role": "roles",
    "role-needed": "roles",
    "last-administrator": "roles",
    "unknown-scope": "scopes",
    "bad-rate": "rate",
    "wrong-password": "present",
    "too-many-sign-ins": "present",
    "bad-password-length": "new",
    "passwords-differ": "again",
}


_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES: Final = ("Windows", "iPhone", "iPad", "Android", "Mac OS", "Linux")
_MOST_AGENT: Final = 40


def publisher(name: str) -> str:
    """Say who published a version: what came with Fenji is the library's."""
    return gettext("the library") if name == PUBLISHER else name


def browser(agent: str) -> str:
    """Name a browser and its machine as people know them; else what it calls itself.

    Example:
        >>> browser("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0 Safari/537.36")
        'Chrome · Windows'
        >>> browser("curl/8.0"), browser("")
        ('curl/8.0', '')
    """
    name = next((title for sign, title in _BROWSERS if sign in agent), "")
    machine = next((each for each in _MACHINES if each in agent), "")
    return " · ".join(filter(None, (name, machine))) or agent[:_MOST_AGENT]


def by_field(faults: Iterable[Fault]) -> dict[str, list[str]]:
    """Say faults in the reader's language, under the field of each; the rest under `form`."""
    said: dict[str, list[str]] = {}
    language = tongue()
    semicolon = "；" if language == "zh" else "; "
    for fault in faults:
        text = fault.sentence(language) + semicolon + fault.hint(language)
        said.setdefault(_FIELDS.get(fault.code, "form"), []).append(text)
    return said
