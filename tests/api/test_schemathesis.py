"""Every operation keeps what the OpenAPI document says of it, whatever it is sent.

schemathesis runs against a real server: every operation, all its checks, with a key, nothing left
out: a few examples each, and many in `make soak`. (Its pytest integration does not work with this
pytest, and over WSGI some of its own probes fail, so its engine is run here.)
"""

import json
import re
import shutil
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.generation.meta import CoverageScenario
from schemathesis.hooks import unregister

from service.keys import MOST_RATE, add_key
from tests.api.serving import serving
from tests.houses import new_house

# Examples of each operation, and of each sequence of calls.
FEW = 12
EXAMPLES = [(FEW, 5), pytest.param(60, 20, marks=pytest.mark.soak)]
# What refuses bad data; a list that is too long may be too large a body before it is read.
REFUSED = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]
MOST_SHOWN = 2_000
"""Characters of a failure: what is sent may be megabytes."""
# Without these the run would say little: each must have looked at answers.
CHECKS = {
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_headers_conformance", "response_schema_conformance", "ignored_auth"),
    *("negative_data_rejection", "positive_data_acceptance", "missing_required_header"),
    *("unsupported_method", "allow_header_conformance", "use_after_free"),
    *("ensure_resource_availability", "object_level_authorization"),
}


@pytest.fixture
def fresh_keys() -> Iterator[None]:
    """Give each call an idempotency key of its own.

    schemathesis sends the same one with every body, and would hear of nothing but conflicts.
    """

    def before_call(_context: Any, case: Any, _options: Any) -> None:
        scenario = getattr(case.meta.phase.data, "scenario", None) if case.meta else None
        if scenario is CoverageScenario.MISSING_PARAMETER:
            return  # an edit of the headers would bring the missing one back
        key = (case.headers or {}).get("Idempotency-Key")
        if isinstance(key, str) and re.fullmatch(r"[\x21-\x7e]{1,200}", key):
            case.headers["Idempotency-Key"] = uuid.uuid4().hex

    schemathesis.hook(before_call)
    yield
    unregister(before_call)


@schemathesis.serializer("application/x-ndjson")
def ndjson(_context: Any, value: Any) -> bytes:
    """Send whatever it makes up as one line: each is answered, most with a problem."""
    return json.dumps(value).encode() + b"\n"


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_keys")
@pytest.mark.parametrize(("examples", "sequences"), EXAMPLES)
def test_every_operation_passes_all_checks(
    published: Path, tmp_path: Path, examples: int, sequences: int
) -> None:
    url = f"sqlite:///{shutil.copyfile(published, tmp_path / 'fenji.db')}"
    house = new_house(url)
    _, key = add_key(house, "schemathesis", ("evaluate", "read", "operate"), MOST_RATE)
    house.close()
    config = SchemathesisConfig.from_dict(
        {
            "headers": {"Authorization": f"Bearer {key}"},
            "generation": {"max-examples": examples, "database": "none"},
            # Sequences of calls say little more here: nothing is made but decisions.
            "phases": {
                "stateful": {"generation": {"max-examples": sequences}},
                # Each border of each field takes half a minute: in the soak.
                "coverage": {"enabled": examples > FEW},
            },
            "checks": {"negative_data_rejection": {"expected-statuses": REFUSED}},
            "seed": 17850,
        }
    )
    with serving(url) as address:
        schema = schemathesis.openapi.from_url(f"{address}/api/openapi.json", config=config)
        found = Findings()
        for event in from_schema(schema).execute():
            found.take(event)
    assert not found.failures, "\n\n".join(found.failures[:10])
    assert found.checks.keys() >= CHECKS
    assert found.operations == {
        f"{method.upper()} {path}"
        for path, item in schema.raw_schema["paths"].items()
        for method in item
    }
    accepted = sum(count for status, count in found.statuses.items() if status == 200)
    assert accepted > sum(found.statuses.values()) / 3, found.statuses


class Findings:
    """What a run found."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.checks: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.operations: set[str] = set()

    def take(self, event: events.EngineEvent) -> None:
        if isinstance(event, events.NonFatalError):
            self.failures.append(f"{event.label}: {event.value}")
        elif isinstance(event, events.FatalError):
            self.failures.append(str(event.exception))
        elif isinstance(event, events.ScenarioFinished):
            self._scenario(event)

    def _scenario(self, event: events.ScenarioFinished) -> None:
        if event.label and event.status is Status.SUCCESS:
            self.operations.add(event.label)
        for each in event.recorder.interactions.values():
            if each.response is not None:
                self.statuses[each.response.status_code] += 1
        for checks in event.recorder.checks.values():
            for check in checks:
                self.checks[check.name] += 1
                if check.failure_info is not None:
                    failure = check.failure_info
                    self.failures.append(
                        f"{event.label}: {check.name}: {failure.failure}"[:MOST_SHOWN]
                        + f"\n{failure.code_sample}"[:MOST_SHOWN]
                    )
