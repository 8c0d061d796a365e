"""Passwords: hashed by argon2, verified in a time that tells nothing."""

from __future__ import annotations

import threading
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_AT_ONCE: Final = 2
"""A hash takes 64 MiB and a core for a while: who asks for many waits, and takes nothing else."""


class Passwords:
    """Hashes and verifies passwords.

    Args:
        hasher: argon2 with its parameters; None for the defaults of its library.

    Example:
        >>> passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        >>> kept = passwords.hash("correct horse battery")
        >>> passwords.fits(kept, "correct horse battery"), passwords.fits(kept, "wrong")
        (True, False)
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = threading.Semaphore(_AT_ONCE)
        self._nobodys = ""

    def hash(self, password: str) -> str:
        """Hash a password with a salt of its own."""
        with self._turns:
            return self._hasher.hash(_bytes(password))

    def fits(self, hashed: str | None, password: str) -> bool:
        """Tell whether a password is the hashed one; None never fits, and takes as long."""
        self._nobodys = self._nobodys or self.hash("nobody")
        try:
            with self._turns:
                self._hasher.verify(hashed or self._nobodys, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
        return hashed is not None

    def is_outdated(self, hashed: str) -> bool:
        """Tell whether a hash was made with other parameters than are now in use."""
        return self._hasher.check_needs_rehash(hashed)


def _bytes(password: str) -> bytes:
    # The same letters may be composed or not, as the keyboard has it.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
