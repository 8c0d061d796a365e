"""What people may be called, and what their passwords may be."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from rulesets.errors import Fault
from service.people.model import ROLES

LEAST_PASSWORD: Final = 12
MOST_PASSWORD: Final = 200
MOST_NAME: Final = 100
# Without letters and digits that are read for one another.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS: Final = 4


def plain_name(typed: str) -> str:
    """Give a name as it is kept: composed, with single blanks.

    Example:
        >>> plain_name("  Zoe\u0308  Li ")
        'Zoë Li'
    """
    return " ".join(unicodedata.normalize("NFC", typed).split())


def folded_name(typed: str) -> str:
    """Give the form in which two names are the same.

    Example:
        >>> folded_name("ZOE\u0308 li") == folded_name("Zoë  LI")
        True
    """
    return unicodedata.normalize("NFC", plain_name(typed).casefold())


def name_faults(name: str) -> Iterator[Fault]:
    """Find what is wrong with a plain name."""
    if not 1 <= len(name) <= MOST_NAME or not name.isprintable():
        shown = "".join(each if each.isprintable() else "\ufffd" for each in name[:MOST_NAME])
        yield Fault("bad-person-name", words={"most": MOST_NAME, "found": shown})


def password_faults(password: str) -> Iterator[Fault]:
    """Find what is wrong with a password; only its length is asked for."""
    length = len(unicodedata.normalize("NFC", password))
    if not LEAST_PASSWORD <= length <= MOST_PASSWORD:
        words = {"least": LEAST_PASSWORD, "most": MOST_PASSWORD, "found": length}
        yield Fault("bad-password-length", words=words)


def role_faults(roles: Iterable[str]) -> Iterator[Fault]:
    """Find what is wrong with the roles of a person."""
    wanted = set(roles)
    if not wanted:
        yield Fault("role-needed")
    for each in sorted(wanted.difference(ROLES)):
        words = {"found": each[:MOST_NAME], "known": ", ".join(ROLES)}
        yield Fault("unknown-role", words=words)


def made_password() -> str:
    """Make a password that can be read out: four groups of four letters and digits.

    Example:
        >>> len(made_password())
        19
    """
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_GROUPS))
    return "-".join(groups)
