"""The twin: every answer is inferred a second time by another engine before it leaves."""

from __future__ import annotations

from service.twin.counting import Counts
from service.twin.model import EnginesDisagree, Pending, Policy, Twinned, policy_from
from service.twin.twins import Twins

__all__ = ["Counts", "EnginesDisagree", "Pending", "Policy", "Twinned", "Twins", "policy_from"]
