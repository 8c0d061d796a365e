"""Tries a property with few examples by default, with many in `make soak`."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

Property = Callable[..., None]
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def both(
    few: int, many: int, *strategies: st.SearchStrategy[Any], shrinks: bool = True
) -> Callable[[Property], Any]:
    """Try few examples by default; `make soak` tries many.

    Args:
        few: how many by default.
        many: how many in the soak.
        strategies: what gives the property its arguments.
        shrinks: whether a failing example is made small; a whole document takes minutes for it.
    """

    def tries(count: int) -> settings:
        return settings(
            max_examples=count,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            phases=(*_PHASES, Phase.shrink) if shrinks else _PHASES,
        )

    def parametrized(test: Property) -> Any:
        def run(count: int) -> None:
            tries(count)(given(*strategies)(test))()

        run.__doc__ = test.__doc__
        counts = [few, pytest.param(many, marks=pytest.mark.soak)]
        return pytest.mark.parametrize("count", counts)(run)

    return parametrized
