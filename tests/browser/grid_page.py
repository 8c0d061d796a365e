"""A page with the table grid over a draft in memory: real edits, real headers, no accounts."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, Flask, render_template_string, request
from flask.typing import ResponseReturnValue
from werkzeug.serving import WSGIRequestHandler, make_server

from editor.browser_files import library_address
from editor.shell import headers, surroundings
from editor.views.grid import column_names, grid_words
from rulesets.drafting import applied, edits_from
from rulesets.errors import CallerError
from service.house import open_house
from wsgi import create_app

PREFIX: Final = ["blocks", 0]
PAGE: Final = """\
{% extends "base.html" %}
{% from "grid.html" import grid_head, table_grid with context %}
{% block title %}{{ title }}{% endblock %}
{% block head %}{{ grid_head() }}{% endblock %}
{% block width %}wide{% endblock %}
{% block content %}<h1>{{ title }}</h1>{{ table_grid(grid, facts, conclusions) }}{% endblock %}
"""
FACTS: Final = [
    {"key": "level", "title": {"zh": "客户等级", "en": "Level"}, "type": "one_of"},
    {"key": "trade", "title": {"zh": "行业", "en": "Trade"}, "type": "text"},
    {"key": "channel", "title": {"zh": "渠道", "en": "Channel"}, "type": "text"},
    {
        "key": "sales",
        "title": {"zh": "年采购额", "en": "Annual sales"},
        "type": "number",
        "unit": "CNY",
    },
    {"key": "years", "title": {"zh": "合作年限", "en": "Years"}, "type": "number"},
    {"key": "late", "title": {"zh": "逾期天数", "en": "Days late"}, "type": "number"},
    {"key": "region", "title": {"zh": "地区", "en": "Region"}, "type": "text"},
    {"key": "orders", "title": {"zh": "订单数", "en": "Orders"}, "type": "number"},
]
CONCLUSIONS: Final = [
    {"key": "discount", "title": {"zh": "折扣", "en": "Discount"}, "type": "number", "unit": "%"},
    {"key": "terms", "title": {"zh": "账期", "en": "Terms"}, "type": "number", "unit": "d"},
]


def table_of(rows: int) -> dict[str, Any]:
    """Make a table of eight inputs and two outputs, beside note and switch: twelve columns."""
    return {
        "key": "discount",
        "kind": "table",
        "hit": "first",
        "inputs": [each["key"] for each in FACTS],
        "outputs": [each["key"] for each in CONCLUSIONS],
        "rows": [
            {
                "id": f"r{n}",
                "when": ["ABCD"[n % 4], "制造业", "-", f">= {n * 10}", "-", "0", "华东, 华南", "-"],
                "then": [f"{n % 20}.5", "30"],
            }
            for n in range(1, rows + 1)
        ],
    }


class Silent(WSGIRequestHandler):
    """A server that does not write down what it is asked."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None: ...


@dataclass
class Desk:
    """The draft, and what goes wrong when a test asks for it."""

    plain: dict[str, Any]
    revision: int = 1
    posts: list[Any] = field(default_factory=list)
    next_status: int = 0
    fired: list[str] = field(default_factory=lambda: ["r5"])

    @property
    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.plain["blocks"][0]["rows"]
        return found

    def faults(self) -> list[dict[str, Any]]:
        """Find digits with the letter O among them: the table of a test needs no more."""
        return [
            {
                "row": n,
                "prop": f"when{x}",
                "message": f"expected a number, found `{text}`",
                "fix": {"title": f"→ {text.replace('O', '0')}", "value": text.replace("O", "0")},
            }
            for n, row in enumerate(self.rows)
            for x, text in enumerate(row["when"])
            if text and re.search(r"\dO", text)
        ]

    def change(self, edits: list[dict[str, Any]]) -> None:
        self.plain = applied(self.plain, edits_from(edits))[0]
        self.revision += 1


def grid_of(desk: Desk, language: str) -> dict[str, Any]:
    """Say what the page tells the grid."""
    names = column_names([*FACTS, *CONCLUSIONS], language)
    names["level"]["codes"] = {"A": "甲级" if language == "zh" else "Gold"}
    return {
        "language": language,
        "words": grid_words(language),
        "names": names,
        "block": desk.plain["blocks"][0],
        "prefix": PREFIX,
        "address": "/desk/edits",
        "token": "",
        "revision": desk.revision,
        "library": library_address("revogrid"),
        "fired": desk.fired,
        "faults": desk.faults(),
    }


def blueprint(desk: Desk) -> Blueprint:
    pages = Blueprint("desk", __name__)
    pages.after_request(headers)
    pages.context_processor(surroundings)

    @pages.get("/desk")
    def show() -> str:
        language = request.accept_languages.best_match(["zh", "en"]) or "zh"
        grid = grid_of(desk, language)
        facts, conclusions = (
            [(str(each["key"]), grid["names"][str(each["key"])]["title"]) for each in declared]
            for declared in (FACTS, CONCLUSIONS)
        )
        return render_template_string(
            PAGE, title=words(language), grid=grid, facts=facts, conclusions=conclusions
        )

    @pages.post("/desk/edits")
    def edit() -> ResponseReturnValue:
        asked = request.get_json()
        desk.posts.append(asked)
        if desk.next_status:
            status, desk.next_status = desk.next_status, 0
            return {"message": "not now"}, status
        if asked["revision"] != desk.revision:
            newest = {"revision": desk.revision, "block": desk.plain["blocks"][0]}
            return {**newest, "said": ["分析员乙：第 1 行「折扣」改为 99"]}, 409
        try:
            desk.change(asked["edits"])
        except CallerError as error:
            return {"message": str(error)}, 400
        return {"revision": desk.revision, "fired": desk.fired, "faults": desk.faults()}

    return pages


def words(language: str) -> str:
    return "折扣" if language == "zh" else "Discount"


@contextmanager
def serving(desk: Desk) -> Iterator[str]:
    """Serve the page on a free port of this machine; gives its address."""
    house = open_house("sqlite://")
    app: Flask = create_app(house, pages=True)
    app.register_blueprint(blueprint(desk))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/desk"
    finally:
        server.shutdown()
        thread.join()
        house.close()
