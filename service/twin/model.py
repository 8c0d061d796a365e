"""What is said of an inference that was made a second time."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol

from engine.decision import Inference
from rulesets.errors import Fault, OperatorError, Word
from rulesets.types import Both
from service.settings import TWIN

TwinName = Literal["durable", "reference", "none"]
"""Who inferred a decision a second time."""


@dataclass(frozen=True)
class Policy:
    """How many decisions are inferred twice: a share from 0 (none) to 1 (every one)."""

    share: float = 1.0


@dataclass(frozen=True)
class Twinned:
    """An inference that may leave.

    Attributes:
        twin: who inferred it again.
        steps: what was worked out twice by code of two makers, of `service.twin.steps.STEPS`, in
            their order; empty for `none`.
    """

    twin: TwinName = "none"
    steps: tuple[str, ...] = ()


class EnginesDisagree(Exception):  # noqa: N818 - what happened, not what failed
    """Two engines inferred differently from the same facts: nothing may be answered.

    Attributes:
        engine: the engine that was asked, and `inference`, what it inferred.
        twin: the engine that inferred again, and `again`, what that one inferred.
    """

    def __init__(self, engine: str, inference: Inference, twin: str, again: Inference) -> None:
        """Keep both traces."""
        self.engine = engine
        self.inference = inference
        self.twin = twin
        self.again = again
        super().__init__(f"{engine} and {twin} disagree")


class Pending(Protocol):
    """A second inference on its way."""

    def verdict(self, inference: Inference) -> Twinned:
        """Compare with what the first engine inferred; asked once.

        Raises:
            EnginesDisagree: they differ in conclusions, firings, their order, or problems.
        """


def policy_from(text: str) -> Policy:
    """Read the setting `FENJI_TWIN`: `always`, `off`, or `sample:` and a rate above 0, up to 1.

    Raises:
        OperatorError: `bad-setting`.

    Example:
        >>> policy_from("sample:0.01")
        Policy(share=0.01)
        >>> policy_from("sample:2")
        Traceback (most recent call last):
        rulesets.errors.OperatorError: bad-setting: expected always, off or sample:RATE …
    """
    if text in {"", "always"}:
        return Policy(1.0)
    if text == "off":
        return Policy(0.0)
    kind, _, rate = text.partition(":")
    try:
        share = Decimal(rate)
    except InvalidOperation:
        share = Decimal(0)
    if kind != "sample" or not share.is_finite() or not 0 < share <= 1:
        expected = Both(
            "always、off 或 sample:比例（大于 0，至多 1）",
            "always, off or sample:RATE (above 0, at most 1)",
        )
        words: dict[str, Word] = {"setting": TWIN, "expected": expected, "found": text}
        raise OperatorError((Fault("bad-setting", words=words),))
    return Policy(float(share))
