"""Answers that are always the same: what the server and the framework cost by themselves."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from flask import Flask, Response

from engine.decision import Inference, Values
from engine.runtimes.reference import Reference
from service.house import DEFAULT_ENGINE, open_house
from service.settings import settings_from
from service.twin import Pending, Twinned, Twins, policy_from
from storage.ruleset_versions import VersionHead
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


def one_by_one() -> Flask:
    """Make Fenji's application with twins that begin only when the verdict is asked."""
    house = open_house(settings_from(os.environ))
    house = replace(house, twins=OneByOne(policy_from(house.settings.twin), house.versions))
    return create_app(house, pages=False)


class OneByOne(Twins):
    """Twins that do not work while the first engine infers."""

    def begin(self, head: VersionHead, engine: str, facts: Values, as_of: datetime) -> Pending:
        """Note what is asked."""
        return _Later(lambda: super(OneByOne, self).begin(head, engine, facts, as_of))


@dataclass(frozen=True)
class _Later:
    """A second inference that is not begun yet."""

    begin: Callable[[], Pending]

    def verdict(self, inference: Inference) -> Twinned:
        return self.begin().verdict(inference)


def framework() -> Flask:
    """Make an application of one constant answer."""
    app = Flask(__name__, static_folder=None)

    @app.post("/<path:any_>")
    def answer(any_: str) -> Response:
        del any_
        return Response(BODY, content_type="application/json")

    return app
