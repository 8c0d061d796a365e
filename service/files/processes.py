"""Processes that classify pieces of a file side by side, each with the version loaded once."""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import wait
from multiprocessing.util import Finalize
from threading import Thread
from types import ModuleType, TracebackType

from rulesets.checking import check
from rulesets.errors import Fault, OperatorError
from rulesets.freezing import freeze, thaw
from service.files.classifying import Classifier, Piece, twin_of
from service.house import all_runtimes, open_house
from service.json_text import encode
from service.loading import load_engine
from service.settings import Settings

Answer = Callable[[], bytes]
"""Waits for the answer of a piece."""


@dataclass(frozen=True)
class Load:
    """What a process needs to begin."""

    frozen: bytes
    version: int
    engine: str
    facts: tuple[str, ...]
    as_of: datetime
    language: str
    database_url: str = ""


def load_of(classifier: Classifier, engine: str) -> Load:
    """Make of a classifier what another process can make it from again.

    `Load.database_url` is empty where rows are inferred once.
    """
    frozen = encode(freeze(classifier.checked))
    version = classifier.checked.ruleset.version
    kept = (classifier.facts, classifier.as_of, classifier.language)
    twin = classifier.twin
    address = "" if twin is None else twin.house.settings.database_url
    return Load(frozen, version, engine, *kept, database_url=address)


class Processes(AbstractContextManager["Processes"]):
    """Some processes, or none: then this one does it itself, as it is asked for the answers."""

    def __init__(self, classifier: Classifier, engine: str, count: int) -> None:
        """Start them; `count` of 1 or less starts none."""
        self._classifier = classifier
        self._pool: ProcessPoolExecutor | None = None
        if count > 1:
            self._pool = ProcessPoolExecutor(
                count,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_begin,
                initargs=(load_of(classifier, engine),),
            )

    def ask(self, piece: Piece) -> Answer:
        """Give a piece away."""
        if self._pool is None:
            return lambda: self._classifier.classify(piece)
        try:
            with _main_left_out():
                answer = self._pool.submit(_classify, piece)
        except BrokenProcessPool as error:
            raise _ended() from error
        return lambda: _awaited(answer)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes; what nobody waits for any more is not begun."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _main_left_out() -> Iterator[None]:
    """Keep processes that start from loading the whole command again, which they do not need."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _awaited(answer: Future[bytes]) -> bytes:
    try:
        return answer.result()
    except BrokenProcessPool as error:
        raise _ended() from error


def _ended() -> OperatorError:
    return OperatorError((Fault("process-ended"),))


_classifiers: list[Classifier] = []


def _begin(load: Load) -> None:
    """Load the version, in a process that has just been started."""
    # Ctrl-C is for the process that was started by hand: it ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_parent, daemon=True).start()
    bundle = thaw(json.loads(load.frozen))
    checked = check(replace(bundle, ruleset=replace(bundle.ruleset, version=load.version)))
    engine = load_engine(all_runtimes(), load.engine, checked)
    made = Classifier(checked, engine, load.facts, load.as_of, load.language, load.engine)
    if load.database_url:
        # A row on which engines disagree is reported; the log is for those who serve.
        logging.getLogger().addHandler(logging.NullHandler())
        house = open_house(Settings(database_url=load.database_url, twin="always"))
        Finalize(None, house.close, exitpriority=0)
        made = replace(made, twin=twin_of(house, checked, load.engine, engine))
    _classifiers[:] = [made]


def _end_with_the_parent() -> None:
    """End when the process that started this one is killed: nobody else would tell."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _classify(piece: Piece) -> bytes:
    return _classifiers[0].classify(piece)
