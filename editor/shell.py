"""What stands around every page: language, headers, who may ask, and pages for what went wrong."""

from __future__ import annotations

import ipaddress
import logging
import os
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from flask import Flask, Response, abort, jsonify, render_template, request
from flask_babel import Babel
from flask_wtf.csrf import CSRFError, CSRFProtect
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, Unauthorized

from editor import preferences, speech
from editor.browser_files import Pages, nonce, with_nonce
from editor.here import house as this_house
from editor.here import signed_in_if_known
from editor.pages import (
    accounts,
    decisions,
    desk,
    desk_rows,
    draft_making,
    drafts,
    exchange,
    keys,
    library,
    people,
    publishing,
    renaming,
    reviews,
    rulesets,
    trying,
    vocabularies,
    vocabulary_making,
)
from editor.rights import check_right
from editor.sessions import open_sessions
from editor.views.people import browser, publisher
from rulesets.errors import CallerError, Fault, OperatorError
from rulesets.wording.units import unit_word
from service.house import House
from service.people import Act, why_not_beyond
from service.people import may as may_do

HOSTS: Final = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
MOST_FORM: Final = 1_000_000
"""Bytes of a form; a thousand records have room in it."""

MOST_OF: Final = {
    f"pages.{exchange.pages.name}": exchange.MOST_UPLOADED,
    f"pages.{desk.pages.name}": desk.MOST_POSTED,
}
"""Bytes where more is sent than by a form: a file, a paste of thousands of rows."""

TRANSLATIONS: Final = Path(__file__).parent / "translations"
_READING: Final = (rulesets, library, vocabularies, trying, decisions, exchange)
_PEOPLE: Final = (accounts, people, keys)
_DRAFTING: Final = (draft_making, vocabulary_making, renaming, drafts, desk, desk_rows)
_PUBLICATION: Final = (reviews, publishing)
_FAMILIES: Final = (*_READING, *_PEOPLE, *_DRAFTING, *_PUBLICATION)
_UNSHOWN: Final = frozenset({"csrf_token", "password", "present", "new", "again"})
_log = logging.getLogger("fenji.pages")


