"""A house with some of the library and a ruleset of every type in it, served by the API alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import open_api
from service.house import House
from service.keys import MOST_RATE, add_key
from service.library import library_texts
from service.publish import publish
from tests.houses import NOON, Clock, new_house
from tests.published import LONG_AGO, library_house

EVERY_TYPE = Path(__file__).with_name("every_type.yaml")
SOME_OF_THE_LIBRARY = ("customer.yaml", "complaint-sla.yaml", "value.yaml")


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
    """Publish once, long ago: so a moment in the past is one at which the rulesets are in force.

    Not the whole library: what describes every ruleset would take as long as it is large.
    """
    path = tmp_path_factory.mktemp("published") / "fenji.db"
    house = new_house(f"sqlite:///{path}", Clock(LONG_AGO))
    for document in SOME_OF_THE_LIBRARY:
        publish(house, library_texts()[document])
    publish(house, EVERY_TYPE.read_text(encoding="utf-8"))
    house.close()
    return path


@pytest.fixture
def api(published: Path, tmp_path: Path) -> Iterator[Api]:
    """Serve a copy of what was published, alone: no pages stand beside."""
    yield from _served(published, tmp_path)


@pytest.fixture
def library_api(library_file: Path, tmp_path: Path) -> Iterator[Api]:
    """Serve the whole library alike."""
    yield from _served(library_file, tmp_path)


def _served(published: Path, folder: Path) -> Iterator[Api]:
    clock = Clock(NOON)
    house = library_house(published, folder / "fenji.db", clock)
    app = Flask("api_alone", static_folder=None)
    open_api(app, house, most_refusals=MOST_RATE)
    _, key = add_key(house, "ERP", ("evaluate", "read"), MOST_RATE)
    yield Api(app, house, clock, key)
    house.close()
