"""A reader's language and light: what was chosen, else what the browser asks for."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import LanguageAccept
from wtforms import StringField
from wtforms.validators import AnyOf, Optional

from editor.here import house, signed_in, signed_in_if_known
from editor.rights import open_to_all
from service.people import keep_preferences

LANGUAGES: Final = ("zh", "en")
THEMES: Final = ("auto", "light", "dark")
_YEAR = 365 * 24 * 3600

preferences = Blueprint("preferences", __name__)


class PreferencesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What the switches of the bar send; `back` is the page to return to."""

    language = StringField(validators=[Optional(), AnyOf(LANGUAGES)])
    theme = StringField(validators=[Optional(), AnyOf(THEMES)])
    back = StringField()


def language() -> str:
    """Return `zh` or `en`: the reader's choice, else the browser's, else Chinese."""
    who = signed_in_if_known()
    chosen = (who and who.language) or request.cookies.get("language")
    if chosen in LANGUAGES:
        return chosen
    accepted: LanguageAccept = request.accept_languages
    return accepted.best_match(["zh", "zh-CN", "zh-TW", "en"], "zh")[:2]


def theme() -> str:
    """Return `auto`, `light` or `dark` as the reader chose."""
    who = signed_in_if_known()
    chosen = (who and who.theme) or request.cookies.get("theme", "auto")
    return chosen if chosen in THEMES else "auto"


def inside(address: str | None) -> str:
    """Return an address of this site to go back to, or the first page for any other address.

    Example:
        >>> inside("/decisions?page=2"), inside("//evil.example"), inside("https://evil.example")
        ('/decisions?page=2', '/', '/')
    """
    plain = address or "/"
    outside = not plain.startswith("/") or plain[1:2] in {"/", "\\"}
    return "/" if outside or not plain.isprintable() else plain


@preferences.post("/preferences")
@open_to_all
def choose() -> Response:
    """Keep the choice, with the person and in a cookie for a year, and go back to the page."""
    form = PreferencesForm()
    answer = redirect(inside(form.back.data), code=303)
    if form.validate():
        who = signed_in()
        if who is not None:
            language, theme = form.language.data or who.language, form.theme.data or who.theme
            keep_preferences(house(), who, language, theme)
        for field in (form.language, form.theme):
            if field.data:
                answer.set_cookie(
                    field.name, field.data, max_age=_YEAR, httponly=True, samesite="Lax"
                )
    return answer  # type: ignore[return-value]  # werkzeug's base of Flask's Response
