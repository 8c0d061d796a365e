"""A house with the library and a ruleset of every type in it, served by the API alone."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import open_api
from service.house import House, open_house
from service.keys import MOST_RATE, add_key
from service.library import publish_library
from service.publish import publish
from tests.houses import NOON, Clock, new_house

EVERY_TYPE = Path(__file__).with_name("every_type.yaml")
LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Api:
    """The interface as a program meets it: a client that has a key."""

    app: Flask
    house: House
    clock: Clock
    key: str

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, headers=self.headers() | more.pop("headers", {}), **more)

    def post(self, ruleset: str, body: object = None, **more: Any) -> TestResponse:
        """Post a body: plain data, or bytes as they are."""
        given = {"data": body} if isinstance(body, bytes | str) else {"json": body}
        headers = self.headers() | {"Content-Type": "application/json"} | more.pop("headers", {})
        return self.client.post(
            f"/api/v1/rulesets/{ruleset}/evaluate", headers=headers, **given, **more
        )

    def headers(self, key: str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {key or self.key}"}

    def new_key(self, *scopes: str, rate: int = MOST_RATE) -> str:
        return add_key(self.house, "test", scopes, rate)[1]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish once, long ago: so a moment in the past is one at which the rulesets are in force."""
    path = tmp_path_factory.mktemp("published") / "fenji.db"
    house = new_house(f"sqlite:///{path}", Clock(LONG_AGO))
    publish_library(house)
    publish(house, EVERY_TYPE.read_text(encoding="utf-8"))
    house.close()
    return path


@pytest.fixture
def api(published: Path, tmp_path: Path) -> Iterator[Api]:
    """Serve a copy of what was published, alone: no pages stand beside."""
    path = tmp_path / "fenji.db"
    shutil.copyfile(published, path)
    clock = Clock(NOON)
    house = open_house(f"sqlite:///{path}", clock=clock)
    app = Flask("api_alone", static_folder=None)
    open_api(app, house, most_refusals=MOST_RATE)
    _, key = add_key(house, "ERP", ("evaluate", "read"), MOST_RATE)
    yield Api(app, house, clock, key)
    house.close()
