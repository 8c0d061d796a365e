"""API keys for those who manage them: made, shown once, revoked."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import StringField

from editor.here import house, person
from editor.pages.rulesets import read_number
from editor.rights import needs
from editor.views.people import by_field
from rulesets.errors import Fault, OperatorError
from service.keys import DEFAULT_RATE, SCOPES
from service.people import keys

pages = Blueprint("keys", __name__)
_BY_DEFAULT = ("evaluate", "read")
_REFUSED = {"bad-key-name", "unknown-scope", "bad-rate"}


class KeyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Who calls, and how often; what the key may do are boxes of one name."""

    name = StringField()
    rate = StringField()


@pages.get("/keys")
@needs("manage keys")
def every() -> str:
    """Show all keys, without their text."""
    return _list("", _BY_DEFAULT, str(DEFAULT_RATE))


@pages.post("/keys")
@needs("manage keys")
def add() -> str | tuple[str, int]:
    """Make a key; its text is shown once."""
    form = KeyForm()
    name, scopes = form.name.data or "", tuple(request.form.getlist("scopes"))
    typed = (form.rate.data or "").strip()
    try:
        # What is no number is out of bounds like nought.
        key, text = keys.add_key(house(), person(), name, scopes, read_number(typed) or 0)
    except OperatorError as error:
        if error.faults[0].code not in _REFUSED:
            raise
        return _list(name, scopes, typed, error.faults), 422
    return render_template("key_made.html", key=key, text=text, area="keys")


@pages.post("/keys/<key>/revoke")
@needs("manage keys")
def revoke(key: str) -> Response:
    """Revoke a key: calls with it are refused from now on."""
    try:
        keys.revoke_key(house(), person(), key)
    except OperatorError as error:
        if error.faults[0].code != "unknown-api-key":
            raise
        raise NotFound from error
    return redirect(url_for("pages.keys.every", revoked=key), code=303)


def _list(name: str, scopes: tuple[str, ...], rate: str, faults: tuple[Fault, ...] = ()) -> str:
    found = keys.list_keys(house(), person())
    revoked = request.args.get("revoked", "")
    return render_template(
        "keys.html",
        keys=sorted(found, key=lambda each: each.revoked_at is not None),
        scopes=SCOPES,
        name=name,
        chosen=scopes,
        rate=rate,
        faults=by_field(faults),
        revoked=next((each for each in found if each.id == revoked and each.revoked_at), None),
        area="keys",
    )
