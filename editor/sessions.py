"""How a browser's session is kept: a signed cookie with a token of service.people."""

from __future__ import annotations

from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, login_user, logout_user

from editor.here import Reader, house
from service import people
from service.people import SignedIn

_CSRF = "csrf_token"
_LEFT = "left"


class Cookies(SecureCookieSessionInterface):
    """The cookie of a page that came encrypted goes back encrypted only."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Tell whether the cookie is for https only."""
        return request.is_secure


def open_sessions(app: Flask) -> None:
    """Let Flask-Login find the reader of a request."""
    app.session_interface = Cookies()
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["SESSION_COOKIE_HTTPONLY"] = True
    # A form lives as long as its session: what was typed for hours is not thrown away.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    manager = LoginManager()
    manager.user_loader(_reader)
    # The service ends sessions. A reader may move from one network to another.
    manager.session_protection = None
    # Not by init_app, which would read the session of calls of the interface as well.
    app.login_manager = manager  # type: ignore[attr-defined]  # where Flask-Login looks for it


def enter(name: str, password: str) -> None:
    """Sign in and begin a new session of the browser.

    A form opened before one's own session ended, or was left in another window, stays good, so that
    it can be sent after all.

    Raises:
        CallerError: `wrong-sign-in`, `too-many-sign-ins`.
    """
    before = people.whose(house(), session.get("_user_id") or session.get(_LEFT, ""))
    token = people.sign_in(
        house(),
        name,
        password,
        address=request.remote_addr or "",
        agent=request.headers.get("User-Agent", ""),
    )
    reader = _reader(token)
    forms = session.get(_CSRF)
    session.clear()
    if reader is not None:
        if forms and before == reader.who.person.id:
            session[_CSRF] = forms
        login_user(reader)


def leave(who: SignedIn | None) -> None:
    """Sign out: the session ends here and in the house."""
    if who is not None:
        people.sign_out(house(), who)
    kept = {_LEFT: session.get("_user_id"), _CSRF: session.get(_CSRF)} if who else {}
    logout_user()
    session.clear()
    session.update(kept)


def _reader(token: str) -> Reader | None:
    who = people.signed_in(house(), token)
    return Reader(token, who) if who else None
