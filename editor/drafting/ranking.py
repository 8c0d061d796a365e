"""The editor of a ranking: a customer's place among others. No engine infers it yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.drafting.deadline import names_of_kinds
from editor.drafting.desk import Desk
from editor.speech import gettext


def view(desk: Desk, index: int) -> Mapping[str, Any]:
    """Show a ranking of the draft."""
    del index
    return {
        "measures": (
            ("rank", gettext("rank, 1 is the first")),
            ("percentile", gettext("percentile")),
            ("quantile", gettext("quantile")),
            ("cumulative share", gettext("cumulative share")),
        ),
        "orders": (
            ("descending", gettext("the greatest first")),
            ("ascending", gettext("the least first")),
        ),
        "ranked": names_of_kinds(desk, {"number", "date", "datetime"}),
        "groups": names_of_kinds(desk, {"text", "boolean"}),
    }
