"""What certifies a version: what engines inferred alike before it was published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rulesets.errors import Fault
from rulesets.types import Both
from service.house import House
from service.moments import moment_text
from storage import certifications
from storage.ruleset_versions import VersionHead

_WHY: Final = {
    "absent": Both("这里没有安装", "it is not installed here"),
    "failed": Both("它的进程没有正常作答", "its process did not answer as it should"),
}


@dataclass(frozen=True)
class Inferred:
    """An engine, what it is a version of, and from how many sets of facts it inferred."""

    engine: str
    version: str
    facts: int


@dataclass(frozen=True)
class NotInferred:
    """An engine that inferred nothing, and why: the code with which it declines, or `absent`.

    `failed` says that its process died, hung or babbled: that is never the fault of a ruleset.
    """

    engine: str
    why: str


@dataclass(frozen=True)
class Certification:
    """What was inferred before a version was published; where engines differ, none is made.

    Attributes:
        cases: how many cases the ruleset has.
        passed: how many of them came out as their author expects.
        borders: at how many borders engines were compared, of all that there are: `possible`.
        facts: from how many sets of facts the first engine inferred.
        engines: who inferred; all of them agree. None when every engine declines the ruleset.
        absent: who did not, and why.
        language: the version of the rules language; `python`: of Python.
        began: when.
        milliseconds: how long it took.
    """

    cases: int
    passed: int
    borders: int
    possible: int
    facts: int
    engines: tuple[Inferred, ...]
    absent: tuple[NotInferred, ...]
    language: int
    python: str
    began: datetime
    milliseconds: int

    @property
    def is_twofold(self) -> bool:
        """Tell whether two engines inferred."""
        return len(self.engines) > 1


def certification_of(house: House, head: VersionHead) -> Certification | None:
    """Return what certifies a version; None: it was published before there was any such."""
    with house.database.reading() as transaction:
        found = certifications.get(transaction, head.ruleset, head.number)
    return None if found is None else read_certification(found)


def summary(of: Certification) -> Both:
    """Say it in one line.

    Example:
        >>> from datetime import UTC
        >>> at = datetime(2026, 3, 3, tzinfo=UTC)
        >>> engines = (Inferred("compiled", "fenji 0.1.0", 40), Inferred("reference", "fenji", 20))
        >>> summary(Certification(1, 1, 36, 90, 40, engines, (), 1, "3.11.7", at, 12)).en
        'compiled and reference (20 of them) agree on 40 sets of facts at 36 of 90 borders;
        1 of 1 cases pass'
    """
    if not of.engines:
        codes = ", ".join(each.why for each in of.absent)
        return Both(f"没有引擎推理此规则集（{codes}）", f"no engine infers this ruleset ({codes})")
    named = [_named(each, of.facts) for each in of.engines]
    before, last = ", ".join(each.en for each in named[:-1]), named[-1].en
    zh = "、".join(each.zh for each in named) + f" 对 {of.facts} 组事实推理一致"
    en = f"{before} and {last} agree on {of.facts} sets of facts"
    if not of.is_twofold:
        zh, en = "只有一个引擎推理", "one engine inferred"
    return Both(
        f"{zh}，在 {of.possible} 处边界中的 {of.borders} 处；{of.cases} 个案例通过 {of.passed} 个",
        f"{en} at {of.borders} of {of.possible} borders; {of.passed} of {of.cases} cases pass",
    )


def _named(engine: Inferred, facts: int) -> Both:
    """Name an engine; from how many sets of facts it inferred, when not from all."""
    if engine.facts == facts:
        return Both(engine.engine, engine.engine)
    return Both(
        f"{engine.engine}（其中 {engine.facts} 组）", f"{engine.engine} ({engine.facts} of them)"
    )


def why_absent(of: NotInferred) -> Both:
    """Say why an engine inferred nothing.

    Example:
        >>> why_absent(NotInferred("durable", "absent")).en
        'it is not installed here'
    """
    own = _WHY.get(of.why)
    if own is not None:
        return own
    fault = Fault(of.why)
    return Both(fault.message("zh"), fault.message("en"))


def plain(of: Certification) -> dict[str, Any]:
    """Say it as plain data, as it is kept and as the interface shows it.

    Example:
        >>> from datetime import UTC
        >>> at = datetime(2026, 3, 3, tzinfo=UTC)
        >>> engines = (Inferred("compiled", "fenji 0.1.0", 40),)
        >>> made = Certification(1, 1, 36, 36, 40, engines, (), 1, "3.11.7", at, 12)
        >>> from service.json_text import encode
        >>> read_certification(encode(plain(made)).decode()) == made
        True
    """
    return {
        "cases": {"run": of.cases, "passed": of.passed},
        "borders": {"compared": of.borders, "possible": of.possible},
        "facts": of.facts,
        "engines": [
            {"engine": each.engine, "version": each.version, "facts": each.facts}
            for each in of.engines
        ],
        "absent": [{"engine": each.engine, "why": each.why} for each in of.absent],
        "disagreements": 0,
        "language": of.language,
        "python": of.python,
        "began": moment_text(of.began),
        "milliseconds": of.milliseconds,
    }


def read_certification(text: str) -> Certification:
    """Read what `plain` said, as JSON."""
    said: Mapping[str, Any] = json.loads(text)
    return Certification(
        cases=said["cases"]["run"],
        passed=said["cases"]["passed"],
        borders=said["borders"]["compared"],
        possible=said["borders"]["possible"],
        facts=said["facts"],
        engines=tuple(Inferred(**each) for each in said["engines"]),
        absent=tuple(NotInferred(**each) for each in said["absent"]),
        language=said["language"],
        python=said["python"],
        began=datetime.fromisoformat(said["began"]),
        milliseconds=said["milliseconds"],
    )
