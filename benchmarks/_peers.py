"""The same tables in the forms of others: zen-engine, CLIPS, a generated Python function.

A peer that is not installed is absent: its maker raises ImportError.
"""

import importlib
import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from benchmarks._measured import Given, Measured, Table, read_cell

MOST_ELIF: Final = 500
Decide = Callable[[Given], Any]
"""Decides about one customer; the conclusions are taken out of what it gives afterwards."""


def generated(measured: Measured) -> Decide:
    """Write one Python function, an if-chain for each table, and compile it; no trace.

    A long table is a function of its own: the compiler cannot nest thousands of `elif`.
    """
    names = {key: f"v{number}" for number, key in enumerate(_names(measured))}
    lines = ["def decide(given):"]
    lines += [f"    {names[key]} = given[{key!r}]" for key in [*measured.numbers, *measured.texts]]
    long: list[str] = []
    for table in measured.tables:
        target = names[table.key]
        if len(table.rows) > MOST_ELIF:
            inputs = ", ".join(names[key] for key in table.inputs)
            long.append(f"def {table.key}({inputs}):")
            long += [f"    if {test}: return {value}" for test, value in _rows(table, names)]
            lines.append(f"    {target} = {table.key}({inputs})")
            continue
        for number, (test, value) in enumerate(_rows(table, names)):
            lines.append(f"    {'el' if number else ''}if {test}: {target} = {value}")
    members = ", ".join(f"{table.key!r}: {names[table.key]}" for table in measured.tables)
    lines.append(f"    return {{{members}}}")
    space: dict[str, Any] = {}
    exec(compile("\n".join([*long, *lines]), "<generated>", "exec"), space)  # noqa: S102 - ours
    decide: Decide = space["decide"]
    return decide


def _rows(table: Table, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Write each row's condition and value."""
    for row in table.rows:
        cells = zip(table.inputs, row, strict=False)
        tests = [_python(names[key], cell) for key, cell in cells if cell != "-"]
        yield " and ".join(tests) or "True", row[-1] if table.has_numbers else repr(row[-1])


def _names(measured: Measured) -> list[str]:
    return [*measured.numbers, *measured.texts, *(table.key for table in measured.tables)]


def _python(name: str, cell: str) -> str:
    found = read_cell(cell)
    assert found
    operator, operand, end = found
    if operator == "[)":
        return f"{operand} <= {name} < {end}"
    return f"{name} {'==' if operator == '=' else operator} {operand!r}"


def zen(measured: Measured, *, trace: bool) -> Decide:
    """Load a graph of zen-engine once, with its static loader, a decision table for each table."""
    library: Any = importlib.import_module("zen")
    loader = {"type": "static", "content": {"measured": zen_graph(measured)}}
    evaluate = library.ZenEngine({"loader": loader}).evaluate
    options = {"trace": trace}

    def decide(given: Given) -> Any:
        return evaluate("measured", given, options)

    decide({**dict.fromkeys(measured.numbers, 0), **{k: v[0] for k, v in measured.texts.items()}})
    return decide


def zen_graph(measured: Measured) -> dict[str, Any]:
    """Write the tables as nodes with an edge from each to those that read it.

    Nodes in one row that pass on all they were given came out within five per cent of it.
    """
    facts = {*measured.numbers, *measured.texts}
    keys = ["in", *(table.key for table in measured.tables), "out"]
    kinds = {"in": "inputNode", "out": "outputNode"}
    tables = {table.key: _zen_table(table) for table in measured.tables}
    nodes = [
        {"id": key, "name": key, "type": kinds.get(key, "decisionTableNode")}
        | {"position": {"x": 0, "y": 0}}
        | ({"content": tables[key]} if key in tables else {})
        for key in keys
    ]
    ends = [
        (source, table.key)
        for table in measured.tables
        for source in sorted({"in" if key in facts else key for key in table.inputs})
    ]
    ends += [(table.key, "out") for table in measured.tables]
    edges = [
        {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in ends
    ]
    return {"nodes": nodes, "edges": edges}


def _zen_table(table: Table) -> dict[str, Any]:
    cells = [f"c{number}" for number in range(len(table.inputs))]
    return {
        "hitPolicy": "first",
        "passThrough": False,
        "inputs": [
            {"id": cell, "name": key, "field": key}
            for cell, key in zip(cells, table.inputs, strict=True)
        ],
        "outputs": [{"id": "o", "name": table.key, "field": table.key}],
        "rules": [
            {"_id": f"r{number}"}
            | {
                cell: "" if text == "-" else text.replace(" .. ", "..")
                for cell, text in zip(cells, row, strict=False)
            }
            | {"o": row[-1] if table.has_numbers else json.dumps(row[-1])}
            for number, row in enumerate(table.rows, 1)
        ],
    }


def clips(measured: Measured) -> Decide:
    """Write a rule for each row into CLIPS: salience keeps rows in order, a mark the first hit."""
    library: Any = importlib.import_module("clips")
    environment = library.Environment()
    concluded: list[tuple[str, str, int]] = []
    # Facts read back from Python are never let go of: the trace comes by a call of each rule.
    environment.define_function(lambda *told: concluded.append(told), "told")
    slots = " ".join(f"(slot {key})" for key in [*measured.numbers, *measured.texts])
    environment.build(f"(deftemplate case {slots})")
    facts = {*measured.numbers, *measured.texts}
    for table in measured.tables:
        for number, row in enumerate(table.rows, 1):
            environment.build(_clips_rule(table, number, row, facts))
    template = environment.find_template("case")
    texts = {text: library.Symbol(text) for each in measured.texts.values() for text in each}

    def decide(given: Given) -> Any:
        concluded.clear()
        environment.reset()
        template.assert_fact(**{key: texts.get(each, each) for key, each in given.items()})
        environment.run()
        return list(concluded)

    return decide


def _clips_rule(table: Table, number: int, row: tuple[str, ...], facts: set[str]) -> str:
    slots, patterns = [], []
    for place, (key, cell) in enumerate(zip(table.inputs, row, strict=False)):
        constraint = _clips(f"?v{place}", cell)
        if key in facts:
            slots.append(f"({key} {constraint})" if constraint != "?" else "")
        else:
            patterns.append(f"({key} {constraint} ?)")
    # A stratum is over before the next begins, so that blank rows see all conclusions.
    salience = 10_000 - 2_000 * table.stratum - number
    return (
        f"(defrule {table.key}-{number} (declare (salience {salience})) (case {' '.join(slots)})"
        f" {' '.join(patterns)} (not ({table.key} ? ?))"
        f" => (assert ({table.key} {row[-1]} {number})) (told {table.key} {row[-1]} {number}))"
    )


def _clips(name: str, cell: str) -> str:
    found = read_cell(cell)
    if found is None:
        return "?"
    operator, operand, end = found
    if operator == "[)":
        return f"{name}&:(and (>= {name} {operand}) (< {name} {end}))"
    return str(operand) if operator == "=" else f"{name}&:({operator} {name} {operand})"
