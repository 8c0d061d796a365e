"""One entry of the catalogue of codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rulesets.types import Both

Who = Literal["author", "caller", "operator"]


@dataclass(frozen=True)
class Code:
    """A kind of fault: who can mend it, its sentence and its hint, with `{words}` to fill in."""

    code: str
    who: Who
    message: Both
    hint: Both
