"""Small DMN documents that make sense, from a seed, and what may be given to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from rulesets.dmn.model import (
    Boxed,
    BoxedList,
    Conditional,
    Context,
    ContextEntry,
    Decision,
    DecisionTable,
    Definitions,
    DmnHitPolicy,
    InputData,
    Invocation,
    KnowledgeModel,
    OutputClause,
    Variable,
)
from tests.generators.dmn_names import (
    DAYS,
    GIVEN,
    ITEMS,
    MANY,
    NUMBERS,
    ONE,
    REFERENCES,
    SCALARS,
    SIZE,
    SIZES,
    TEXTS,
    Known,
)
from tests.unit.dmn_models import (
    decision,
    definitions,
    function,
    given,
    literal,
    out,
    table,
    text,
)


class Plan:
    """Makes documents: what is asked of each place is of the kind that stands there."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self.random = Random(seed)  # noqa: S311 - no secrets
        self.known: dict[str, Known] = {}
        self.returns: dict[str, str] = {}
        """What the functions of the document give."""

    def chance(self, share: float) -> bool:
        """Tell whether to, in so many cases."""
        return self.random.random() < share

    def document(self) -> Definitions:
        """Make a document of some inputs, functions and decisions."""
        names = self.random.sample(sorted(GIVEN), self.random.randrange(2, 5))
        inputs = [given(name, GIVEN[name][0]) for name in names]
        self.known = {name: GIVEN[name][1] for name in names}
        models = [self.model(f"calc {n}") for n in range(self.random.randrange(3))]
        decisions: list[Decision] = []
        for number in range(self.random.randrange(1, 5)):
            name = f"{self.random.choice(('Grade', 'risk of', '等级'))} {number}"
            logic, known = self.logic(self.known)
            requires = (*self.known,)
            decisions.append(decision(name, logic, *requires, of=self.said_type(known)))
            self.known[name] = known
        elements: tuple[InputData | KnowledgeModel | Decision, ...]
        elements = (*inputs, *models, *decisions)
        return definitions(*elements, items=ITEMS)

    def said_type(self, known: Known) -> str:
        """Give the type of a decision, which may also be left open, or be another."""
        if self.chance(0.04):
            return self.random.choice(("string", "tNumbers", "tPerson", "tSize", "Any"))
        if known.kind in {"context", "open"} or self.chance(0.4):
            return ""
        return REFERENCES.get(known.kind, known.kind)

    def model(self, name: str) -> KnowledgeModel:
        """Make a business knowledge model, of an expression or a table."""
        kinds = [self.random.choice(("number", "string")) for _ in range(2)]
        parameters = dict(zip(("first", "the other"), kinds, strict=True))
        inside = {each: Known(kind) for each, kind in parameters.items()}
        returns = self.random.choice(("number", "string", "boolean"))
        body: Boxed = literal(self.feel(returns, inside, 2))
        if self.chance(0.4):
            hit: DmnHitPolicy = "UNIQUE" if self.chance(0.5) else "FIRST"
            body = self.table(inside, returns, hit, 1)[0]
        self.known[name] = Known("function", parameters=tuple(parameters.items()))
        self.returns[name] = returns
        return function(name, parameters, body, of=returns if self.chance(0.5) else "")

    # ------------------------------------------------------------------------- boxed expressions

    def logic(self, scope: Mapping[str, Known], depth: int = 2) -> tuple[Boxed, Known]:
        """Make the logic of a decision."""
        makers: list[Callable[..., tuple[Boxed, Known]]]
        makers = [self.one_table, self.one_table, self.many_table, self.outputs_table, self.plain]
        if depth:
            makers += [self.context, self.result, self.conditional, self.listed, self.invocation]
        return self.random.choice(makers)(scope, depth)

    def plain(self, scope: Mapping[str, Known], _: int) -> tuple[Boxed, Known]:
        """Make a literal expression."""
        kind = self.random.choice(SCALARS)
        return literal(self.feel(kind, scope, 2)), Known(kind)

    def one_table(self, scope: Mapping[str, Known], _: int) -> tuple[Boxed, Known]:
        """Make a table with one value."""
        hit = self.random.choice(ONE)
        kind = "size" if hit == "PRIORITY" else self.random.choice(SCALARS)
        return self.table(scope, kind, hit, 1)

    def many_table(self, scope: Mapping[str, Known], _: int) -> tuple[Boxed, Known]:
        """Make a table with a list or an aggregate."""
        hit = self.random.choice((*MANY, "COLLECT"))
        if hit == "COLLECT" and self.chance(0.6):
            made, _known = self.table(scope, "number", hit, 1)
            aggregation = self.random.choice(("SUM", "MIN", "MAX", "COUNT"))
            return _with(made, aggregation), Known("number")
        kind = "size" if hit == "OUTPUT ORDER" else self.random.choice(("number", "string"))
        made, _known = self.table(scope, kind, hit, 1)
        return made, Known({"number": "numbers", "string": "texts"}.get(kind, "open"))

    def outputs_table(self, scope: Mapping[str, Known], _: int) -> tuple[Boxed, Known]:
        """Make a table of two outputs."""
        hit = self.random.choice((*ONE, *MANY))
        return self.table(scope, "size", hit, 2)

    def context(self, scope: Mapping[str, Known], depth: int) -> tuple[Boxed, Known]:
        """Make a context without a result."""
        entries, members = self.entries(scope, depth)
        return Context(entries), Known("context", members)

    def result(self, scope: Mapping[str, Known], depth: int) -> tuple[Boxed, Known]:
        """Make a context with a result."""
        entries, members = self.entries(scope, depth)
        kind = self.random.choice(("number", "string", "boolean"))
        last = literal(self.feel(kind, {**scope, **members}, 2))
        return Context((*entries, ContextEntry(None, last))), Known(kind)

    def entries(
        self, scope: Mapping[str, Known], depth: int
    ) -> tuple[tuple[ContextEntry, ...], dict[str, Known]]:
        """Make entries, of which later ones may read earlier ones."""
        made: list[ContextEntry] = []
        members: dict[str, Known] = {}
        for name in self.random.sample(("base", "the rest", "Age", "档"), 2):
            value, known = self.logic({**scope, **members}, depth - 1)
            made.append(ContextEntry(Variable(name), value))
            members[name] = known
        return tuple(made), members

    def conditional(self, scope: Mapping[str, Known], _: int) -> tuple[Boxed, Known]:
        """Make a boxed `if`."""
        kind = self.random.choice(SCALARS)
        condition = literal(self.feel("boolean", scope, 1))
        then, otherwise = (literal(self.feel(kind, scope, 1)) for _ in "12")
        return Conditional(condition, then, otherwise), Known(kind)

    def listed(self, scope: Mapping[str, Known], _: int) -> tuple[Boxed, Known]:
        """Make a boxed list."""
        depth = 1 if self.chance(0.3) else 0
        items = tuple(literal(self.feel("number", scope if depth else {}, depth)) for _ in "12")
        return BoxedList(items), Known("numbers")

    def invocation(self, scope: Mapping[str, Known], depth: int) -> tuple[Boxed, Known]:
        """Make a boxed invocation."""
        functions = [name for name, each in scope.items() if each.kind == "function"]
        if not functions:
            return self.plain(scope, depth)
        name = self.random.choice(functions)
        bindings = tuple(
            (each, literal(self.feel(kind, scope, 1))) for each, kind in scope[name].parameters
        )
        return Invocation(text(name), bindings), Known(self.returns[name])

    # ------------------------------------------------------------------------------------ tables

    def table(
        self, scope: Mapping[str, Known], kind: str, hit: DmnHitPolicy, outputs: int
    ) -> tuple[DecisionTable, Known]:
        """Make a table."""
        columns = [self.random.choice(SCALARS) for _ in range(self.random.randrange(1, 3))]
        subjects = [self.name(each, scope) or self.feel(each, scope, 1) for each in columns]
        kinds = [kind, "number"][:outputs]
        rows = []
        for _ in range(self.random.randrange(1, 5)):
            cells = [self.cell(each, scope) for each in columns]
            cells += [self.output(each, scope) for each in kinds]
            rows.append(" | ".join(cells))
        default = self.chance(0.3)
        clauses = tuple(
            self.clause(f"out {number}" if outputs > 1 else "", each, default, hit)
            for number, each in enumerate(kinds)
        )
        made = table(" | ".join(subjects), clauses, "\n".join(rows), hit)
        members = {each.name: Known(of) for each, of in zip(clauses, kinds, strict=True)}
        if hit in MANY:
            return made, Known("open")
        return made, Known(kind) if outputs == 1 else Known("context", members)

    def clause(self, name: str, kind: str, default: bool, hit: str) -> OutputClause:
        """Make an output column."""
        of = "string" if kind == "size" else kind
        values = SIZE if kind == "size" else ""
        if kind == "size" and hit not in {"PRIORITY", "OUTPUT ORDER"} and self.chance(0.5):
            of, values = "tSize", ""
        stands = default and self.chance(0.9)
        return out(name, of, values, self.literal(kind) if stands else None)

    def output(self, kind: str, scope: Mapping[str, Known]) -> str:
        """Make an output entry."""
        if self.chance(0.06):
            return self.random.choice(("null", "-"))
        if self.chance(0.2) and kind != "size":
            return self.feel(kind, scope, 1)
        return self.literal(kind)

    def cell(self, kind: str, scope: Mapping[str, Known]) -> str:
        """Make an input entry."""
        roll = self.random.randrange(10)
        if roll < 2:
            return "-"
        if roll == 2:
            return self.random.choice(("null", "not(null)", "not(null, {0})", "!= {0}")).format(
                self.literal(kind)
            )
        if kind in {"number", "date"} and roll < 7:
            drawn = (self.literal(kind), self.literal(kind))
            low, high = sorted(drawn, key=lambda each: (each[0].isalpha() or float(each), each))
            choices = (f"< {low}", f">= {low}", f"[{low}..{high}]", f"]{low}..{high})")
            return self.random.choice(choices)
        if roll == 7:
            return f"not({self.literal(kind)}, {self.literal(kind)})"
        if roll == 8:
            return f"{self.literal(kind)}, {self.literal(kind)}"
        return (self.name(kind, scope) if roll == 9 else "") or self.literal(kind)

    # ------------------------------------------------------------------------------- expressions

    def name(self, kind: str, scope: Mapping[str, Known]) -> str:
        """Give a name of a kind, or a path; nothing when there is none."""
        found = [path for path, of in _paths(scope) if of == kind]
        return self.random.choice(found) if found else ""

    def literal(self, kind: str) -> str:
        """Give a literal."""
        choice = self.random.choice
        if kind == "number":
            return choice(NUMBERS)
        if kind == "boolean":
            return choice(("true", "false"))
        if kind == "date":
            return f'date("{choice(DAYS)}")'
        return f'"{choice(SIZES if kind == "size" else TEXTS)}"'

    def leaf(self, kind: str, scope: Mapping[str, Known]) -> str:
        """Give a name or a literal."""
        return (self.name(kind, scope) if self.chance(0.7) else "") or self.literal(kind)

    def feel(self, kind: str, scope: Mapping[str, Known], depth: int) -> str:
        """Make an expression."""
        if depth <= 0 or self.chance(0.25):
            return self.leaf(kind, scope)
        if self.chance(0.15):
            parts = [self.feel(each, scope, depth - 1) for each in ("boolean", kind, kind)]
            return "if {} then {} else {}".format(*parts)
        called = self.called(kind, scope, depth)
        if called and self.chance(0.5):
            return called
        above = {"number": self.number, "boolean": self.boolean, "string": self.string}
        return above[kind](scope, depth - 1) if kind in above else self.leaf(kind, scope)

    def called(self, kind: str, scope: Mapping[str, Known], depth: int) -> str:
        """Make a call of a function of the document."""
        functions = [name for name in scope if self.returns.get(name) == kind]
        if not functions:
            return ""
        name = self.random.choice(functions)
        of = [self.feel(each, scope, depth - 1) for _, each in scope[name].parameters]
        return f"{name}({', '.join(of)})"

    def number(self, scope: Mapping[str, Known], depth: int) -> str:
        """Make a number."""
        lists = [name for name, of in _paths(scope) if of == "numbers"]
        orders = [name for name, of in _paths(scope) if of == "orders"]
        if lists and self.chance(0.4):
            name = self.random.choice(("sum", "min", "max", "count", "mean"))
            return f"{name}({self.random.choice(lists)})"
        if orders and self.chance(0.4):
            by = self.random.choice(("paid", "amount > 3", "amount != null", "not(paid)"))
            name = self.random.choice(("sum", "min", "max", "count"))
            path = "" if name == "count" else ".amount"
            return f"{name}({orders[0]}[{by}]{path})"
        op = self.random.choice(("+", "-", "*"))
        return f"({self.feel('number', scope, depth)} {op} {self.feel('number', scope, depth)})"

    def string(self, scope: Mapping[str, Known], depth: int) -> str:
        """Make a text."""
        return f"({self.feel('string', scope, depth)} + {self.feel('string', scope, depth)})"

    def boolean(self, scope: Mapping[str, Known], depth: int) -> str:
        """Make a condition."""
        roll = self.random.randrange(6)
        kind = self.random.choice(SCALARS)
        left, right = self.feel(kind, scope, depth), self.feel(kind, scope, depth)
        if roll == 0:
            parts = self.feel("boolean", scope, depth), self.feel("boolean", scope, depth)
            return f"(({parts[0]}) {self.random.choice(('and', 'or'))} ({parts[1]}))"
        if roll == 1:
            return f"not({self.feel('boolean', scope, depth)})"
        if roll == 2:
            return f"(({left}) {self.random.choice(('=', '!='))} null)"
        if roll == 3:
            return f"(({left}) in ({self.cell(kind, {})}))".replace("(-)", "(null)")
        if kind in {"number", "date"}:
            return f"(({left}) {self.random.choice(('<', '<=', '>', '>='))} ({right}))"
        return f"(({left}) {self.random.choice(('=', '!='))} ({right}))"

    # ------------------------------------------------------------------------------ what is given

    def inputs(self, document: Definitions) -> dict[str, Any]:
        """Draw what is given, with nulls and what is not given at all."""
        drawn = {}
        for each in document.inputs:
            if not self.chance(0.06):
                drawn[each.variable.name] = self.draw(GIVEN[each.variable.name][1])
        return drawn

    def draw(self, known: Known) -> Any:
        """Draw a value."""
        if self.chance(0.15):
            return None
        count = self.random.randrange(4)
        if known.kind == "numbers":
            return [Decimal(self.random.choice(NUMBERS)) for _ in range(count)]
        if known.kind == "orders":
            order = {"amount": Known("number"), "paid": Known("boolean")}
            return [self.draw_members(order) for _ in range(count)]
        if known.kind == "context":
            return self.draw_members(known.members)
        texts = {"string": TEXTS, "size": SIZES, "date": DAYS, "number": NUMBERS}
        if known.kind == "boolean":
            return self.chance(0.5)
        drawn = self.random.choice(texts[known.kind])
        if known.kind == "date":
            return date.fromisoformat(drawn)
        return Decimal(drawn) if known.kind == "number" else drawn

    def draw_members(self, members: Mapping[str, Known]) -> dict[str, Any]:
        """Draw a context, of which members may be left out."""
        return {name: self.draw(of) for name, of in members.items() if not self.chance(0.05)}


def _paths(scope: Mapping[str, Known]) -> list[tuple[str, str]]:
    found = []
    for name, known in scope.items():
        found.append((name, known.kind))
        found += [(f"{name}.{path}", of) for path, of in _paths(known.members)]
    return found


def _with(made: DecisionTable, aggregation: Any) -> DecisionTable:
    return DecisionTable(made.inputs, made.outputs, made.rules, made.hit, aggregation)
