"""What an expression or a cell may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from rulesets.expressions.spelling import Spellings, composed
from rulesets.types import Both, CodeList


@dataclass(frozen=True, eq=False)
class Scope:
    """The names that a text may use, by every spelling: key, Chinese title, English title.

    `names` leads to keys of facts, conclusions, constants and parameters; `functions` to the
    ruleset's own functions and lookups (built-in functions are always known). `record_fields` leads
    from the key of records to the sub-facts that are names inside an aggregate over them. `parts`
    are value columns of lookups, for the name after a point. `conclusions` is for `previous(…)`.

    `codes` is the list of the column, or of the conclusion an output cell is for: its values and
    titles may stand unquoted, and win over names. `code_lists` leads from the key of a fact,
    conclusion or sub-fact to its list, whose values may then stand unquoted where they are compared
    with that name. With `percent`, `15%` is 15, as in a column of unit %. A `canonical` scope is
    the same for every column: there is one way only to read canonical text.

    Example:
        >>> scope = Scope(names=spellings([("sales", Both("年采购额", "Annual purchases"))]))
        >>> scope.names["年采购额"], scope.for_column(percent=True).percent
        ('sales', True)
    """

    names: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    record_fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    conclusions: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    code_lists: Mapping[str, CodeList] = field(default_factory=dict)
    codes: CodeList | None = None
    percent: bool = False
    canonical: bool = False

    def __post_init__(self) -> None:
        """Index the spellings once; a scope made from this one shares the indexes."""
        for each in ("names", "functions", "conclusions", "parts"):
            object.__setattr__(self, each, Spellings.of(getattr(self, each)))
        fields = {key: Spellings.of(those) for key, those in self.record_fields.items()}
        object.__setattr__(self, "record_fields", fields)
        object.__setattr__(self, "code_lists", _CodeLists.of(self.code_lists))

    def for_column(self, codes: CodeList | None = None, *, percent: bool = False) -> Scope:
        """Make the scope of a column or a conclusion: its code list, and whether its unit is %."""
        return self if self.canonical else replace(self, codes=codes, percent=percent)

    def for_canonical_text(self) -> Scope:
        """Make the scope that reads canonical text back: keys only, and quoted values.

        A title may look like canonical text of something else: with `a`, `b` and the title `a - b`
        known, the difference of a and b prints as that title.
        """
        return Scope(
            names=_keys(self.names),
            functions=_keys(self.functions),
            record_fields={key: _keys(those) for key, those in self.record_fields.items()},
            conclusions=_keys(self.conclusions),
            parts=_keys(self.parts),
            canonical=True,
        )

    def code_spellings(self, codes: CodeList) -> CodeSpellings:
        """Lead from each value, and each title that one value alone has, to the value."""
        return _CodeLists.of(self.code_lists).spellings(codes)


class CodeSpellings(Spellings):
    """The values and titles of one code list; each leads to its value."""

    def __init__(self, codes: CodeList) -> None:
        """Index a list: a title that two values share leads to neither, since a guess could err."""
        titled: dict[str, set[str]] = {}
        for code in codes.codes:
            for title in (code.title.zh, code.title.en):
                titled.setdefault(title, set()).add(code.value)
        titles = {title: min(values) for title, values in titled.items() if len(values) == 1}
        super().__init__(titles | {code.value: code.value for code in codes.codes})
        self.codes = codes


class _CodeLists(Mapping[str, CodeList]):
    """Code lists by key; their spellings are indexed when first asked, once for all scopes."""

    def __init__(self, of: Mapping[str, CodeList]) -> None:
        self._of = dict(of)
        # The list is kept beside its index, so that no other list can come to have its id.
        self._indexed: dict[int, tuple[CodeList, CodeSpellings]] = {}

    @classmethod
    def of(cls, mapping: Mapping[str, CodeList]) -> _CodeLists:
        return mapping if isinstance(mapping, _CodeLists) else cls(mapping)

    def __getitem__(self, key: str) -> CodeList:
        return self._of[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)

    def spellings(self, codes: CodeList) -> CodeSpellings:
        known = self._indexed.get(id(codes))
        if known is None:
            known = self._indexed[id(codes)] = (codes, CodeSpellings(codes))
        return known[1]


def _keys(of: Mapping[str, str]) -> dict[str, str]:
    return {key: key for key in of.values()}


def spellings(named: Iterable[tuple[str, Both]]) -> dict[str, str]:
    """Lead from every spelling to its key: the key itself and the titles in both languages.

    A key wins over another's title; documents with such clashes are refused elsewhere (clause 1.6).

    Example:
        >>> spellings([("size", Both("规模", "Size"))])
        {'规模': 'size', 'Size': 'size', 'size': 'size'}
    """
    pairs = tuple(named)
    titles = {composed(title): key for key, both in pairs for title in (both.zh, both.en) if title}
    return titles | {composed(key): key for key, _ in pairs}
