"""The looks in which pages are tried: two that meet all there is; the others as soak."""

from typing import Final

import pytest

LOOKS: Final = [
    ("zh", "light", 1366),
    ("en", "dark", 390),
    *(
        pytest.param(*look, marks=pytest.mark.soak)
        for look in (("en", "dark", 1366), ("zh", "dark", 390), ("en", "light", 390))
    ),
]
