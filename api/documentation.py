"""The description for programs (/api/openapi.json) and the pages for people (/api/docs).

Both are made from `api.description`. The pages need nothing from elsewhere and run no script. They
take their colours from the look of the pages for analysts where those are served, and from the
reader's system where they are not.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, current_app, render_template, request, send_from_directory
from werkzeug.exceptions import HTTPException

from api.description import pages
from api.description.document import describe, document, in_force
from api.description.meanings import MEANINGS
from api.door import door
from api.problems import STATUS
from service.json_text import encode

LANGUAGES: Final = ("zh", "en")
THEMES: Final = ("auto", "light", "dark")
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_LOOK: Final = "/static/look/tokens.css"

blueprint = Blueprint("documentation", __name__, template_folder="templates", static_folder=None)


@blueprint.get("/openapi.json", provide_automatic_options=False)
def openapi() -> Response:
    """Give the OpenAPI document of what is in force now."""
    here = door()
    text = here.keep(
        "openapi", in_force(here.house), lambda: encode(document(describe(here.house)))
    )
    return Response(text, content_type="application/json")


@blueprint.get("/docs", provide_automatic_options=False)
def docs() -> Response:
    """Show how to call, every operation and the facts of every ruleset in force."""
    here = door()

    def page() -> bytes:
        return _rendered("api_docs.html", page=pages.docs(here.house, describe(here.house)))

    # One text for each way in which `_rendered` can show it.
    way = ("docs", _language(), _theme(), _is_served(_LOOK))
    return _page(here.keep(way, in_force(here.house), page))


@blueprint.get("/docs/errors", provide_automatic_options=False)
def errors() -> Response:
    """Show every code of a problem document, by HTTP status."""
    codes = sorted(STATUS.items(), key=lambda each: (each[1], each[0]))
    listed = [(status, code, MEANINGS[code], pages.advice(code)) for code, status in codes]
    return _page(_rendered("api_errors.html", codes=listed, example=pages.problem_example()))


@blueprint.get("/docs/<any('docs.css', 'mark.svg'):name>", provide_automatic_options=False)
def beside(name: str) -> Response:
    """Give the stylesheet and the mark of these pages."""
    reply = send_from_directory(f"{blueprint.root_path}/static", name)
    reply.headers["Cache-Control"] = "no-cache"
    return reply


def _rendered(template: str, **given: object) -> bytes:
    language = _language()
    text = render_template(
        template,
        language=language,
        other="en" if language == "zh" else "zh",
        theme=_theme(),
        look=_LOOK if _is_served(_LOOK) else "",
        here=request.path,
        say=lambda both: both.in_language(language),
        **given,
    )
    return text.encode()


def _page(text: bytes) -> Response:
    reply = Response(text, content_type="text/html; charset=utf-8")
    reply.headers["Content-Security-Policy"] = POLICY
    reply.headers["Content-Language"] = _language()
    reply.vary.update(("Accept-Language", "Cookie"))
    return reply


def _language() -> str:
    """Choose `zh` or `en`: by `?lang=`, else as on the other pages, else as the browser asks."""
    for chosen in (request.args.get("lang"), request.cookies.get("language")):
        if chosen in LANGUAGES:
            return str(chosen)
    return request.accept_languages.best_match(["zh", "zh-CN", "zh-TW", "en"], "zh")[:2]


def _theme() -> str:
    chosen = request.cookies.get("theme", "auto")
    return chosen if chosen in THEMES else "auto"


def _is_served(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return False
    return True
