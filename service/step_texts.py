"""Which steps were inferred twice, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.decision import Decision
from rulesets.types import Both

STEP_TEXTS: Final[Mapping[str, Both]] = {
    "conditions": Both("条件", "conditions"),
    "chaining": Both("链式推理", "chaining"),
    "hit-policies": Both("命中策略", "hit policies"),
    "expressions": Both("表达式", "expressions"),
    "deadlines": Both("时限", "deadlines"),
}
"""Of each of `service.twin.steps.STEPS`."""


def twin_text(decision: Decision) -> Both:
    """Say who inferred a decision again; empty where nobody did.

    Example:
        >>> from engine.decision import Inference
        >>> from datetime import datetime, UTC
        >>> what = ("", "shop", 1, "", "17850", datetime.now(UTC), {}, Inference({}), "compiled")
        >>> twin_text(Decision(*what, twin="durable", twice=("conditions", "chaining"))).en
        'inferred again by durable, with the same result: conditions, chaining'
        >>> twin_text(Decision(*what))
        Both(zh='', en='')
    """
    if decision.twin == "none":
        return Both()
    zh, en = (
        comma.join(STEP_TEXTS[each].in_language(language) for each in decision.twice)
        for language, comma in (("zh", "、"), ("en", ", "))
    )
    return Both(
        f"由 {decision.twin} 再次推理并一致：{zh}",
        f"inferred again by {decision.twin}, with the same result: {en}",
    )
