"""Source for tables and rules (section 12): conditions, what fired, and what did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from engine.runtimes.compiled.atoms import Atom, cell_atoms, condition_atoms
from engine.runtimes.compiled.conditions import cell_truth
from engine.runtimes.compiled.domain import NOTHING
from engine.runtimes.compiled.large import LargeTable
from engine.runtimes.compiled.nested import Ask, Leaf, Tree, tree_of, usual_leaf
from engine.runtimes.compiled.outputs import Outcomes
from engine.runtimes.compiled.policies import LISTS, Fired, Policy, Row
from engine.runtimes.compiled.sharing import Sharing
from engine.runtimes.compiled.source import Source
from engine.runtimes.compiled.terms import Term, Truth, all_of, kept, truth_of
from rulesets.checked import CheckedRow, CheckedRule, CheckedRules, CheckedTable
from rulesets.expressions.printer import print_cell, print_node
from rulesets.expressions.tree import AnyCell, Literal
from rulesets.types import CodeList, TextType

MOST_STRAIGHT_ROWS = 32
"""Tables of more rows are indexed."""
NESTED = frozenset({"first", "unique"})
"""The hit policies whose small blocks are nested decisions."""
Rule = CheckedRow | CheckedRule
Opened = tuple[tuple[Atom, ...], Truth]
"""The tests of a row or rule that must all be true, and its whole condition."""


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


def subjects_of(made: Outcomes, table: CheckedTable) -> list[Term]:
    """5.8: each distinct input is evaluated once for the block."""
    known: dict[str, Term] = {}
    found = []
    for node in table.subjects:
        text = print_node(node)
        if text not in known:
            known[text] = made.expressions.atom(node)
        found.append(known[text])
    return found


def table_source(made: Outcomes, table: CheckedTable) -> None:
    """12.1: a row's condition is the `and` of its cells."""
    subjects = subjects_of(made, table)
    codes = [
        of.one_of if isinstance(of, TextType) else subject.codes
        for subject, of in zip(subjects, table.subject_types, strict=True)
    ]
    if len(table.rows) > MOST_STRAIGHT_ROWS:
        _large(made, table, subjects, codes)
        return

    def opened(own: Outcomes, rows: Sequence[Any]) -> Iterator[Opened]:
        for row in rows:
            cells = list(zip(row.cells, subjects, codes, strict=True))
            atoms = tuple(atom for each in cells for atom in cell_atoms(own.expressions, *each))
            yield atoms, all_of(cell_truth(own.expressions, *each) for each in cells)

    if not nested_source(made, table, table.rows, opened):
        _fired(made, table, Columns(made, table, subjects, codes).conditions())


def _large(
    made: Outcomes, table: CheckedTable, subjects: list[Term], codes: list[CodeList | None]
) -> None:
    """Ask the table at run time; outputs that are no literals have a function for each row."""
    source, policy = made.source, policy_of(made, table)
    large = LargeTable(table, codes)
    values = [*subjects, *(made.expressions.term(node) for node in large.operands)]
    given = source.temporary()
    source.add(f"{given} = ({''.join(f'{each.whole}, ' for each in values)})")
    today = "None"
    if any(row.valid_from or row.valid_to for row in large.rows):
        today = "today"
        source.used["today"] = None
    find = source.objects.name(large.first if table.block.hit == "first" else large.fired)
    places, fired = source.temporary(), source.temporary()
    source.add(f"{places} = {find}({given}, {today})")
    rows, used = _large_outputs(made, policy, large.rows)
    source.used.update(dict.fromkeys(used))
    arguments = [source.objects.name(rows), places, "problems", made.block, made.zone, *used]
    source.add(f"{fired} = rows_fired({', '.join(arguments)})")
    unknown = f"{source.objects.name(large.unknown)}({given}, {today})"
    _settled(made, table, fired, unknown)


def _large_outputs(
    made: Outcomes, policy: Policy, rows: Sequence[CheckedRow]
) -> tuple[list[Fired | None], list[str]]:
    """Prepare what each row gives: known at load, or a function of what its outputs read."""
    version = made.version
    found: list[Fired | None] = []
    late: list[tuple[int, Source]] = []
    for place, row in enumerate(rows):
        found.append(known_fired(made, policy, row))
        if found[place] is None:
            own = made.inside(Source(version.objects))
            own.source.add(f"return {fired_text(own, policy, row)}")
            late.append((place, own.source))
    used = list(dict.fromkeys(name for _, source in late for name in source.used))
    for place, source in late:
        name = version.function_name()
        head = f"def {name}({', '.join(['problems', 'block', 'zone', *used])}):"
        version.texts.append(source.text(head))
        version.late.append((found, place, name))
    return found, used


