"""Facts at the borders of a ruleset: where engines would differ first, if they did."""

from __future__ import annotations

from engine.boundaries.generating import Boundaries, Question, boundary_facts
from engine.boundaries.searching import evenly

__all__ = ["Boundaries", "Question", "boundary_facts", "evenly"]
