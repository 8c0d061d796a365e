"""The engines that the suite holds to the language; a new engine is added to ENGINES."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from engine.decision import Runtime
from engine.runtimes.compiled import Compiled
from engine.runtimes.durable import Durable
from engine.runtimes.reference import Reference

ENGINES: Final[Mapping[str, Runtime]] = {
    each.name: each for each in (Reference(), Compiled(), Durable())
}
NAMES: Final = [
    pytest.param(name, marks=pytest.mark.needs("durable")) if name == "durable" else name
    for name in ENGINES
]
"""For the parameters of tests; an engine that needs a part of the machine says so."""

# What an engine declines beyond what the cases themselves say: engine and case, and the exact code.
# An entry that no longer declines fails.
DECLINES: Final[Mapping[tuple[str, str], str]] = {}
