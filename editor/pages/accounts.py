"""Signing in and out, and one's own page: sessions, password, language and light."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response
from wtforms import StringField

from editor import sessions
from editor.here import house, signed_in
from editor.preferences import inside
from editor.rights import of_ones_own, open_to_all
from editor.views.people import by_field
from rulesets.errors import CallerError, Fault
from service import people
from service.people import SignedIn

pages = Blueprint("accounts", __name__)


class SignInForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A name, a password, and where the reader was going."""

    name = StringField()
    password = StringField()
    next = StringField()


class PasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """The present password and the new one, twice."""

    present = StringField()
    new = StringField()
    again = StringField()


@pages.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def sign_in() -> str | Response | tuple[str, int]:
    """Ask for name and password."""
    if request.method == "GET":
        to = request.args.get("next", "")
        if signed_in() is not None:
            return redirect(inside(to), code=303)
        return _asking("", to)
    form = SignInForm()
    name, to = (form.name.data or "").strip(), form.next.data or ""
    try:
        sessions.enter(name, form.password.data or "")
    except CallerError as error:
        return _asking(name, to, error.faults), 422
    return redirect(inside(to), code=303)


@pages.post("/sign-out")
@open_to_all
def sign_out() -> Response:
    """End the session; whoever is not signed in any more is signed out already."""
    sessions.leave(signed_in())
    return redirect(url_for("pages.accounts.sign_in"), code=303)


@pages.get("/me")
@of_ones_own
def me() -> str:
    """Show one's own account."""
    return _mine(_me())


@pages.post("/me/password")
@of_ones_own
def change_password() -> str | Response | tuple[str, int]:
    """Change one's own password."""
    who, form = _me(), PasswordForm()
    if form.new.data != form.again.data:
        return _mine(who, (Fault("passwords-differ"),)), 422
    try:
        people.change_password(house(), who, form.present.data or "", form.new.data or "")
    except CallerError as error:
        return _mine(who, error.faults), 422
    return redirect(url_for("pages.accounts.me", changed="password"), code=303)


@pages.post("/me/sessions/<session>/end")
@of_ones_own
def end_session(session: str) -> Response:
    """End one of one's own sessions."""
    who = _me()
    people.end_session(house(), who.person, who.person.id, session)
    return redirect(url_for("pages.accounts.me", changed="sessions"), code=303)


@pages.post("/me/sessions/end")
@of_ones_own
def end_sessions() -> Response:
    """End all of one's own sessions but this one."""
    who = _me()
    people.end_sessions(house(), who.person, who.person.id, but=who.session)
    return redirect(url_for("pages.accounts.me", changed="sessions"), code=303)


def _me() -> SignedIn:
    who = signed_in()
    if who is None:
        raise Unauthorized
    return who


def _asking(name: str, to: str, faults: tuple[Fault, ...] = ()) -> str:
    return render_template(
        "sign_in.html",
        name=name,
        next=to,
        faults=by_field(faults),
        has_people=bool(faults) or people.has_people(house()),
    )


def _mine(who: SignedIn, faults: tuple[Fault, ...] = ()) -> str:
    return render_template(
        "me.html",
        who=who,
        roles=[each for each in people.ROLES if each in who.person.roles],
        titles=people.ROLE_TITLES,
        sessions=people.sessions_of(house(), who.person, who.person.id),
        faults=by_field(faults),
        changed=request.args.get("changed", ""),
        area="me",
    )
