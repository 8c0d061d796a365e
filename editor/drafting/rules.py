"""The editor of rules as sentences: conditions to choose, in groups, and what they conclude."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import Any, Final

from editor.drafting.block_head import concluded_keys
from editor.drafting.choosing import Choosing
from editor.drafting.desk import Desk
from editor.drafting.faults import title_in
from editor.drafting.fields import field_id
from editor.drafting.giving import Giving, Output
from editor.speech import gettext
from editor.views.conditions import Condition
from editor.views.groups import Edits, Group, Leaf, group_of, texts_of
from rulesets.documents.places import Path
from rulesets.drafting import Edit, edits_to
from rulesets.drafting.showing import Showing
from rulesets.wording import block_sentences

MOST_OPEN: Final = 4
"""Of more rules than these only those that want something are open when the page is drawn."""

_LONGEST_ID = 50


@dataclass(frozen=True)
class Rule:
    """One rule, with the edits that move, duplicate and remove it; `is_open` is how it is drawn."""

    id: str
    index: int
    path: Path
    plain: Mapping[str, Any]
    title: str
    when: Group
    outputs: tuple[Output, ...]
    sentence: str
    up: Edits
    down: Edits
    copies: Edits
    remove: Edits
    is_disabled: bool
    is_open: bool


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
        self._choosing = Choosing(desk, str(self._block.get("key")), self._concludes)
        self._giving = Giving(desk, self._block, self._concludes)
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
            # Drawn seldom, while every answer says the sentences.
            "rules": lambda: self._shown,
            "add": edits_to([self._at_end(end, new)]),
            "added": field_id([*end, "when"]) + "-subject",
            "subjects": self._choosing.subjects,
            "builder": self._choosing.builder,
            "scripts": ("desk/conditions.js",),
            "answered": {
                "sentences": self._said or {each.id: each.sentence for each in self._shown}
            },
        }

    @cached_property
    def _shown(self) -> list[Rule]:
        return [self._rule(at, each) for at, each in self._rules]

    def _at_end(self, end: Path, new: Mapping[str, Any]) -> Edit:
        has_list = isinstance(self._block.get("rules"), list)
        return Edit("insert", end, new) if has_list else Edit("set", end[:-1], [new])

    @cached_property
    def _said(self) -> dict[str, str]:
        """Say each rule; none while there are faults."""
        checked, key = self._desk.checked, str(self._block.get("key"))
        placed = checked.placed.get(key) if checked else None
        if checked is None or placed is None:
            return {}
        said = block_sentences(replace(checked, blocks=(placed,)), key, self._language)
        return {each.rule: each.text for each in said if each.kind == "rule"}

    def _told(self, when: Group, outputs: tuple[Output, ...]) -> str:
        """Say a rule by what is chosen and typed, for as long as it cannot be checked."""
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

    def _rule(self, at: int, rule: Mapping[str, Any]) -> Rule:
        path, name = (*self._path, "rules", at), str(rule.get("id"))
        when = group_of(rule.get("when"), (*path, "when"), self._showing, self._language)
        given = rule.get("then")
        place = [["rules", self._block.get("key")], ["rule", name]]
        outputs = tuple(self._giving.outputs(given, (*path, "then"), place))
        copy = {**rule, "id": _new_id(self._ids, name)}
        wants = not all(each.strip() for each in texts_of(rule.get("when"))) or not given
        return Rule(
            id=name,
            index=at,
            path=path,
            plain=rule,
            title=title_in(rule, self._language),
            when=when,
            outputs=outputs,
            sentence=self._said.get(name) or self._told(when, outputs),
            up=edits_to([Edit("move", path, to=at - 1)]) if at else [],
            down=edits_to([Edit("move", path, to=at + 1)]) if at < self._last else [],
            copies=edits_to([Edit("insert", (*path[:-1], at + 1), copy)]),
            remove=edits_to([Edit("remove", path)]),
            is_disabled=rule.get("disabled") == "true",
            is_open=wants or len(self._rules) <= MOST_OPEN,
        )


def _new_id(taken: frozenset[str], like: str = "") -> str:
    """Make an id that no rule has yet: analysts never see one.

    Example:
        >>> _new_id(frozenset({"rule-1"})), _new_id(frozenset({"good"}), "good")
        ('rule-2', 'good-2')
    """
    start = re.sub("-[0-9]+$", "", like)[:_LONGEST_ID] or "rule"
    return next(
        name for number in count(2 if like else 1) if (name := f"{start}-{number}") not in taken
    )
