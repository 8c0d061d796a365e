"""The engines that the suite holds to the language; a new engine is added to ENGINES."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.decision import Runtime
from engine.runtimes.compiled import Compiled
from engine.runtimes.reference import Reference

ENGINES: Final[Mapping[str, Runtime]] = {"reference": Reference(), "compiled": Compiled()}

# What an engine declines beyond what the cases themselves say: engine and case, and the exact code.
# An entry that no longer declines fails.
DECLINES: Final[Mapping[tuple[str, str], str]] = {}
