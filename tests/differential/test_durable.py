"""The durable engine answers as the reference does. All work is done in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from engine.decision import Declined
from engine.runtimes.durable import Durable
from engine.runtimes.durable.envelope import validate
from engine.runtimes.durable.runtime import plans
from tests.differential.agreement import sample_at
from tests.generators import crowded
from tests.unit.loading import load

pytestmark = pytest.mark.needs("durable")


@pytest.mark.parametrize(
    ("work", "first", "count"),
    [
        ("seeds", 0, 20),
        ("altered", 0, 8),
        ("crowds", 0, 5),
        ("networks", 0, 12),
        ("prepared", 300, 12),
        ("failures", 0, 12),
        ("threads", 0, 4),
        ("freed", 4, 12),
        pytest.param("seeds", 20_000, 1500, marks=pytest.mark.soak),
        pytest.param("altered", 20_000, 500, marks=pytest.mark.soak),
        pytest.param("crowds", 20_000, 200, marks=pytest.mark.soak),
        pytest.param("networks", 20_000, 1000, marks=pytest.mark.soak),
        pytest.param("prepared", 20_000, 500, marks=pytest.mark.soak),
        pytest.param("failures", 0, 10_000, marks=pytest.mark.soak),
        pytest.param("threads", 20_000, 40, marks=pytest.mark.soak),
    ],
)
def test_it_agrees_in_a_process_of_its_own(work: str, first: int, count: int) -> None:
    """Memory is poisoned: what the C module reads of it before writing would be noticed."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.differential.durable_work", work, str(first), str(count)],
        capture_output=True,
        text=True,
        env=os.environ | {"MALLOC_PERTURB_": "165"},
        timeout=600,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    told = json.loads(child.stdout)
    assert told["wrong"] == []
    assert told["done"] >= (1 if work == "freed" else count / 2)


def test_every_shard_of_random_rulesets_is_inside_the_envelope() -> None:
    """Nothing is given to the C module here."""
    shards = 0
    for seed in range(60):
        checked = crowded.checked(seed) if seed % 6 == 0 else sample_at(seed)[1]
        for _, plan in plans(checked):
            for packed in plan.packed:
                validate({"prime": {"all": [{"m": {"prime": 1}}]}, **packed.rules})
                shards += 1
    assert shards > 100


def test_what_is_known_at_load_is_not_asked() -> None:
    """A row of blank cells holds of every fact (5.1, 12.1), and `false` of none."""
    checked = load(
        "conclusions:\n  - {key: x, title: {zh: 子, en: X}, type: number, scale: 0}\n"
        "  - {key: y, title: {zh: 丑, en: Y}, type: number, scale: 0}\nblocks:\n"
        "  - {key: k, kind: table, hit: first, inputs: [a, b], outputs: [x], rows: [\n"
        "      {id: r0, when: ['> 1', '-'], then: ['1']}, {id: r1, when: ['-', '-'], then: ['2']}]}"
        "\n  - {key: l, kind: rules, hit: first, concludes: [y], when unknown: {y: '9'}, rules: [\n"
        "      {id: s0, when: 'false', then: {y: '1'}}, {id: s1, when: 'b < 3', then: {y: '2'}}]}\n"
    )
    ((_, plan),) = plans(checked)
    assert plan.always == {0: [1]}
    assert [place for each in plan.true for place in each.places.values()] == [(0, 0), (1, 1)]
    assert [place for each in plan.false[1] for place in each.places.values()] == [(1, 1)]
    assert plan.unknown == {1: 1}


def test_what_is_too_large_is_declined_before_it_is_read() -> None:
    rows = "".join(f"      {{id: r{n}, when: ['{n}'], then: ['{n}']}},\n" for n in range(6000))
    checked = load(
        "conclusions:\n  - {key: x, title: {zh: 子, en: X}, type: number, scale: 0}\nblocks:\n"
        f"  - {{key: k, kind: table, hit: first, inputs: [a], outputs: [x], rows: [\n{rows}  ]}}\n"
    )
    with pytest.raises(Declined) as declined:
        Durable().load(checked)
    assert (declined.value.code, declined.value.block) == ("durable-too-large", "k")
