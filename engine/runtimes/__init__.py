"""Run a ruleset: one module per runtime, none of which knows another."""