@dataclass
class Columns:
    """The columns of a small table; a cell that stands in several rows is tested once."""

    made: Outcomes
    table: CheckedTable
    subjects: list[Term]
    codes: list[CodeList | None]

    def conditions(self) -> Iterator[Condition]:
        """Make the rows' conditions, each where the source stands by then."""
        rows = [row for row in self.table.rows if not row.disabled]
        texts = {row.number: self._texts(row) for row in rows}
        counts = Counter(pair for pairs in texts.values() for pair in pairs)
        known: dict[tuple[int, str], Truth] = {}
        for row in rows:
            truths = []
            for place, text in texts[row.number]:
                if (place, text) not in known:
                    truth = self._truth(row, place)
                    if counts[place, text] > 1:
                        truth = self._shared(truth)
                    known[place, text] = truth
                truths.append(known[place, text])
            yield Condition(row, all_of(truths), guard_of(self.made, row))

    def _texts(self, row: CheckedRow) -> list[tuple[int, str]]:
        return [
            (place, print_cell(cell))
            for place, cell in enumerate(row.cells)
            if not isinstance(cell, AnyCell)
        ]

    def _shared(self, truth: Truth) -> Truth:
        if self.table.when_unknown is not None:
            return truth_of(kept(truth, self.made.source), self.made.source)
        name = self.made.source.temporary()
        self.made.source.add(f"{name} = {truth.true}")
        return Truth(name, "False")  # nobody asks whether a condition is unknown

    def _truth(self, row: CheckedRow, place: int) -> Truth:
        return cell_truth(
            self.made.expressions, row.cells[place], self.subjects[place], self.codes[place]
        )


def rules_source(made: Outcomes, rules: CheckedRules) -> None:
    """Rules as sentences."""
    unknown = rules.when_unknown is not None

    def opened(own: Outcomes, left: Sequence[Any]) -> Iterator[Opened]:
        conditions = [rule.when for rule in left]
        sharing = Sharing(own.expressions, conditions, unknown=unknown, opened=True)
        for place in range(len(left)):
            sharing.make(place)
        for each in conditions:
            yield condition_atoms(own.expressions, each), own.expressions.group(each)

    if not nested_source(made, rules, rules.rules, opened):
        _fired(made, rules, _conditions(made, rules, unknown=unknown))


def _conditions(made: Outcomes, rules: CheckedRules, *, unknown: bool) -> Iterator[Condition]:
    """Make the rules' conditions, each where the source stands by then."""
    left = [rule for rule in rules.rules if not rule.disabled]
    sharing = Sharing(made.expressions, [rule.when for rule in left], unknown=unknown)
    for place, rule in enumerate(left):
        sharing.make(place)
        yield Condition(rule, made.expressions.group(rule.when), guard_of(made, rule))


def nested_source(
    made: Outcomes,
    block: CheckedTable | CheckedRules,
    rules: Sequence[Rule],
    opened: Callable[[Outcomes, Sequence[Rule]], Iterator[Opened]],
) -> bool:
    """Write nested decisions, if outputs are literals, tests write no line, and all is small.

    Args:
        made: the block in the making.
        block: the block.
        rules: its rows or rules.
        opened: opens them, in their order; lines that keep what is repeated are no hindrance.
    """
    hit, own = block.block.hit, made.inside(made.source.beside())
    rules = [each for each in rules if not each.disabled]
    if hit not in NESTED or len(rules) > MOST_STRAIGHT_ROWS:
        return False
    outputs = [term for each in rules for _, term in own.outputs(each.outputs)]
    if any(term.literal is None for term in outputs):
        return False
    seen, rows = [], []
    for place, (each, (atoms, truth)) in enumerate(zip(rules, opened(own, rules), strict=True)):
        guard = guard_of(own, each)
        seen.append(Condition(each, truth, guard))
        rows.append((place, (*(Atom(text, text) for text in guard), *atoms)))
    if len(own.source.lines) > len(own.expressions.known):
        return False
    found = tree_of(rows, first=hit == "first")
    if found is None:
        return False
    made.source.take(own.source)
    usual = usual_leaf(found)
    with made.source.inside("while True:"):
        _branches(made, block, rules, found, usual)
        if usual.fired:
            _leaf(made, block, rules, usual)
        else:
            _nothing_fired(made, block, _unknown(seen))
        made.source.add("break")
    return True


