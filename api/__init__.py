"""Open the door for machines: the HTTP interface under /api/v1, its description and its health."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException

from api import batch, documentation, evaluating, health, metrics, reading
from api.access import MOST_REFUSALS, Access
from api.door import NAME, Door
from api.front import Front
from api.problems import problem, refused, refused_by_http, unknown_fault
from api.replies import headers
from rulesets.errors import Fault, FenjiError
from service.house import House

__all__ = ["open_api"]

MOST_ADDRESS = 4000
"""How many characters of path and query an address may have."""


def open_api(app: Flask, house: House, *, most_refusals: int = MOST_REFUSALS) -> None:
    """Put the interface for machines into an application.

    Args:
        app: the application; nothing of it is changed that belongs to others.
        house: the wired use cases.
        most_refusals: calls a minute without a valid key that one network address may make.
    """
    door = app.extensions[NAME] = Door(house, Access(house, most_refusals))
    api = Blueprint("api", __name__)
    api.register_blueprint(evaluating.blueprint, url_prefix="/api/v1")
    api.register_blueprint(batch.blueprint, url_prefix="/api/v1")
    api.register_blueprint(reading.blueprint, url_prefix="/api/v1")
    api.register_blueprint(metrics.blueprint, url_prefix="/api/v1")
    api.register_blueprint(documentation.blueprint, url_prefix="/api")
    api.register_blueprint(health.blueprint)
    api.errorhandler(FenjiError)(refused)
    api.errorhandler(HTTPException)(refused_by_http)
    api.errorhandler(Exception)(unknown_fault)
    api.after_request(headers)
    app.register_blueprint(api)
    app.before_request(refuse_bad_address)
    app.wsgi_app = Front(door, app.wsgi_app).answer  # type: ignore[method-assign]  # Flask's way


def refuse_bad_address() -> Response | None:
    """Answer calls under our addresses that no operation takes; others' addresses are theirs."""
    if not is_ours(request.path):
        return None
    length = len(request.path) + len(request.query_string)
    if length > MOST_ADDRESS:
        words = {"most": MOST_ADDRESS, "found": length}
        return headers(problem((Fault("address-too-long", words=words),)))
    if request.routing_exception is not None:
        return headers(refused_by_http(request.routing_exception))
    return None


def is_ours(path: str) -> bool:
    """Tell whether an address belongs to this door.

    Example:
        >>> is_ours("/api/v2/none"), is_ours("/healthz"), is_ours("/rulesets")
        (True, True, False)
    """
    return path == "/api" or path.startswith("/api/") or path in {"/healthz", "/readyz"}
