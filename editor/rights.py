"""Which right each page needs, said where the page is; a page that says nothing is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from editor.here import signed_in
from service.people import Act, require

OPEN: Final = "open"
"""Anybody may see it, signed in or not."""

SIGNED_IN: Final = "signed in"
"""Everybody who is signed in may: it shows and changes only what is one's own."""

STATIC: Final = "pages.static"
_NEEDED: Final = "fenji_needs"
_View = TypeVar("_View", bound=Callable[..., Any])


def needs(act: Act, *, post: Act | None = None) -> Callable[[_View], _View]:
    """Declare the right that a page needs, and another one for posting to it.

    Example:
        >>> @needs("read drafts", post="draft")
        ... def page() -> str:
        ...     return ""
        >>> needed(page, "GET"), needed(page, "POST")
        ('read drafts', 'draft')
    """
    return _declared(act, post or act)


def open_to_all(view: _View) -> _View:
    """Declare that a page needs nobody to be signed in."""
    return _declared(OPEN, OPEN)(view)


def of_ones_own(view: _View) -> _View:
    """Declare that a page needs no right but to be signed in."""
    return _declared(SIGNED_IN, SIGNED_IN)(view)


def needed(view: Callable[..., Any], method: str) -> str | None:
    """Tell what a page needs: an act, `OPEN` or `SIGNED_IN`; None where it declares nothing."""
    declared: tuple[str, str] | None = getattr(view, _NEEDED, None)
    return None if declared is None else declared[method not in {"GET", "HEAD", "OPTIONS"}]


def check_right() -> Response | None:
    """Let a request to a page through, ask who it is, or refuse it.

    Raises:
        CallerError: `not-allowed`.
    """
    endpoint = request.endpoint or ""
    if endpoint == STATIC:
        return None
    need = needed(current_app.view_functions[endpoint], request.method)
    if need == OPEN:
        return None
    who = signed_in()
    if who is None:
        return _to_sign_in()
    if need is None:
        abort(403)
    if who.must_change and not endpoint.startswith("pages.accounts."):
        return redirect(url_for("pages.accounts.me"), code=303)
    if need != SIGNED_IN:
        require(who.person, need)  # type: ignore[arg-type]  # `needs` takes acts only
    return None


def _declared(to_read: str, to_post: str) -> Callable[[_View], _View]:
    def declare(view: _View) -> _View:
        setattr(view, _NEEDED, (to_read, to_post))
        return view

    return declare


def page_rules(app: Flask) -> list[tuple[str, str, str | None]]:
    """List every address of a page with its methods and what it needs."""
    return [
        (rule.rule, method, needed(app.view_functions[rule.endpoint], method))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("pages.") and rule.endpoint != STATIC
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def _to_sign_in() -> Response | None:
    if request.method not in {"GET", "HEAD"} or request.is_json:
        abort(401)
    asked = request.full_path.rstrip("?")
    return redirect(url_for("pages.accounts.sign_in", next=asked), code=303)
