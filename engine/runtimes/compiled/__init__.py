"""The compiled engine: a version becomes one Python function. It answers as the reference does."""

from __future__ import annotations

from engine.runtimes.compiled.runtime import Compiled

__all__ = ["Compiled"]
