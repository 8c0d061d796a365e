"""Published versions made ready to infer, kept in memory."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from engine.decision import Declined, Engine, Runtime
from engine.runtimes.compiled.intake import QuickPass, make_quick_pass
from engine.runtimes.durable import NotInferred
from rulesets.checked import CheckedRuleset
from rulesets.checking import check
from rulesets.errors import CallerError, Fault, OperatorError, Word
from rulesets.freezing import identity, identity_of_frozen, thaw
from service.sentences import Sentences
from storage import ruleset_versions
from storage.database import Database
from storage.ruleset_versions import VersionHead

MOST = 64
"""How many versions stay in memory; the one that was not asked for longest goes first."""


@dataclass(frozen=True)
class Ready:
    """A version with all that answers a call by it; `quick` takes facts as they are written."""

    checked: CheckedRuleset
    engine: Engine
    quick: QuickPass
    sentences: Sentences


class _Slot:
    """A version being loaded or loaded, by whoever comes first; others wait at its lock."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.checked: CheckedRuleset | None = None
        self.engines: dict[str, Engine] = {}
        self.sentences = Sentences()
        self.ready: dict[str, Ready] = {}


class Versions:
    """The versions of one database. Versions are immutable, so nothing kept here grows old."""

    def __init__(self, database: Database, runtimes: Mapping[str, Runtime]) -> None:
        self._database = database
        self._runtimes = runtimes
        self._lock = Lock()
        self._slots: OrderedDict[tuple[str, int, str], _Slot] = OrderedDict()

    def checked(self, head: VersionHead) -> CheckedRuleset:
        """Return a version checked again from what was frozen.

        Raises:
            OperatorError: `version-damaged`, what is stored is not what was published.
        """
        slot = self._slot(head)
        with slot.lock:
            if slot.checked is None:
                slot.checked = self._load(head)
            return slot.checked

    def hold(self, checked: CheckedRuleset, at: datetime, identified: str = "") -> VersionHead:
        """Keep what is not published among the versions, and give it a head of its own.

        Args:
            checked: what is kept.
            at: the present.
            identified: what stands for its identity, where working that out takes too long.
        """
        ruleset = checked.ruleset
        named = (ruleset.id, ruleset.version, identified or identity(checked), ruleset.title)
        head = VersionHead(*named, published_at=at, effective_from=at, published_by="")
        slot = self._slot(head)
        with slot.lock:
            slot.checked = slot.checked or checked
        return head

    def engine(self, head: VersionHead, runtime: str) -> Engine:
        """Return a version loaded into a runtime.

        Raises:
            CallerError: `unknown-engine`, or the code with which the runtime declines the version.
            OperatorError: `version-damaged`.
        """
        checked = self.checked(head)
        slot = self._slot(head)
        with slot.lock:
            if runtime not in slot.engines:
                slot.engines[runtime] = load_engine(self._runtimes, runtime, checked)
            return slot.engines[runtime]

    def ready(self, head: VersionHead, runtime: str) -> Ready:
        """Return a version with its engine of a runtime and its quick pass, all made once.

        Raises:
            CallerError: `unknown-engine`, or the code with which the runtime declines the version.
            OperatorError: `version-damaged`.
        """
        slot = self._slot(head)
        found = slot.ready.get(runtime)
        if found is None:
            checked, engine = self.checked(head), self.engine(head, runtime)
            found = Ready(checked, engine, make_quick_pass(checked), slot.sentences)
            slot.ready[runtime] = found
        return found

    def sentences(self, head: VersionHead) -> Sentences:
        """Return where the sentences of a version are kept, once they were said."""
        return self._slot(head).sentences

    def _slot(self, head: VersionHead) -> _Slot:
        # By content too: another database may have been put in the place of the one before.
        key = (head.ruleset, head.number, head.identity)
        with self._lock:
            slot = self._slots.setdefault(key, _Slot())
            self._slots.move_to_end(key)
            if len(self._slots) > MOST:
                self._slots.popitem(last=False)
            return slot

    def _load(self, head: VersionHead) -> CheckedRuleset:
        with self._database.reading() as transaction:
            stored = ruleset_versions.get(transaction, head.ruleset, head.number)
        words: dict[str, Word] = {"ruleset": head.ruleset, "version": head.number}
        damaged = OperatorError((Fault("version-damaged", words=words),))
        if stored is None:
            raise damaged
        try:
            frozen = json.loads(stored.frozen)
            bundle = thaw(frozen)
            ruleset = replace(bundle.ruleset, version=head.number)
            checked = check(replace(bundle, ruleset=ruleset))
        except Exception as error:
            # Whatever an altered text brings up: it is not what was published.
            raise damaged from error
        # Of what is stored, not of what this Fenji would freeze: a later one may freeze more.
        if identity_of_frozen(frozen) != head.identity:
            raise damaged
        return checked


def load_engine(runtimes: Mapping[str, Runtime], name: str, checked: CheckedRuleset) -> Engine:
    """Load a checked ruleset into a runtime by its name.

    Raises:
        CallerError: `unknown-engine`, or the code with which the runtime declines.
        OperatorError: `not-inferred`.
    """
    runtime = runtimes.get(name)
    if runtime is None:
        words = {"engine": name, "known": ", ".join(runtimes)}
        raise CallerError((Fault("unknown-engine", (("path", "/engine"),), words),))
    try:
        return runtime.load(checked)
    except Declined as declined:
        place = (("block", declined.block),)
        raise CallerError((Fault(declined.code, place),)) from declined
    except NotInferred as error:
        raise OperatorError((Fault("not-inferred", words={"engine": name}),)) from error
