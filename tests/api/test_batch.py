"""The batch call: NDJSON in and out, an answer for each line, an end that tells it is whole."""

import json
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event
from werkzeug.test import TestResponse

from api import batch as door
from api.door import MOST_BATCHES
from api.lines import PIECE, Stream, read_lines
from rulesets.errors import Fault, OperatorError
from service.bodies import MOST_BYTES
from service.decisions import list_decisions
from service.publish import publish
from tests.api.conftest import Api
from tests.houses import NAME, RULESET, VOCABULARY

SHOP = "shop-grade"
NDJSON = "application/x-ndjson"


@pytest.fixture
def shop(api: Api) -> Api:
    publish(api.house, VOCABULARY)
    publish(api.house, RULESET)
    return api


def post(api: Api, body: bytes | Stream, query: str = "", **headers: str) -> TestResponse:
    given = api.headers() | {"Content-Type": NDJSON} | headers
    path = f"/api/v1/rulesets/{SHOP}/evaluate/batch{query}"
    if isinstance(body, bytes):
        return api.client.post(path, headers=given, data=body)
    stream = {"wsgi.input": body, "wsgi.input_terminated": True}
    return api.client.post(path, headers=given, environ_overrides=stream)


def lines(*given: object) -> bytes:
    return b"".join(each if isinstance(each, bytes) else line(each) for each in given)


def line(plain: object) -> bytes:
    return json.dumps(plain, ensure_ascii=False).encode() + b"\n"


def shop_line(sales: int, **more: object) -> dict[str, object]:
    return {"subject": f"c{sales}", "facts": {"annual_sales": sales}, **more}


def answers(reply: TestResponse) -> list[Any]:
    """Read an answer: each line ends, digits as they are written."""
    assert reply.status_code == 200
    assert reply.content_type == NDJSON
    assert reply.data.endswith(b"\n")
    return [json.loads(each, parse_float=Decimal) for each in reply.data.splitlines()]


def code(reply: TestResponse) -> tuple[int, str]:
    assert reply.content_type == "application/problem+json"
    return reply.status_code, reply.get_json()["code"]


def test_each_line_has_its_answer_in_order(shop: Api) -> None:
    reply = post(shop, lines(*(shop_line(each) for each in (1, 500_000, 2))))
    *made, end = answers(reply)
    assert [each["line"] for each in made] == [1, 2, 3]
    assert [each["decision"]["conclusions"]["grade"] for each in made] == ["B", "A", "B"]
    assert made[1]["decision"]["conclusions"]["percent_off"] == Decimal("12.5")
    assert end == {"done": True, "lines": 3, "decided": 3, "refused": 0}
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_an_answer_is_that_of_the_single_call(shop: Api) -> None:
    shop.clock.pass_(days=2)
    given = shop_line(600_000, explain="full", as_of="2026-03-04T12:00:00+08:00")
    first, _ = answers(post(shop, line(given)))
    alone = shop.post(SHOP, given).get_json()
    inside = json.loads(json.dumps(first["decision"], default=float))
    for name in ("decision", "recorded_at"):
        del alone[name], inside[name]
    assert inside == alone
    stored = shop.get(f"/api/v1/decisions/{first['decision']['decision']}").get_json()
    assert stored["facts"] == {"annual_sales": 600_000}


def test_how_much_is_explained(shop: Api) -> None:
    given = lines(shop_line(1), shop_line(2, explain="full"))
    for query, first in (("", False), ("?explain=none", False), ("?explain=fired", True)):
        plain, full, _ = answers(post(shop, given, query))
        assert bool(plain["decision"]["fired"]) is first
        assert "facts" not in plain["decision"]
        assert full["decision"]["fired"]
        assert full["decision"]["facts"]


def test_faults_are_told_with_their_line(shop: Api) -> None:
    body = lines(
        b'{"subject": "a", "facts": {"annual_sales": 1}}\r\n',
        b" \t\r\n",
        b"{\n",
        shop_line(4, id="客户 4", more=1, facts={"annual_sales": "5"}),
        b'{"subject": "a", "subject": "b", "facts": {}}\n',
        b"[]\n",
        b"\xff\n",
        shop_line(8, id=8),
        shop_line(9, id="x" * 201),
        shop_line(10, idempotency_key="a b"),
        line(shop_line(11, id="last")).strip(),
    )
    *made, end = answers(post(shop, body))
    assert [(each["line"], each.get("problem", {}).get("code")) for each in made] == [
        (1, None),
        *((3, "bad-json"), (4, "unknown-member"), (5, "duplicate-member"), (6, "wrong-type")),
        *((7, "bad-utf8"), (8, "wrong-type"), (9, "too-large"), (10, "bad-idempotency-key")),
        (11, None),
    ]
    assert made[2]["id"] == "客户 4"
    assert {each["path"] for each in made[2]["problem"]["errors"]} == {
        *("/more", "/facts/annual_sales"),
    }
    assert made[8]["problem"]["errors"][0]["path"] == "/idempotency_key"
    assert made[9]["id"] == "last"
    assert end == {"done": True, "lines": 10, "decided": 2, "refused": 8}
    assert len(list_decisions(shop.house)) == 2


