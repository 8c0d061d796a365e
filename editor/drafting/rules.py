"""The editor of rules as sentences: conditions to choose, in groups, and what they conclude."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from editor.drafting.block_head import concluded_keys
from editor.drafting.choosing import Choosing
from editor.drafting.desk import Desk
from editor.drafting.fields import field_id
from editor.drafting.giving import Giving, Output
from editor.drafting.making import fresh
from editor.drafting.place_names import title_in
from editor.speech import gettext
from editor.views.conditions import Condition
from editor.views.groups import Edits, Group, Leaf, group_of, texts_of
from rulesets.documents.places import Path
from rulesets.drafting import Edit, edits_to
from rulesets.drafting.showing import Showing
from rulesets.model import Rules, Ruleset
from rulesets.wording import rule_sentence
from service.drafts.checking import document_of

MOST_OPEN: Final = 4
"""Of more rules than these only those that want something are open when the page is drawn."""
MOST_WRONG: Final = 10
"""Of the rules with faults so many are open."""
MOST_SEEN: Final = 12
"""Of more rules than these one searches those that are meant."""

_LONGEST_ID = 50


@dataclass(frozen=True)
class Rule:
    """One rule, with the edits that move, duplicate and remove it.

    Of a rule that stands closed its sentence is drawn and nothing else: `when` is None.
    """

    id: str
    index: int
    path: Path
    plain: Mapping[str, Any]
    title: str
    when: Group | None
    outputs: tuple[Output, ...]
    sentence: str
    up: Edits
    down: Edits
    copies: Edits
    remove: Edits
    is_disabled: bool

    @property
    def is_open(self) -> bool:
        """Whether its conditions are drawn."""
        return self.when is not None


def view(desk: Desk, index: int) -> Mapping[str, Any]:
    """Show a block of rules for editing."""
    return _Editor(desk, index).view()


class _Editor:
    """Makes the view of one block."""

    def __init__(self, desk: Desk, index: int) -> None:
        self._desk, self._path = desk, ("blocks", index)
        self._block: Mapping[str, Any] = desk.content["blocks"][index]
        self._showing: Showing = desk.showing
        self._language = desk.language
        self._concludes = concluded_keys(self._block)
        listed = self._block.get("rules")
        every = listed if isinstance(listed, list) else []
        self._rules = [(at, each) for at, each in enumerate(every) if isinstance(each, Mapping)]
        self._last = len(every) - 1
        self._ids = frozenset(str(each.get("id")) for _, each in self._rules)

    def view(self) -> Mapping[str, Any]:
        new = {"id": _new_id(self._ids), "when": "", "then": {}}
        end = (*self._path, "rules", len(self._block.get("rules") or ()))
        return {
            "path": list(self._path),
            "count": len(self._rules),
            "is_long": len(self._rules) > MOST_SEEN,
            # Drawn seldom, while every answer says the sentences of those that are open.
            "rules": lambda: [self._rule(at, each) for at, each in self._rules],
            "opened": self._opened,
            "add": edits_to([self._at_end(end, new)]),
            "added": field_id([*end, "when"]) + "-subject",
            "subjects": self._choosing.subjects,
            "builder": self._choosing.builder,
            "scripts": ("desk/conditions.js", "desk/opening.js", "desk/seeking.js"),
            "answered": {
                "sentences": {
                    str(each.get("id")): self._sentence(at, each)
                    for at, each in self._rules
                    if self._is_open(each)
                }
            },
        }

    def _opened(self, name: str) -> tuple[str, Mapping[str, Any]] | None:
        """Give what draws a rule that somebody opens; None: there is none of that id."""
        found = next((rule for rule in self._rules if rule[1].get("id") == name), None)
        if found is None:
            return None
        return "desk/rule_body.html", {"rule": self._rule(*found, is_opened=True)}

    def _is_open(self, rule: Mapping[str, Any]) -> bool:
        name, when = str(rule.get("id")), rule.get("when")
        wants = not all(each.strip() for each in texts_of(when)) or not rule.get("then")
        is_meant = name in self._desk.asked.opened or name in self._wrong
        return wants or is_meant or len(self._rules) <= MOST_OPEN

    @cached_property
    def _wrong(self) -> tuple[str, ...]:
        """Name the first rules that have faults."""
        block = ("rules", self._block.get("key"))
        places = (dict(each.place) for each in self._desk.faults if block in each.place)
        names = (str(each["rule"]) for each in places if "rule" in each)
        return tuple(dict.fromkeys(names))[:MOST_WRONG]

    @cached_property
    def _choosing(self) -> Choosing:
        return Choosing(self._desk, str(self._block.get("key")), self._concludes)

    @cached_property
    def _giving(self) -> Giving:
        return Giving(self._desk, self._block, self._concludes)

    def _at_end(self, end: Path, new: Mapping[str, Any]) -> Edit:
        has_list = isinstance(self._block.get("rules"), list)
        return Edit("insert", end, new) if has_list else Edit("set", end[:-1], [new])

    def _sentence(self, at: int, rule: Mapping[str, Any]) -> str:
        """Say a rule; what changed since the draft passed by what is chosen and typed."""
        passed, name = self._desk.last_passed, str(rule.get("id"))
        if passed is not None and (self._desk.checked or name in self._unchanged):
            return rule_sentence(passed, str(self._block.get("key")), name, self._language)
        path = (*self._path, "rules", at)
        return self._told(self._when(path, rule), self._outputs(path, rule))

    @cached_property
    def _unchanged(self) -> frozenset[str]:
        """Name the rules that are what they were when the draft last passed."""
        key, document = str(self._block.get("key")), document_of(self._desk.house, self._desk.draft)
        if self._desk.last_passed is None or not isinstance(document, Ruleset):
            return frozenset()
        blocks = (*document.blocks, *self._desk.last_passed.ruleset.blocks)
        both = [each.rules for each in blocks if each.key == key and isinstance(each, Rules)]
        pairs = ({each.id: each for each in rules} for rules in both)
        now, then = next(pairs, {}), next(pairs, {})
        return frozenset(name for name in now if now[name] == then.get(name))

    def _when(self, path: Path, rule: Mapping[str, Any]) -> Group:
        return group_of(rule.get("when"), (*path, "when"), self._showing, self._language)

    def _outputs(self, path: Path, rule: Mapping[str, Any]) -> tuple[Output, ...]:
        place = [["rules", self._block.get("key")], ["rule", str(rule.get("id"))]]
        return tuple(self._giving.outputs(rule.get("then"), (*path, "then"), place))

    def _told(self, when: Group, outputs: tuple[Output, ...]) -> str:
        given = [f"{each.title} {gettext('is')} {each.said}" for each in outputs if each.said]
        then = ("，" if self._language == "zh" else ", ").join(given) or "…"
        return gettext("When %(when)s, then %(then)s", when=self._group_told(when), then=then)

    def _group_told(self, of: Group) -> str:
        joint = {"all": gettext("and"), "any": gettext("or"), "none": gettext("nor")}[of.kind]
        parts = [
            self._choosing.said(each.chosen or Condition(), each.text.strip() or "…")
            if isinstance(each, Leaf)
            else f"({self._group_told(each)})"
            for each in of.members
        ]
        said = f" {joint} ".join(parts)
        return f"{gettext('None of these holds')}: {said}" if of.kind == "none" else said

    def _rule(self, at: int, rule: Mapping[str, Any], *, is_opened: bool = False) -> Rule:
        path, name = (*self._path, "rules", at), str(rule.get("id"))
        is_open = is_opened or self._is_open(rule)
        copy = {**rule, "id": _new_id(self._ids, name)}
        return Rule(
            id=name,
            index=at,
            path=path,
            plain=rule,
            title=title_in(rule, self._language),
            when=self._when(path, rule) if is_open else None,
            outputs=self._outputs(path, rule) if is_open else (),
            sentence=self._sentence(at, rule),
            up=edits_to([Edit("move", path, to=at - 1)]) if at else [],
            down=edits_to([Edit("move", path, to=at + 1)]) if at < self._last else [],
            copies=edits_to([Edit("insert", (*path[:-1], at + 1), copy)]),
            remove=edits_to([Edit("remove", path)]),
            is_disabled=rule.get("disabled") == "true",
        )


def _new_id(taken: frozenset[str], like: str = "") -> str:
    """Make an id that no rule has yet: analysts never see one.

    Example:
        >>> _new_id(frozenset({"rule-1"})), _new_id(frozenset({"good"}), "good")
        ('rule-2', 'good-2')
    """
    start = re.sub("-[0-9]+$", "", like)[:_LONGEST_ID] or "rule"
    return fresh(f"{start}-", taken, 2 if like else 1)
