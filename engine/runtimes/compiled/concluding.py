"""Source for rows and rules: what those that fired conclude, and what is concluded without any."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.runtimes.compiled.domain import NOTHING
from engine.runtimes.compiled.outputs import Outcomes
from engine.runtimes.compiled.policies import LISTS, Fired, Policy, Row
from engine.runtimes.compiled.terms import Truth
from rulesets.checked import CheckedRow, CheckedRule, CheckedRules, CheckedTable
from rulesets.expressions.tree import Literal

Rule = CheckedRow | CheckedRule


@dataclass(frozen=True)
class Condition:
    """A row or rule with its truth; `guard`: the tests of its days."""

    rule: Rule
    truth: Truth
    guard: tuple[str, ...]

    @property
    def true(self) -> str:
        """Write that it fires."""
        return " and ".join((*self.guard, self.truth.true))


def guard_of(made: Outcomes, rule: Rule) -> tuple[str, ...]:
    """9.8: both days included."""
    source, tests = made.source, []
    if rule.valid_from is not None:
        tests.append(f"{source.objects.name(rule.valid_from)} <= today")
    if rule.valid_to is not None:
        tests.append(f"today <= {source.objects.name(rule.valid_to)}")
    if tests:
        source.used["today"] = None
    return tuple(tests)


def policy_of(made: Outcomes, block: CheckedTable | CheckedRules) -> Policy:
    """Prepare the block's hit policy."""
    types = {key: made.type_of(key) for key in concludes(block)}
    return Policy(made.placed.key, block.block.hit, types)


def concludes(block: CheckedTable | CheckedRules) -> tuple[str, ...]:
    """Name what the block concludes."""
    if isinstance(block, CheckedTable):
        return block.block.outputs
    return block.block.concludes


def known_fired(made: Outcomes, policy: Policy, rule: Rule) -> Fired | None:
    """Prepare a row whose outputs are all literals; None: they are evaluated when it fires."""
    given = [(key, node) for key, node in rule.outputs.of if node is not None]
    if policy.hit == "count":  # 12.8: outputs are not evaluated
        given = []
    if not all(isinstance(node, Literal) for _, node in given):
        return None
    row = Row(made.placed.key, rule.id, rule.number, tuple(key for key, _ in given))
    return policy.known(row, {key: node.value for key, node in given if isinstance(node, Literal)})


def fired_text(made: Outcomes, policy: Policy, rule: Rule) -> str:
    """Write a row that fired, with its outputs."""
    known = known_fired(made, policy, rule)
    if known is not None:
        return made.source.objects.name(known)
    given = made.outputs(rule.outputs)
    row = Row(made.placed.key, rule.id, rule.number, tuple(key for key, _ in given))
    return f"{made.source.objects.name(row)}({', '.join(term.whole for _, term in given)})"


def unknown_text(seen: list[Condition]) -> str:
    """Write that some condition is unknown, where none is true."""
    tests = [
        " and ".join((*each.guard, f"not {each.truth.false}"))
        for each in seen
        if not each.truth.total
    ]
    return " or ".join(f"({test})" for test in tests) or "False"


def settled(made: Outcomes, block: CheckedTable | CheckedRules, fired: str, unknown: str) -> None:
    """What fired concludes by the hit policy."""
    source = made.source
    made.version.firings_known = False
    with source.inside(f"if {fired}:"):
        concluded(made, block, fired)
    with source.inside("else:"):
        nothing_fired(made, block, unknown)


def concluded(made: Outcomes, block: CheckedTable | CheckedRules, fired: str) -> None:
    """Write what the block concludes of what fired."""
    source, names = made.source, [made.version.conclusions[key] for key in concludes(block)]
    policy = source.objects.name(policy_of(made, block).conclude)
    source.add(f"{', '.join(names)}, = {policy}({fired}, problems, kept)")


def nothing_fired(made: Outcomes, block: CheckedTable | CheckedRules, unknown: str) -> None:
    """12.9, 12.10."""
    source = made.source
    if block.when_unknown is not None and unknown != "False":
        with source.inside(f"if {unknown}:"):
            made.part("when unknown", block.when_unknown)
        with source.inside("else:"):
            nothing_fired(made, _without(block), "False")
    elif block.otherwise is not None:
        made.part("otherwise", block.otherwise)
    elif block.block.hit in LISTS or block.block.hit == "count":
        value = () if block.block.hit in LISTS else NOTHING
        for key in concludes(block):
            source.add(f"{made.version.conclusions[key]} = {source.objects.name(value)}")


def _without(block: CheckedTable | CheckedRules) -> CheckedTable | CheckedRules:
    return replace(block, when_unknown=None)
