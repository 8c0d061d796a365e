"""Codes of requests, keys, versions, storage and configuration."""

from __future__ import annotations

from rulesets.codes.code import Code
from rulesets.types import Both

CODES: tuple[Code, ...] = (
    Code(
        "unknown-ruleset",
        "caller",
        Both("没有已发布的规则集 `{ruleset}`", "no ruleset `{ruleset}` is published"),
        Both("查看 /api/v1/rulesets 列出的规则集", "see the rulesets listed at /api/v1/rulesets"),
    ),
)