def test_the_language_of_problems_is_the_callers(shop: Api) -> None:
    for language, title in (("zh-CN", "请求无法读取"), ("en", "The request cannot be read")):
        first, _ = answers(post(shop, b"{", **{"Accept-Language": language}))
        assert first["problem"]["title"] == title


@pytest.mark.parametrize("body", [b"", b"\n \r\n\n"])
def test_nothing_is_a_batch_too(shop: Api, body: bytes) -> None:
    assert answers(post(shop, body)) == [{"done": True, "lines": 0, "decided": 0, "refused": 0}]


def test_a_repeat_gives_the_same_decisions(shop: Api) -> None:
    body = lines(*(shop_line(each, idempotency_key=f"k{each}") for each in range(1, 6)))
    first = answers(post(shop, body))
    assert answers(post(shop, body)) == first
    other = lines(shop_line(1, idempotency_key="k2"), shop_line(7, idempotency_key="k7"))
    refused, made, _ = answers(post(shop, other))
    assert refused["problem"]["code"] == "idempotency-conflict"
    assert refused["problem"]["errors"][0]["path"] == "/idempotency_key"
    assert made["decision"]["decision"]
    assert len(list_decisions(shop.house)) == 6


def test_calls_that_are_refused_before_they_begin(shop: Api) -> None:
    body = line(shop_line(1))
    assert code(post(shop, body, **{"Content-Type": "application/json"})) == (
        *(415, "media-type-not-supported"),
    )
    assert code(post(shop, body, **{"Content-Encoding": "gzip"}))[0] == 415
    assert code(post(shop, body, Authorization="")) == (401, "api-key-needed")
    reader = shop.headers(shop.new_key("read"))
    assert code(post(shop, body, **reader)) == (403, "scope-needed")
    assert code(post(shop, body, "?explain=all")) == (422, "bad-explain")
    assert code(post(shop, body, "?explain=none&explain=full")) == (422, "bad-explain")
    assert code(post(shop, body, "?more=1")) == (422, "unknown-parameter")
    reply = shop.client.post(
        "/api/v1/rulesets/none/evaluate/batch",
        data=body,
        headers=shop.headers() | {"Content-Type": NDJSON},
    )
    assert code(reply) == (404, "unknown-ruleset")
    assert list_decisions(shop.house) == ()


def test_a_batch_counts_as_one_call(shop: Api) -> None:
    twice = shop.headers(shop.new_key("evaluate", rate=2))
    body = lines(*(shop_line(each) for each in range(50)))
    assert [post(shop, body, **twice).status_code for _ in range(3)] == [200, 200, 429]


class Endless:
    """A body that never ends, with a bound on how much of it is asked for."""

    def __init__(self, piece: bytes, most: int) -> None:
        self.piece = piece
        self.left = most

    def read(self, size: int = -1, /) -> bytes:
        assert 0 < size <= PIECE
        self.left -= 1
        return self.piece if self.left >= 0 else b""


def test_a_line_that_does_not_end_is_refused_without_being_kept() -> None:
    long = Endless(b"x" * PIECE, 1000)  # 65 MB
    tracemalloc.start()
    try:
        assert list(read_lines(long)) == [(1, None)]
        assert tracemalloc.get_traced_memory()[1] < 5 * MOST_BYTES
    finally:
        tracemalloc.stop()


def test_after_a_line_that_is_too_long_the_next_one_is_read(shop: Api) -> None:
    long = b'{"subject": "' + b"x" * MOST_BYTES + b'"}\n'
    first, second, third, end = answers(post(shop, lines(long, shop_line(2), long)))
    assert [each["problem"]["code"] for each in (first, third)] == ["too-large"] * 2
    assert first["problem"]["status"] == 413
    assert second["decision"]["subject"] == "c2"
    assert (end["done"], end["refused"]) == (True, 2)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_where_the_body_is_cut_makes_no_difference(size: int) -> None:
    body = b"ab\r\n\n  cd\nefghij\n\nk"

    class Cut:
        def __init__(self) -> None:
            self.left = body

        def read(self, _size: int, /) -> bytes:
            piece, self.left = self.left[:size], self.left[size:]
            return piece

    assert list(read_lines(Cut(), most=5)) == [
        *((1, b"ab"), (2, b""), (3, b"cd"), (4, None), (5, b""), (6, b"k")),
    ]