def open_pages(app: Flask, house: House) -> None:
    """Put all pages into the app.

    Beyond this machine, and under another name than its own, they answer only when there is an
    administrator and no demonstration account. A page that declares no right is refused.

    Raises:
        OperatorError: `pages-without-words`, the Chinese words were not compiled at set-up.
    """
    if not (TRANSLATIONS / "zh/LC_MESSAGES/messages.mo").exists():
        raise OperatorError((Fault("pages-without-words", words={"folder": str(TRANSLATIONS)}),))
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.extensions["house"] = house
    open_sessions(app)
    Babel(app, locale_selector=preferences.language, default_locale="zh")
    # The interface for machines has keys instead of sessions: only pages check forms.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    protection = CSRFProtect(app)
    pages = Pages(
        "pages",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    for family in _FAMILIES:
        pages.register_blueprint(family.pages)
    pages.register_blueprint(preferences.preferences)
    # Who may comes after the form is found to be ours: it may be sent again after signing in.
    for asked in (only_this_machine, only_texts, protection.protect, check_right):
        pages.before_request(asked)
    pages.after_request(headers)
    pages.errorhandler(CSRFError)(stale_form)
    pages.errorhandler(HTTPException)(went_wrong)
    pages.errorhandler(Unauthorized)(signed_out)
    pages.errorhandler(CallerError)(refused)
    pages.errorhandler(OperatorError)(unavailable)
    pages.errorhandler(Exception)(unknown_fault)
    pages.context_processor(surroundings)
    add_filters(pages)
    app.register_blueprint(pages)
    # What no route takes, or not by that method, belongs to no blueprint.
    app.register_error_handler(HTTPException, no_such_page)


def add_filters(pages: Pages) -> None:
    """Let templates say values as people do."""
    pages.add_app_template_filter(moment_text, "moment")
    pages.add_app_template_filter(browser)
    pages.add_app_template_filter(publisher)
    pages.add_app_template_filter(zone_text, "zone")
    pages.add_app_template_filter(lambda each: unit_word(each, speech.tongue()), "unit")
    pages.add_app_template_filter(as_sentence)
    pages.add_app_template_filter(lambda words: speech.joined(words, speech.tongue()), "joined")


def is_this_machine(host: str, address: str | None) -> bool:
    """Tell whether a request came from and named this machine.

    Example:
        >>> is_this_machine("localhost:8000", "127.0.0.1")
        True
        >>> is_this_machine("fenji.example", "127.0.0.1")
        False
        >>> is_this_machine("[::1]:8000", "::1"), is_this_machine("localhost", "10.0.0.7")
        (True, False)
    """
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    try:
        near = ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
    return near and name.lower() in HOSTS


def may_answer() -> bool:
    """Tell whether pages answer to where the request comes from, and under the name it uses.

    Without accounts another site could read them through a name of its own that leads here.
    """
    if is_this_machine(request.host, request.remote_addr):
        return True
    return why_not_beyond(this_house(), request.host) is None


def only_this_machine() -> None:
    """Refuse a page to other machines, and under other names, where accounts do not guard it."""
    if not may_answer():
        abort(403)
    most = MOST_OF.get(request.blueprint or "", MOST_FORM)
    request.max_content_length = request.max_form_memory_size = most


def only_texts() -> None:
    """Refuse what no page of ours sends: NUL in an address, a file in the place of a text."""
    asked = (request.path, *(each for _, each in request.args.items(multi=True)))
    if any("\0" in each for each in asked):
        abort(404)  # PostgreSQL cannot even look for it
    if request.files.keys() - {exchange.FILE}:
        abort(400)


def no_such_page(error: HTTPException) -> Response:
    """Answer an address that belongs to no page and to no other door."""
    if not may_answer():
        return headers(Response("", error.code or 500))
    said, code = went_wrong(error)
    answer = said if isinstance(said, Response) else Response(said)
    answer.status_code = code
    return headers(answer)


def headers(answer: Response) -> Response:
    """Add the headers that keep a page from being framed, sniffed, cached or scripted by others."""
    answer.headers.setdefault("Content-Security-Policy", with_nonce(POLICY))
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Referrer-Policy", "same-origin")
    answer.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if answer.mimetype == "text/html":
        answer.headers.setdefault("Cache-Control", "no-store")
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer


def surroundings() -> dict[str, object]:
    """Give every template the language, the light and the page's own address."""
    return {
        "language": speech.tongue(),
        "theme": preferences.theme(),
        "signed_in": signed_in_if_known(),
        "may": may,
        "here": request.full_path.rstrip("?"),
        "nonce": nonce,
        "times_of": zone_name(house_zone()),
    }


def may(act: Act) -> bool:
    """Tell whether who is signed in may do an act, for what a page offers."""
    who = signed_in_if_known()
    return who is not None and may_do(who.person, act)


def house_zone() -> str:
    """Give the zone of the times on the pages: the one that `FENJI_ZONE` names."""
    return os.environ.get("FENJI_ZONE") or "Asia/Shanghai"


def moment_text(value: datetime, zone: str = "") -> Markup:
    """Say an instant in a zone with its offset; in the one at the foot of each page, without.

    Example:
        >>> from datetime import UTC
        >>> said = moment_text(datetime(2026, 3, 3, 6, 22, tzinfo=UTC), "Asia/Shanghai")
        >>> said.striptags()
        '2026-03-03 14:22 +08:00'
    """
    there = value.astimezone(ZoneInfo(zone or house_zone()))
    clock, sign, offset = there.isoformat(" ", "minutes").rpartition(there.strftime("%z")[0])
    whole = f"{clock} {sign}{offset}"
    element = Markup('<time class="nowrap" datetime="{}" title="{}">{}</time>')
    return element.format(there.isoformat(), whole, whole if zone else clock)


def zone_name(zone: str) -> str:
    """Name a time zone as the reader's language calls it."""
    try:
        return get_timezone_name(zone, locale="zh_CN" if speech.tongue() == "zh" else "en")
    except LookupError:
        return zone


def zone_text(zone: str) -> str:
    """Name a time zone by its id, and as the reader's language calls it."""
    title = zone_name(zone)
    return zone if zone in title else f"{zone} · {title}"


def stale_form(error: CSRFError) -> tuple[str, int]:
    """Say that a form was too old or not ours, and what to do; of ours show what was typed.

    A browser forgets it on the way back, as pages are not kept. What another site sends is not
    shown, or it could speak in our name.
    """
    del error
    is_ours = request.headers.get("Origin") == request.host_url.rstrip("/")
    fields = request.form.items(multi=True) if is_ours else ()
    typed = [text for name, text in fields if name not in _UNSHOWN and text.strip()]
    hint = speech.gettext("Open the page anew, fill it in and send it again.")
    return _page(400, speech.gettext("This form has expired"), hint, typed)


def went_wrong(error: HTTPException) -> tuple[str | Response, int]:
    """Say what an HTTP error means for the reader."""
    code = error.code or 500
    titles = {
        403: speech.gettext("This page answers only on the machine it runs on"),
        404: speech.gettext("There is no such page"),
        405: speech.gettext("This page cannot be used that way"),
        413: speech.gettext("That is too much at once"),
    }
    hints = {
        403: speech.gettext("Open it as http://127.0.0.1:8000 on the machine where Fenji runs."),
        404: speech.gettext("Look for it in the lists of rulesets, drafts or decisions."),
    }
    title = titles.get(code, speech.gettext("The page cannot be shown"))
    hint = hints.get(code, speech.gettext("Go back and try another way."))
    return _told(code, title, hint)


def signed_out(error: Unauthorized) -> tuple[str | Response, int]:
    """Say that the session has ended, and keep what was typed to send it again.

    Only forms of ours come here: others were refused before.
    """
    del error
    if request.is_json:
        return _as_data(401, speech.gettext("You are signed out"), speech.gettext("Sign in"))
    # A file cannot be kept in a page.
    kept = [] if request.files else list(request.form.items(multi=True))
    return render_template("signed_out.html", **surroundings(), kept=kept), 401


def refused(error: CallerError) -> tuple[str | Response, int]:
    """Say in the reader's language what is not allowed, or not there."""
    fault = error.faults[0]
    if fault.code == "not-allowed":
        message, hint = fault.message(speech.tongue()), fault.hint(speech.tongue())
        return _told(403, message, hint)
    # The fault's own hint is for callers of the interface.
    hint = speech.gettext("Look for it in the lists of rulesets, drafts or decisions.")
    return _told(404, speech.quoted(fault.message(speech.tongue()), speech.tongue()), hint)


def unavailable(error: OperatorError) -> tuple[str | Response, int]:
    """Say that storage or configuration stands in the way."""
    _log.error("page %s: %s", request.path, error)
    fault = error.faults[0]
    code = 500 if fault.code in {"engines-disagree", "not-inferred"} else 503
    return _told(code, fault.message(speech.tongue()), fault.hint(speech.tongue()))


def unknown_fault(error: Exception) -> tuple[str | Response, int]:
    """Turn an unknown fault into an id: nothing internal is shown, all of it is in the log."""
    fault_id = secrets.token_hex(6)
    _log.exception("fault %s at %s", fault_id, request.path, exc_info=error)
    return _told(
        500,
        speech.gettext("Something went wrong on our side"),
        speech.gettext("Tell the operator this number: %(number)s.", number=fault_id),
    )


def as_sentence(text: str) -> str:
    """Write a message as a sentence of its own, in the reader's language."""
    return speech.sentence(text, speech.tongue())


def _told(code: int, title: str, hint: str) -> tuple[str | Response, int]:
    """Answer a script in data, a person in a page."""
    return _as_data(code, title, hint) if request.is_json else _page(code, title, hint)


def _as_data(code: int, title: str, hint: str) -> tuple[Response, int]:
    """Answer a script of a page."""
    return jsonify(message=title, hint=hint), code


def _page(code: int, title: str, hint: str, typed: Sequence[str] = ()) -> tuple[str, int]:
    # An address of no page is shown outside of the blueprint, which else gives the surroundings.
    around = surroundings()
    page = render_template("fault.html", **around, title=title, hint=hint, code=code, typed=typed)
    return page, code
