"""The front of the house: wires storage, service and the doors into one application."""

from __future__ import annotations

import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from api import open_api
from editor import open_pages
from service.house import House, open_house
from service.secret_key import secret_key
from service.settings import settings_from


def create_app(house: House | None = None, *, pages: bool | None = None) -> Flask:
    """Make the application: the API, and the pages unless they are off.

    Args:
        house: the wired use cases; None wires them as the environment says.
        pages: whether pages are served too; None reads `FENJI_PAGES` (`off` leaves them out).

    Example:
        >>> app = create_app(open_house("sqlite://"))
        >>> app.test_client().get("/healthz").status_code
        200
    """
    house = house or open_house(settings_from(os.environ))
    app = Flask(__name__, static_folder=None)
    app.config["SECRET_KEY"] = secret_key(house.settings)
    open_api(app, house)
    if pages if pages is not None else os.environ.get("FENJI_PAGES", "") != "off":
        open_pages(app, house)
    if os.environ.get("FENJI_PROXY") == "on":
        # Else whoever calls could say where the call comes from.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]  # as its manual does
    return app