def test_more_lines_than_a_batch_may_have(shop: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_LINES", 3)
    *made, end = answers(post(shop, lines(*(shop_line(each) for each in range(5)))))
    assert [each["line"] for each in made] == [1, 2, 3]
    assert (end["done"], end["lines"], end["problem"]["code"]) == (False, 3, "too-large")
    assert len(list_decisions(shop.house)) == 3


def test_a_database_that_fails_is_told_at_the_end(shop: Api) -> None:
    seen = 0

    def refuse(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal seen
        seen += "INSERT INTO decisions" in statement
        if seen > 1:
            raise OperatorError((Fault("database-full"),))

    event.listen(shop.house.database.engine, "before_cursor_execute", refuse)
    *made, end = answers(post(shop, lines(*(shop_line(each) for each in range(1000)))))
    event.remove(shop.house.database.engine, "before_cursor_execute", refuse)
    decided = [each for each in made if "decision" in each]
    assert [each["line"] for each in made] == list(range(1, len(made) + 1))
    assert (end["done"], end["problem"]["code"]) == (False, "database-full")
    assert end["problem"]["status"] == 503
    assert (end["lines"], end["decided"]) == (len(made), len(decided))
    assert 0 < len(decided) < 1000
    assert len(list_decisions(shop.house, limit=200)) == min(200, len(decided))


def test_an_unknown_fault_ends_it_and_tells_nothing(
    shop: Api, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        given = lines(*({**shop_line(1), "subject": NAME} for _ in range(300)))

        def read(self, _size: int, /) -> bytes:
            piece, self.given = self.given, b""
            if not piece:
                raise RuntimeError(NAME)
            return piece

    *made, end = answers(post(shop, Broken()))
    assert len(made) in {0, 200}
    assert (end["done"], end["problem"]["code"]) == (False, "internal-fault")
    assert end["problem"]["id"] in caplog.text
    assert NAME not in json.dumps(end, ensure_ascii=False) + caplog.text


def test_no_more_batches_at_once_than_there_are_places(
    shop: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_WAIT_SECONDS", 0.05)
    path = f"/api/v1/rulesets/{SHOP}/evaluate/batch"
    headers = shop.headers() | {"Content-Type": NDJSON}

    def begin() -> TestResponse:
        return shop.client.post(path, data=line(shop_line(1)), headers=headers, buffered=False)

    running = [begin() for _ in range(MOST_BATCHES)]
    refused = begin()
    assert code(refused) == (429, "too-many-batches")
    assert int(refused.headers["Retry-After"]) > 0
    running[0].close()  # its caller goes away before the first line
    running[0] = begin()
    for each in running:
        assert answers(each)[-1]["done"]
        each.close()
    assert begin().status_code == 200


def test_memory_does_not_grow_with_the_batch(shop: Api) -> None:
    """6,000 lines take less than a half of what their answers weigh."""

    class Body:
        def __init__(self, count: int) -> None:
            self.made = self.pieces(count)

        def pieces(self, count: int) -> Iterator[bytes]:
            for _ in range(count // 100):
                yield b"{} this is no JSON\n" * 100

        def read(self, _size: int, /) -> bytes:
            return next(self.made, b"")

    tracemalloc.start()
    try:
        reply = post(shop, Body(6_000))
        size = sum(map(len, reply.iter_encoded()))
        assert tracemalloc.get_traced_memory()[1] < size / 2
    finally:
        tracemalloc.stop()
    assert size > 3_000_000


def test_the_schema_of_a_line_is_that_of_what_is_accepted(shop: Api) -> None:
    described = shop.client.get("/api/openapi.json").get_json()
    operation = described["paths"][f"/api/v1/rulesets/{SHOP}/evaluate/batch"]["post"]
    body = operation["requestBody"]["content"][NDJSON]
    name = body["x-itemSchema"]["$ref"].rpartition("/")[2]
    schema = described["components"]["schemas"][name]
    assert set(schema["properties"]) == {
        *("subject", "facts", "as_of", "version", "explain", "id", "idempotency_key"),
    }
    first, _ = answers(post(shop, line(schema["examples"][0])))
    assert "decision" in first
