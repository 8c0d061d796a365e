"""Whether the process lives, and whether it can answer: for those who run it."""

from __future__ import annotations

from flask import Blueprint, Response

from api.door import door
from api.problems import refused
from api.replies import json_reply
from service.house import readiness

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz", provide_automatic_options=False)
def alive() -> Response:
    """Answer as long as the process does; nothing is looked at."""
    return json_reply({"status": "alive"})


@blueprint.get("/readyz", provide_automatic_options=False)
def ready() -> Response:
    """Answer yes when the database is there in the shape this program needs; else the reason."""
    reason = readiness(door().house)
    return json_reply({"status": "ready"}) if reason is None else refused(reason)
