"""One shard in the C module of durable-rules: rules in, facts through, the names of what fired out.

Calls of the C module stand here and nowhere else, in the one order that is safe.
"""

from __future__ import annotations

import json
import sys
import sysconfig
import weakref
from contextlib import suppress
from threading import Lock
from typing import Any, Final

from engine.runtimes.durable.envelope import SID, Definition, NotInferred, validate

PRIME: Final = "prime"
"""A rule and its property: it fires once, so that the session's slot is never freed unused."""
_TRIED: Final = ((3, 11), (3, 12), (3, 13))
"""The Pythons on which the C module was fuzzed inside its envelope, with the global lock."""
_FAILED: Final = 2
"""From this result of a call on, the C module did not do what was asked (1: no rule cared)."""


class Broken(NotInferred):
    """The C module refused or failed; its shard was put back and may be asked again."""


def is_here() -> bool:
    """Tell whether durable-rules can be used: this Python is one it was tried on, and it imports.

    On 3.13 it may be installed and not import: see `.ci/setup`.
    """
    if sys.version_info[:2] in _TRIED and not sysconfig.get_config_var("Py_GIL_DISABLED"):
        with suppress(ImportError):
            _module()
            return True
    return False


class Shard:
    """Rules in a network of their own, with one session. Threads may share it: one at a time."""

    def __init__(self, rules: Definition) -> None:
        """Make the network.

        Raises:
            OutsideEnvelope: the rules do not lie inside; nothing was made.
            Broken: the C module refused.
        """
        definition = {PRIME: {"all": [{"m": {PRIME: 1}}]}, **rules}
        validate(definition)
        self._engine = _module()
        try:
            text = json.dumps(definition, separators=(",", ":"))
            self._handle: int = self._engine.create_ruleset("shard", text)
        except Exception as error:
            raise Broken(str(error)) from error
        # One thread at a time: the network holds one fact in one session.
        self._lock = Lock()
        self._state: int | None = None
        self._open = False
        self._prime()
        finalizer = weakref.finalize(self, _free, self._engine, self._handle)
        finalizer.atexit = False  # the process takes its memory along

    def fired(self, properties: str) -> set[str]:
        """Put one fact through and return the names of the rules that fired.

        Args:
            properties: members of a JSON object: generated names, integers. Where there are none
                nothing is true, and the C module is not asked.

        Raises:
            Broken: the C module failed; the shard was put back.
        """
        if not properties:
            return set()
        fact = f'{{"id":1,"sid":"{SID}",{properties}}}'
        with self._lock:
            if self._open:
                # The last fact was broken off, by an interrupt or because putting back failed.
                self._put_back()
            try:
                return self._put_through(fact)
            except Exception as error:
                self._put_back()
                raise Broken(str(error)) from error

    def _put_through(self, fact: str) -> set[str]:
        engine, handle = self._engine, self._handle
        fired = set[str]()
        self._open = True
        result, self._state = engine.assert_fact(handle, fact)
        _expect(result)
        started = engine.start_action_for_state(handle, self._state)
        message = started[1] if started else None
        while message:
            # A message is `{"rule":{"m":{…}}}`: an `or` sends one for each branch that is true.
            fired.add(message[2 : message.index('"', 2)])
            message = engine.complete_and_start_action(handle, self._state)
        result, _ = engine.retract_fact(handle, fact)
        _expect(result)
        self._open = False
        return fired

    def _prime(self) -> None:
        if self._put_through(f'{{"id":1,"sid":"{SID}","{PRIME}":1}}') != {PRIME}:
            self._open = True
            message = "the first fact did not fire"
            raise Broken(message)

    def _put_back(self) -> None:
        """Give up what is open and forget the session; never retract after a failure."""
        with suppress(Exception):  # there may be nothing to give up
            self._engine.abandon_action(self._handle, self._state)
        with suppress(Exception):
            self._engine.delete_state(self._handle, SID)
        self._prime()


def _module() -> Any:
    """Import the C module where it is first needed: on some machines there is none."""
    import durable_rules_engine  # noqa: PLC0415 - as said above

    return durable_rules_engine


def _free(engine: Any, handle: int) -> None:
    """Let a network go; without its state first, that would leak."""
    engine.delete_state(handle, SID)
    engine.delete_ruleset(handle)


def _expect(result: int) -> None:
    if result >= _FAILED:
        message = f"the C module answered {result}"
        raise Broken(message)
