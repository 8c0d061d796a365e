"""Run one ruleset in durable-rules inside its safe envelope and print what fired.

A program of its own: a fault in the C extension must end this process, not the tests.
The order of calls is fixed: assert_fact, start_action_for_state, complete_and_start_action until
nothing is left, retract_fact; and the state slot is primed once before the first real fact.
"""

import json

import durable_rules_engine as engine

SID = "s"
PRIME = {"id": 1, "sid": SID, "_prime": 1}
RULESET = {
    "prime": {"all": [{"m": {"$ex": {"_prime": 1}}}]},
    "large": {"all": [{"m": {"$gte": {"amount": 500}}}]},
    "small": {"all": [{"m": {"$lt": {"amount": 500}}}]},
}


def fire(ruleset: object, fact: dict[str, object]) -> list[str]:
    """Evaluate one fact and give the names of the rules that fired."""
    text = json.dumps(fact)
    _, state = engine.assert_fact(ruleset, text)
    fired: list[str] = []
    started = engine.start_action_for_state(ruleset, state)
    message = started[1] if started else None
    while message:
        fired.extend(json.loads(message))
        message = engine.complete_and_start_action(ruleset, state)
    engine.retract_fact(ruleset, text)
    return fired


def main() -> None:
    """Prime the slot, evaluate two facts, free the ruleset, print the firings as JSON."""
    ruleset = engine.create_ruleset("shard", json.dumps(RULESET))
    firings = [
        fire(ruleset, PRIME),
        fire(ruleset, {"id": 2, "sid": SID, "amount": 700}),
        fire(ruleset, {"id": 3, "sid": SID, "amount": 300}),
    ]
    engine.delete_state(ruleset, SID)
    engine.delete_ruleset(ruleset)
    print(json.dumps(firings))  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    main()
