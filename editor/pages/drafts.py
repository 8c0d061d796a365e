"""Pages of drafts: all of them, one with its editors, and who changed what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from editor.drafting.answering import keep_sample, surroundings
from editor.drafting.desk import Asked, Desk
from editor.drafting.offering import offered
from editor.drafting.table import comes_first
from editor.drafting.windows import sought
from editor.here import house, person
from editor.pages.rulesets import read_number
from editor.rights import needs
from editor.speech import gettext, tongue
from service.drafts import (
    Draft,
    can_step,
    discard,
    get_draft,
    history,
    list_drafts,
    take_back,
)
from service.drafts.model import STATES

pages = Blueprint("drafts", __name__)
pages.app_url_defaults(keep_sample)
_MOST_TOLD: Final = 50
_LONGEST: Final = 100


@pages.get("/drafts")
@needs("read drafts")
def every() -> str:
    """Show the drafts that are worked on, and those put away."""
    working = list_drafts(house(), person())
    away = list_drafts(house(), person(), ("discarded",))
    return render_template("drafts.html", drafts=working, away=away, states=STATES, area="drafts")


@pages.get("/drafts/<draft>")
@needs("read drafts")
def one(draft: str) -> str:
    """Show the whole of a draft: its map, its blocks, what is wrong with it."""
    return _page(get_draft(house(), person(), draft), "")


@pages.get("/drafts/<draft>/<path:at>")
@needs("read drafts")
def part(draft: str, at: str) -> str:
    """Show the editor of one part of a draft, such as `blocks/discount`."""
    return _page(get_draft(house(), person(), draft), at)


@pages.get("/drafts/<draft>/history")
@needs("read drafts")
def past(draft: str) -> str:
    """Show who changed what when, the newest first."""
    there = get_draft(house(), person(), draft)
    before = read_number(request.args.get("before", ""))
    changes = history(house(), person(), draft, before, _MOST_TOLD + 1)
    return render_template(
        "draft_history.html",
        draft=there,
        changes=changes[:_MOST_TOLD],
        more=changes[_MOST_TOLD - 1].revision if len(changes) > _MOST_TOLD else None,
        area="drafts",
    )


@pages.post("/drafts/<draft>/discard")
@needs("draft")
def put_away(draft: str) -> Response:
    """Put a draft away; it can be taken back."""
    discard(house(), person(), draft)
    return redirect(url_for("pages.drafts.every"), code=303)


@pages.post("/drafts/<draft>/take-back")
@needs("draft")
def bring_back(draft: str) -> Response:
    """Take back a draft that was put away."""
    take_back(house(), person(), draft)
    return redirect(url_for("pages.drafts.one", draft=draft), code=303)


def desk_of(draft: Draft) -> Desk:
    """Open the desk of a draft with what the address names: the customer, and what stands open."""
    opened = request.args.getlist("opened")
    if words := request.args.get("sought", "")[:_LONGEST].strip():
        opened.append(sought(words))
    asked = Asked(request.args.get("sample", "")[:_LONGEST], opened=frozenset(opened))
    return Desk(house(), person(), draft, tongue(), asked)


def _page(draft: Draft, at: str) -> str:
    desk = desk_of(draft)
    # Who only reads has no script that asks for the checks.
    if desk.writes and comes_first(draft.content, at):
        desk = replace(desk, waits=True)
    around = surroundings(desk, at)
    can_undo, can_redo = can_step(house(), draft)
    return render_template(
        "desk/page.html",
        **around,
        can_undo=can_undo,
        can_redo=can_redo,
        why_not=_why_not(draft),
        data=_data(desk, at, around["faults"]),
    )


def _why_not(draft: Draft) -> str:
    if draft.state != "open":
        return STATES[draft.state].in_language(tongue())
    return gettext("You may read it, not change it")


def _data(desk: Desk, at: str, faults: list[dict[str, Any]]) -> dict[str, Any]:
    """Tell the script of the page what it works with."""
    draft = desk.draft.id
    return {
        "address": url_for("pages.desk.edit", draft=draft),
        "undo": url_for("pages.desk.undo_last", draft=draft),
        "redo": url_for("pages.desk.redo_last", draft=draft),
        "token": str(generate_csrf()),
        "me": url_for("pages.accounts.me"),
        "revision": desk.draft.revision,
        "at": at,
        "sample": desk.sample.id if desk.sample else desk.asked.sample,
        "waits": desk.waits,
        "opened": sorted(desk.asked.opened),
        "writes": desk.writes,
        "words": state_words(),
        "names": offered(desk) if at else [],
        "faults": faults,
        "language": desk.language,
    }


def state_words() -> dict[str, str]:
    """Say how saving stands, for the script of the page."""
    return {
        "saved": gettext("Saved"),
        "saving": gettext("Saving…"),
        "offline": gettext("No connection: your changes stay here and are saved later"),
        "signed-out": gettext("Sign in again in another window, then save again; nothing is lost"),
        "moved": gettext("This draft was changed elsewhere"),
        "refused": gettext("This change was not saved"),
        "names": gettext("Names and functions"),
        "value": gettext("value"),
    }
