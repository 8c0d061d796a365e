"""The secret that signs sessions and forms: the operator's, else one made at the first run."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from rulesets.errors import Fault, OperatorError
from service.settings import Settings

_BYTES = 32
_LEAST = 32


def secret_key(settings: Settings) -> str:
    """Return the secret key: the setting, or that of a file that only its owner may read.

    The file is made at the first run, but not in production: a key that a container makes at each
    start would end every session. Two processes that start at once agree on one key: who comes
    second reads what the first wrote.

    Raises:
        OperatorError: `secret-key-too-short`, the setting has less than 32 characters;
            `secret-key-unreadable`, the file cannot be made or read;
            `secret-key-needed`, in production there is neither.
    """
    if settings.secret_key:
        if len(settings.secret_key) < _LEAST:
            raise OperatorError((Fault("secret-key-too-short", words={"least": _LEAST}),))
        return settings.secret_key
    path = Path(settings.secret_key_file)
    if settings.is_production and not path.exists():
        raise OperatorError((Fault("secret-key-needed", words={"least": _LEAST}),))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path)
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        words = {"file": str(path), "reason": str(error)}
        raise OperatorError((Fault("secret-key-unreadable", words=words),)) from error


def _make(path: Path) -> None:
    """Write a new key beside the file and link it in place, which fails where one is already."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(_BYTES))
    # Another process may have been first: then its key is the one.
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
