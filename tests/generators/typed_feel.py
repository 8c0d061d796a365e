"""FEEL expressions that make sense, from a seed: of a kind, over names of known kinds, and null."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from rulesets.dmn.feel import tree
from rulesets.dmn.feel.tree import CompareTest, Feel, Test, UnaryTests, ValueTest

NUMBERS = ("0", "1", "2", "3", "5", "0.5", "2.25", "10", "100")
TEXTS = ("", "A", "ab", "small", "客户", "b", "large")
SIZES = ("small", "middle", "large", "huge")
DAYS = ("2024-02-29", "2026-01-31", "2026-03-01", "2025-12-31")
ORDER = ("<", "<=", ">", ">=")
RELATIONS = ("=", "!=")
MEMBERS = {"number": ("amount", "price"), "boolean": ("paid",), "string": ("kind",)}
NAMES: Mapping[str, tuple[Feel, ...]] = {
    "number": (
        tree.Name("a"),
        tree.Name("b"),
        tree.Name("n n"),
        tree.Path(tree.Name("loan"), "rate"),
    ),
    "boolean": (tree.Name("c"), tree.Name("d")),
    "string": (tree.Name("t"), tree.Name("u")),
    "size": (tree.Name("size"), tree.Name("rank")),
    "date": (tree.Name("day"), tree.Name("until")),
}
"""The names of each kind. `size` and `rank` are texts with allowed values."""


class Sense:
    """Makes expressions that can be translated, or nearly always."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self.random = Random(seed)  # noqa: S311 - no secrets
        self.row: str | None = None
        """What a row is called, inside a filter or loop."""
        self.subject: str | None = None
        """The kind of `?`, inside the tests of a column."""

    def chance(self, share: float) -> bool:
        """Tell whether to, in so many cases."""
        return self.random.random() < share

    def of(self, kind: str, depth: int = 3) -> Feel:
        """Make an expression of a kind: number, boolean, string, size or date."""
        if self.chance(0.04):
            return tree.Null()
        if depth <= 0 or self.chance(0.2):
            return self.leaf(kind)
        if self.chance(0.12):
            parts = (
                self.of("boolean", depth - 1),
                self.of(kind, depth - 1),
                self.of(kind, depth - 1),
            )
            return tree.If(*parts)
        if self.chance(0.06):
            return self.guarded(kind, depth)
        above = {
            "number": self.number,
            "boolean": self.boolean,
            "string": self.string,
            "size": self.size,
            "date": self.date,
        }
        return above[kind](depth - 1)

    def guarded(self, kind: str, depth: int) -> Feel:
        """Make what is null where a name is: `if x = null then null else x in (…)`."""
        of = self.random.choice(tuple(NAMES))
        names = [self.leaf(of) for _ in range(self.random.randrange(1, 3))]
        absent: Feel = tree.Binary("=", names[0], tree.Null())
        if len(names) > 1:
            absent = tree.Binary("or", absent, tree.Binary("=", names[1], tree.Null()))
        inner = self.of(kind, depth - 1)
        if kind == "boolean" and self.chance(0.8):
            tests = (self.test(of, 1), *(() if self.chance(0.5) else (self.test(of, 0),)))
            pair = tree.Binary(self.random.choice(RELATIONS), names[0], names[-1])
            inner = pair if self.chance(0.4) else tree.InTests(names[0], tests)
        if self.chance(0.2):
            present = tree.Binary("!=", names[0], tree.Null())
            return tree.If(present, names[0] if of == kind else inner, self.of(kind, depth - 1))
        return tree.If(absent, tree.Null(), inner)

    def leaf(self, kind: str) -> Feel:
        """Make a name or a literal."""
        if self.row is not None and kind in MEMBERS and self.chance(0.6):
            return self.member(kind)
        if self.subject == kind and self.chance(0.4):
            return tree.Name("?")
        if self.chance(0.65):
            return self.random.choice(NAMES[kind])
        return self.literal(kind)

    def member(self, kind: str) -> Feel:
        """Make a member of the row."""
        name = self.random.choice(MEMBERS[kind])
        assert self.row is not None
        bare = self.row == "item" and self.chance(0.6)
        return tree.Name(name) if bare else tree.Path(tree.Name(self.row), name)

    def literal(self, kind: str) -> Feel:
        """Make a literal."""
        choice = self.random.choice
        if kind == "number":
            number = tree.Number(Decimal(choice(NUMBERS)))
            return tree.Negate(number) if self.chance(0.15) else number
        if kind == "boolean":
            return tree.Boolean(self.chance(0.5))
        if kind == "date":
            text = choice(DAYS)
            called = tree.Call(tree.Name("date"), (tree.String(text),))
            return called if self.chance(0.5) else tree.AtLiteral(text)
        return tree.String(choice(SIZES if kind == "size" else TEXTS))

    # Kinds

    def number(self, depth: int) -> Feel:
        """Make a number that is calculated."""
        roll = self.random.randrange(10)
        if roll < 4:
            op = self.random.choice(("+", "-", "*", "/"))
            return tree.Binary(op, self.of("number", depth), self.of("number", depth))
        if roll == 4:
            power = tree.Number(Decimal(self.random.randrange(4)))
            exponent = tree.Negate(power) if self.chance(0.3) else power
            return tree.Binary("**", self.of("number", depth), exponent)
        if roll == 5:
            return tree.Negate(self.of("number", depth))
        if roll == 6:
            return self.of_date(depth)
        if roll == 7 and self.row is None:
            return self.aggregate(depth)
        return self.numeric_call(depth)

    def numeric_call(self, depth: int) -> Feel:
        """Make a call of a function that gives a number."""
        name = self.random.choice(
            (
                *("abs", "floor", "ceiling", "decimal", "round up", "round down"),
                *("round half up", "modulo", "string length", "min", "max", "sum", "mean", "count"),
            )
        )
        if name == "string length":
            return call(name, self.of("string", depth))
        if name in {"min", "max", "sum", "mean", "count"}:
            items = tuple(self.of("number", depth) for _ in range(self.random.randrange(1, 4)))
            return (
                call(name, tree.ListLiteral(items))
                if self.chance(0.5)
                else call(
                    name,
                    tree.ListLiteral(items) if len(items) == 1 or name == "count" else items[0],
                    *(() if len(items) == 1 or name == "count" else items[1:]),
                )
            )
        if name == "modulo":
            return call(name, self.of("number", depth), self.of("number", depth))
        if name in {"abs", "floor", "ceiling"}:
            return call(name, self.of("number", depth))
        scale = tree.Number(Decimal(self.random.randrange(4)))
        of = self.of("number", depth)
        if self.chance(0.2) and name == "decimal":
            named = (("scale", scale), ("n", of))
            return tree.Call(tree.Name(name), named=named)
        return call(name, of, scale)

    def of_date(self, depth: int) -> Feel:
        """Make a number of dates: a part, or the days between two."""
        roll = self.random.randrange(4)
        if roll == 0:
            part = self.random.choice(("year", "month", "day", "weekday"))
            return tree.Path(self.of("date", depth), part)
        if roll == 1:
            return call("day of year", self.of("date", depth))
        days = tree.Binary("-", self.leaf("date"), self.leaf("date"))
        if roll == 2:
            return tree.Path(days, "days")
        return tree.Binary("/", days, duration(self.random.choice(("P1D", "P7D"))))

    def boolean(self, depth: int) -> Feel:
        """Make a condition."""
        makers = (
            *(self.relation, self.relation, self.relation, self.joined, self.joined, self.negated),
            *(self.between, self.within, self.textual, self.instance, self.quantified),
        )
        return self.random.choice(makers)(depth)

    def relation(self, depth: int) -> Feel:
        """Make a comparison."""
        kind = self.random.choice(("number", "number", "date", "string", "size", "boolean"))
        ordered = kind in {"number", "date"} and self.chance(0.6)
        op = self.random.choice(ORDER if ordered else RELATIONS)
        if self.chance(0.05):
            days = tree.Binary("-", self.of("date", depth), self.of("date", depth))
            return tree.Binary(self.random.choice(ORDER), days, duration("P30D"))
        return tree.Binary(op, self.of(kind, depth), self.of(kind, depth))

    def joined(self, depth: int) -> Feel:
        """Make `and` or `or`."""
        op = self.random.choice(("and", "or"))
        return tree.Binary(op, self.of("boolean", depth), self.of("boolean", depth))

    def negated(self, depth: int) -> Feel:
        """Make `not(…)`."""
        return call("not", self.of("boolean", depth))

    def between(self, depth: int) -> Feel:
        """Make `x between a and b`."""
        kind = self.random.choice(("number", "date"))
        return tree.Between(self.of(kind, depth), self.of(kind, depth), self.of(kind, depth))

    def within(self, depth: int) -> Feel:
        """Make `x in (…)` or `list contains([…], x)`."""
        kind = self.random.choice(("number", "string", "size", "date", "boolean"))
        if self.chance(0.2):
            return call("list contains", tree.Name("tags"), self.of("string", depth))
        if self.chance(0.2):
            items = tuple(self.of(kind, depth - 1) for _ in range(self.random.randrange(4)))
            return call("list contains", tree.ListLiteral(items), self.of(kind, depth))
        tests = tuple(self.test(kind, depth - 1) for _ in range(self.random.randrange(1, 4)))
        return tree.InTests(self.of(kind, depth), tests)

    def textual(self, depth: int) -> Feel:
        """Make a test of texts."""
        name = self.random.choice(("contains", "starts with", "ends with"))
        return call(name, self.of("string", depth), self.of("string", depth))

    def instance(self, depth: int) -> Feel:
        """Make `x instance of number`."""
        kind = self.random.choice(("number", "string", "boolean", "date"))
        of = self.random.choice(("number", "string", "boolean", "date"))
        return tree.InstanceOf(self.of(of, depth), kind)

    def string(self, depth: int) -> Feel:
        """Make a text."""
        roll = self.random.randrange(6)
        if roll < 2:
            return tree.Binary("+", self.of("string", depth), self.of("string", depth))
        if roll == 2:
            start = tree.Number(Decimal(self.random.randrange(1, 4)))
            place = tree.Negate(start) if self.chance(0.4) else start
            length = (
                (tree.Number(Decimal(self.random.randrange(1, 3))),) if self.chance(0.5) else ()
            )
            return call("substring", self.of("string", depth), place, *length)
        if roll == 3:
            name = self.random.choice(("upper case", "lower case"))
            return call(name, self.of("string", depth))
        if roll == 4:
            name = self.random.choice(("day of week", "month of year"))
            return call(name, self.of("date", depth - 1))
        return call(
            "string", self.leaf(self.random.choice(("number", "boolean", "date", "string")))
        )

    def size(self, depth: int) -> Feel:
        """Make one of the allowed values."""
        return tree.If(self.of("boolean", depth), self.leaf("size"), self.leaf("size"))

    def date(self, depth: int) -> Feel:
        """Make a date."""
        if self.chance(0.2):
            parts = (tree.Number(Decimal(2026)), self.of("number", depth - 1), self.leaf("number"))
            return call("date", *parts)
        by = duration(self.random.choice(("P1D", "P30D", "P1M", "P13M", "-P2M")))
        op = self.random.choice(("+", "-"))
        if self.chance(0.3):
            return tree.Binary("+", by, self.of("date", depth))
        return tree.Binary(op, self.of("date", depth), by)

    # Lists

    def rows(self, depth: int) -> Feel:
        """Make records, perhaps filtered."""
        orders = tree.Name("orders")
        if self.chance(0.5):
            return orders
        return tree.Filter(orders, self.inside("item", "boolean", depth))

    def inside(self, row: str, kind: str, depth: int) -> Feel:
        """Make an expression of a row."""
        self.row = row
        found = self.of(kind, max(depth, 1))
        self.row = None
        return found

    def aggregate(self, depth: int) -> Feel:
        """Make a number of records, or of the list of texts."""
        name = self.random.choice(("count", "sum", "mean", "min", "max"))
        rows = self.rows(depth)
        if name == "count":
            return call(name, tree.Name("tags") if self.chance(0.2) else rows)
        if self.chance(0.5):
            return call(name, tree.Path(rows, "amount"))
        return call(name, tree.For((("o", rows),), self.inside("o", "number", depth)))

    def quantified(self, depth: int) -> Feel:
        """Make `some`, `every`, `any(…)`, `all(…)`, or membership in what rows have."""
        if self.row is not None:
            return self.leaf("boolean")
        roll = self.random.randrange(4)
        rows = self.rows(depth)
        if roll == 0:
            return call(self.random.choice(("any", "all")), tree.Path(rows, "paid"))
        if roll == 1:
            return call("list contains", tree.Path(rows, "kind"), self.leaf("string"))
        by = self.inside("o", "boolean", depth)
        return tree.Quantified("some" if self.chance(0.5) else "every", (("o", rows),), by)

    # Unary tests

    def test(self, kind: str, depth: int) -> Test:
        """Make one test of a value of a kind."""
        ordered = kind in {"number", "date"}
        roll = self.random.randrange(8)
        if ordered and roll < 3:
            return CompareTest(self.random.choice((*ORDER, "!=")), self.of(kind, depth))
        if ordered and roll == 3:
            low, high = self.of(kind, depth), self.of(kind, depth)
            return ValueTest(tree.RangeLiteral(low, high, self.chance(0.5), self.chance(0.5)))
        if roll == 4 and kind == "string":
            return ValueTest(tree.Name("tags"))
        if roll == 5:
            return ValueTest(tree.ListLiteral((self.leaf(kind), self.leaf(kind))))
        if roll == 6:
            return CompareTest(self.random.choice(("=", "!=")), self.of(kind, depth))
        return ValueTest(self.of(kind, depth))

    def tests(self, kind: str, depth: int = 2) -> UnaryTests:
        """Make a cell of a column of a kind."""
        self.subject = kind
        made = []
        for _ in range(self.random.randrange(1, 4)):
            asks = kind != "boolean" and self.chance(0.1)
            made.append(ValueTest(self.asking(kind)) if asks else self.test(kind, depth))
        self.subject = None
        if self.chance(0.1):
            made.insert(self.random.randrange(len(made) + 1), ValueTest(tree.Null()))
        return UnaryTests(tuple(made), self.chance(0.35))

    def asking(self, kind: str) -> Feel:
        """Make a condition of `?`."""
        asked = tree.Binary(self.random.choice(RELATIONS), tree.Name("?"), self.leaf(kind))
        return tree.Binary(self.random.choice(("and", "or")), asked, self.of("boolean", 1))


def call(name: str, *arguments: Feel) -> Feel:
    """Call a function by its name."""
    return tree.Call(tree.Name(name), arguments)


def duration(text: str) -> Feel:
    """Make a duration."""
    return call("duration", tree.String(text))
