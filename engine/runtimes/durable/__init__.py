"""The second engine: conditions are matched by durable-rules, a Rete network written in C.

Every stratum becomes shards: networks small enough for what was measured to be safe (`envelope`).
Facts go in as integers only (`coding`, `sources`), conditions without negations (`sides`), and what
fires comes out (`network`). What is concluded of it is said here anew (`policies`, `blocks`).
Values of expressions, time and calendars are shared with the reference, so that its independence
covers matching and chaining. On any doubt it raises `NotInferred`: another engine must answer then.
"""

from __future__ import annotations

from engine.runtimes.durable.envelope import NotInferred, OutsideEnvelope
from engine.runtimes.durable.network import Broken, is_here
from engine.runtimes.durable.runtime import Durable

__all__ = ["Broken", "Durable", "NotInferred", "OutsideEnvelope", "is_here"]
