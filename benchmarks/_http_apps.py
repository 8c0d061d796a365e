"""Answers that are always the same: what the server and the framework cost by themselves."""

import os
from collections.abc import Callable, Iterable
from typing import Any, Final

from flask import Flask, Response

from engine.runtimes.reference import Reference
from service.house import DEFAULT_ENGINE, open_house
from service.settings import settings_from
from wsgi import create_app

BODY: Final = b'{"decision":"constant","conclusions":{"grade":"a"}}'
HEADERS: Final = [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))]
Start = Callable[[str, list[tuple[str, str]]], object]


def bare(environment: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Answer any call, its body read, without a framework."""
    environment["wsgi.input"].read()
    start("200 OK", HEADERS)
    return [BODY]


def reference() -> Flask:
    """Make Fenji's application with the reference engine in the place of the usual one."""
    house = open_house(settings_from(os.environ), runtimes={DEFAULT_ENGINE: Reference()})
    return create_app(house, pages=False)


def framework() -> Flask:
    """Make an application of one constant answer."""
    app = Flask(__name__, static_folder=None)

    @app.post("/<path:any_>")
    def answer(any_: str) -> Response:
        del any_
        return Response(BODY, content_type="application/json")

    return app