def _branches(
    made: Outcomes,
    block: CheckedTable | CheckedRules,
    rules: Sequence[Rule],
    tree: Tree,
    usual: Leaf,
) -> None:
    """Write a tree; where it comes to the usual leaf, what follows the tree is done."""
    word = "if"
    while isinstance(tree, Ask):
        with made.source.inside(f"{word} {tree.test}:"):
            _branches(made, block, rules, tree.yes, usual)
        word, tree = "elif", tree.no
    if tree == usual:
        return
    with made.source.inside("else:") if word == "elif" else nullcontext():
        _leaf(made, block, rules, tree)
        made.source.add("break")


def _leaf(
    made: Outcomes, block: CheckedTable | CheckedRules, rules: Sequence[Rule], leaf: Leaf
) -> None:
    fired = [rules[place] for place in leaf.fired]
    if len(fired) == 1:
        made.give("rule", fired[0].outputs, fired[0].id, fired[0].number)
    else:
        policy = policy_of(made, block)
        _concluded(made, block, f"({', '.join(fired_text(made, policy, e) for e in fired)})")


def _fired(
    made: Outcomes, block: CheckedTable | CheckedRules, conditions: Iterator[Condition]
) -> None:
    source = made.source
    if block.block.hit == "first":
        _first(made, block, conditions)
        return
    name = source.temporary()
    source.add(f"{name} = []")
    policy = policy_of(made, block)
    seen = []
    for each in conditions:
        seen.append(each)
        with source.inside(f"if {each.true}:"):
            source.add(f"{name}.append({fired_text(made, policy, each.rule)})")
    _settled(made, block, name, _unknown(seen))


def _first(
    made: Outcomes, block: CheckedTable | CheckedRules, conditions: Iterator[Condition]
) -> None:
    """12.4: the first whose condition is true; the others are not looked at."""
    source, seen = made.source, []
    with source.inside("while True:"):
        for each in conditions:
            seen.append(each)
            with source.inside(f"if {each.true}:"):
                made.give("rule", each.rule.outputs, each.rule.id, each.rule.number)
                source.add("break")
        _nothing_fired(made, block, _unknown(seen))
        source.add("break")


def policy_of(made: Outcomes, block: CheckedTable | CheckedRules) -> Policy:
    """Prepare the block's hit policy."""
    types = {key: made.type_of(key) for key in _concludes(block)}
    return Policy(made.placed.key, block.block.hit, types)


def _concludes(block: CheckedTable | CheckedRules) -> tuple[str, ...]:
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


def _unknown(seen: list[Condition]) -> str:
    """Write that some condition is unknown, where none is true."""
    tests = [
        " and ".join((*each.guard, f"not {each.truth.false}"))
        for each in seen
        if not each.truth.total
    ]
    return " or ".join(f"({test})" for test in tests) or "False"


def _settled(made: Outcomes, block: CheckedTable | CheckedRules, fired: str, unknown: str) -> None:
    """What fired concludes by the hit policy."""
    source = made.source
    made.version.firings_known = False
    with source.inside(f"if {fired}:"):
        _concluded(made, block, fired)
    with source.inside("else:"):
        _nothing_fired(made, block, unknown)


def _concluded(made: Outcomes, block: CheckedTable | CheckedRules, fired: str) -> None:
    source, names = made.source, [made.version.conclusions[key] for key in _concludes(block)]
    policy = source.objects.name(policy_of(made, block).conclude)
    source.add(f"{', '.join(names)}, = {policy}({fired}, problems, kept)")


def _nothing_fired(made: Outcomes, block: CheckedTable | CheckedRules, unknown: str) -> None:
    """12.9, 12.10."""
    source = made.source
    if block.when_unknown is not None and unknown != "False":
        with source.inside(f"if {unknown}:"):
            made.part("when unknown", block.when_unknown)
        with source.inside("else:"):
            _nothing_fired(made, _without(block), "False")
    elif block.otherwise is not None:
        made.part("otherwise", block.otherwise)
    elif block.block.hit in LISTS or block.block.hit == "count":
        value = () if block.block.hit in LISTS else NOTHING
        for key in _concludes(block):
            source.add(f"{made.version.conclusions[key]} = {source.objects.name(value)}")


def _without(block: CheckedTable | CheckedRules) -> CheckedTable | CheckedRules:
    return replace(block, when_unknown=None)
