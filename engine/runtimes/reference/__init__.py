"""The reference: right by definition, plain and slow. Read it beside docs/language.md."""

from __future__ import annotations

from engine.runtimes.reference.inference import Reference

__all__ = ["Reference"]
