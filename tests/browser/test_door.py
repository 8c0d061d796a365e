"""The server itself: names it answers to, what a proxy says, quickness with much to show."""

import http.client
import time
from typing import Final

import pytest

from engine.encoding import to_json
from service.evaluate import EvaluationRequest, evaluate
from tests.browser.conftest import Served
from tests.houses import Clock

# Rendered in a fraction of it; the machine of the tests may be shared.
SOON: Final = 2.0


def ask(served: Served, address: str, **headers: str) -> tuple[int, str]:
    headers["Cookie"] = f"session={served.worker}"
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    try:
        connection.putrequest("GET", address, skip_host=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("127.0.0.1", 200),
        ("localhost:1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("evil.example:8000", 403),
    ],
)
def test_the_server_answers_to_its_own_names(served: Served, host: str, code: int) -> None:
    status, text = ask(served, "/decisions", Host=host)
    assert status == code
    assert ("S-1001" in text) == (code == 200)


def test_a_request_without_a_name_is_refused(served: Served) -> None:
    status, text = ask(served, "/decisions")
    assert status in {400, 403}
    assert "S-1001" not in text


def test_the_server_does_not_believe_a_proxy(served: Served) -> None:
    status, _ = ask(served, "/", Host="evil.example", X_Forwarded_Host="localhost")
    assert status == 403
    status, _ = ask(served, "/", Host="evil.example", Forwarded="host=localhost;for=127.0.0.1")
    assert status == 403


@pytest.mark.parametrize("address", ["/decisions?subject=%00%ff%fe", "/rulesets/%00", "/%ff"])
def test_odd_addresses_break_nothing(served: Served, address: str) -> None:
    status, _ = ask(served, address, Host="localhost")
    assert status in {200, 404}


def quickest(served: Served, address: str) -> float:
    """Take the time of a page once it is known; the quickest of a few, others use the machine."""
    times = []
    for _ in range(4):
        start = time.perf_counter()
        status, _ = ask(served, address, Host="localhost", Accept_Language="zh")
        times.append(time.perf_counter() - start)
        assert status == 200
    return min(times)


def decide(served: Served, many: int, prefix: str) -> None:
    """Make decisions of one subject each, a second apart."""
    house = served.site.house
    facts = served.site.by_sample["S-2001"].decision.facts
    plain = {key: to_json(value) for key, value in facts.items()}
    assert isinstance(house.clock, Clock)
    for number in range(many):
        house.clock.pass_(seconds=1)
        evaluate(house, EvaluationRequest("complaint-sla", f"{prefix}-{number:03}", plain))


def test_long_tables_and_long_lists_come_soon(served: Served) -> None:
    decide(served, 60, "L")
    assert quickest(served, "/rulesets/big-table") < SOON
    assert quickest(served, "/rulesets/big-table?block=prices&row=10000") < SOON
    assert quickest(served, "/decisions") < SOON


def test_earlier_decisions_follow_each_other_without_a_gap(served: Served) -> None:
    decide(served, 120, "G")
    seen: list[str] = []
    address = "/decisions?ruleset=complaint-sla"
    while address:
        _, text = ask(served, address, Host="localhost", Accept_Language="en")
        seen += [part.partition("<")[0] for part in text.split('">G-')[1:]]
        head = text.partition('">Earlier decisions')
        address = head[0].rpartition('href="')[2].replace("&amp;", "&") if head[1] else ""
    assert seen == [f"{number:03}" for number in reversed(range(120))]
