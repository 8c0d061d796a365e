"""People for those who manage them: accounts, roles, passwords, sessions."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from editor.here import house, person
from editor.rights import needs
from editor.views.people import by_field
from rulesets.errors import CallerError, Fault
from service import people

pages = Blueprint("people", __name__)


class PersonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A name; roles are boxes of one name."""

    name = StringField()


@pages.get("/people")
@needs("manage people")
def every() -> str:
    """Show all accounts."""
    return _list()


@pages.post("/people")
@needs("manage people")
def add() -> str | tuple[str, int]:
    """Make an account; its first password is shown once."""
    name, roles = PersonForm().name.data or "", request.form.getlist("roles")
    try:
        account, made = people.add_person(house(), person(), name, roles)
    except CallerError as error:
        return _list(name, tuple(roles), error.faults), 422
    return _shown_once(account.person.id, account.person.name, made)


@pages.get("/people/<account>")
@needs("manage people")
def one(account: str) -> str:
    """Show one account."""
    return _one(account)


@pages.post("/people/<account>/roles")
@needs("manage people")
def set_roles(account: str) -> str | Response | tuple[str, int]:
    """Replace the roles of a person."""
    try:
        people.set_roles(house(), person(), account, request.form.getlist("roles"))
    except CallerError as error:
        return _refused(account, error)
    return _back(account, "roles")


@pages.post("/people/<account>/disable")
@needs("manage people")
def disable(account: str) -> str | Response | tuple[str, int]:
    """Disable an account and end its sessions."""
    try:
        people.disable(house(), person(), account)
    except CallerError as error:
        return _refused(account, error)
    return _back(account, "disabled")


@pages.post("/people/<account>/enable")
@needs("manage people")
def enable(account: str) -> Response:
    """Let a disabled account sign in again."""
    people.enable(house(), person(), account)
    return _back(account, "enabled")


@pages.post("/people/<account>/password")
@needs("manage people")
def reset_password(account: str) -> str:
    """Set a password anew; it is shown once."""
    found = people.get_account(house(), person(), account)
    made = people.reset_password(house(), person(), account)
    return _shown_once(account, found.person.name, made)


@pages.post("/people/<account>/sessions/end")
@needs("manage people")
def end_sessions(account: str) -> Response:
    """End all sessions of a person."""
    people.get_account(house(), person(), account)
    people.end_sessions(house(), person(), account)
    return _back(account, "sessions")


@pages.post("/people/<account>/sessions/<session>/end")
@needs("manage people")
def end_session(account: str, session: str) -> Response:
    """End one session of a person."""
    people.end_session(house(), person(), account, session)
    return _back(account, "sessions")


def _back(account: str, changed: str) -> Response:
    return redirect(url_for("pages.people.one", account=account, changed=changed), code=303)


def _refused(account: str, error: CallerError) -> tuple[str, int]:
    if error.faults[0].code == "unknown-person":
        raise error
    return _one(account, error.faults), 422


def _shown_once(account: str, name: str, password: str) -> str:
    return render_template(
        "password_made.html", account=account, name=name, password=password, area="people"
    )


def _list(name: str = "", roles: tuple[str, ...] = (), faults: tuple[Fault, ...] = ()) -> str:
    return render_template(
        "people.html",
        accounts=people.list_people(house(), person()),
        roles=people.ROLES,
        titles=people.ROLE_TITLES,
        name=name,
        chosen=roles,
        faults=by_field(faults),
        area="people",
    )


def _one(account: str, faults: tuple[Fault, ...] = ()) -> str:
    found = people.get_account(house(), person(), account)
    return render_template(
        "person.html",
        account=found,
        is_me=found.person.id == person().id,
        roles=people.ROLES,
        titles=people.ROLE_TITLES,
        chosen=request.form.getlist("roles") if faults else found.person.roles,
        sessions=people.sessions_of(house(), person(), account),
        faults=by_field(faults),
        changed=request.args.get("changed", ""),
        area="people",
    )
