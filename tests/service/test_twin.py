"""Decisions are inferred again by durable-rules in a child; the reference stands in for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from engine.decision import Firing, Inference, Problem, Values
from engine.intake import take_facts
from engine.runtimes.reference import Reference
from rulesets.values import Value
from service.house import open_house
from service.rulesets import list_rulesets, version_at
from service.samples import facts_of, samples_for
from service.twin import EnginesDisagree, Policy
from service.twin.steps import STEPS
from service.twin_child.wire import (
    Unreadable,
    read_inference,
    read_question,
    write_inference,
    write_question,
)
from tests.differential.agreement import questions, sample_at
from tests.fault.twin_child import wrong
from tests.generators.rulesets import seeded
from tests.houses import NOON
from tests.published import library_house
from tests.service.twins import Desk, desk, graded, is_running, process_of, until

FACTS = {"a": Decimal(600)}
AT = datetime(1901, 1, 1, 8, tzinfo=timezone(timedelta(hours=8, minutes=5, seconds=43)))


@pytest.fixture(scope="module")
def unharmed() -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patched:
        # That a child is late on a busy machine is not what is tried here (tests/fault does).
        patched.setattr("service.twin.line.LATE_SECONDS", 0.9)
        with desk() as at:
            yield at


@pytest.fixture
def at(unharmed: Desk) -> Desk:
    """Give one desk to test after test: none that uses it harms its child."""
    return unharmed.passed_on()


def test_what_is_asked_is_read_as_it_was_written() -> None:
    facts: dict[str, Value] = {
        "number": Decimal("-0.00"),
        "large": Decimal("1E+30"),
        "text": "5\n客户\x00",
        "yes": True,
        "day": date(1, 1, 2),
        "at": AT,
        "tags": ("a", None, Decimal(5), "5"),
        "rows": ({"paid": False, "on": date(2026, 3, 3)}, {"paid": None}),
        "nothing": (),
        "missing": None,
    }
    version, found, as_of = read_question(write_question(7, facts, AT))
    assert (version, found, as_of) == (7, facts, AT)
    assert [type(each) for each in found.values()] == [type(each) for each in facts.values()]
    assert str(found["number"]) == "-0.00"
    assert found["at"].utcoffset() == AT.utcoffset()  # type: ignore[union-attr]  # a moment


@pytest.mark.parametrize("value", [Decimal("2.50"), (AT, ({"x": AT, "y": "5"},)), None, "", False])
def test_an_inference_is_read_as_it_was_written(value: object) -> None:
    fired = Firing("b", "rule", "r1", 3, (("x", value),))  # type: ignore[arg-type]  # each is one
    problems = frozenset({Problem("b", "division-by-zero", "1 / 0", ("r1",)), Problem("b", "x")})
    made = Inference({"x": value, "y": "5"}, (fired, fired), problems)  # type: ignore[dict-item]  # as above
    assert read_inference(write_inference(made)) == made


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"x": Decimal(5)}, {"x": "5"}),
        ({"x": date(2026, 3, 3)}, {"x": "2026-03-03"}),
        ({"x": ()}, {"x": None}),
        ({"x": True}, {"x": Decimal(1)}),
        ({"x": AT}, {"x": AT.isoformat()}),
        ({"x": None}, {}),
    ],
)
def test_what_differs_is_written_differently(one: object, other: object) -> None:
    made = [Inference(each) for each in (one, other)]  # type: ignore[arg-type]  # each is one
    assert not made[0].agrees(made[1])
    assert write_inference(made[0]) != write_inference(made[1])


def test_no_part_of_an_inference_can_be_lost_or_altered_unseen() -> None:
    made = Inference({"x": Decimal("2.5"), "at": AT}, (Firing("b", "formula"),))
    written = write_inference(made)
    for place in range(len(written)):
        with pytest.raises(Unreadable):
            read_inference(written[:place])
        for value in (0, 0x7F, 0xC0, 0xD9, written[place] ^ 1):
            altered = written[:place] + bytes([value]) + written[place + 1 :]
            if altered == written:
                continue
            try:
                found = read_inference(altered)
            except Unreadable:
                continue
            assert not found.agrees(made)


@pytest.mark.needs("durable")
def test_durable_rules_infers_again_what_the_compiled_engine_inferred(at: Desk) -> None:
    head = at.shelf.add(graded())
    assert at.twins.prepare(head)
    for a in ("499.99", "500", "600"):
        told = at.decide(head, {"a": Decimal(a)})
        assert (told.twin, told.steps) == ("durable", STEPS)
    assert at.counts().durable == 3
    assert at.counts().reference == {}


@pytest.mark.needs("durable")
def test_who_infers_again_depends_on_who_was_asked(at: Desk) -> None:
    head = at.shelf.add(graded())
    assert at.twins.prepare(head)
    inference = at.infer(head, FACTS)
    said = [
        at.twins.begin(head, engine, FACTS, NOON).verdict(inference)
        for engine in ("compiled", "reference", "durable")
    ]
    assert [each.twin for each in said] == ["durable", "durable", "reference"]
    assert [len(each.steps) for each in said] == [5, 3, 3]
    assert at.counts().reference == {"asked": 1}


@pytest.mark.needs("durable")
def test_a_version_that_is_not_there_yet_is_twinned_by_the_reference(at: Desk) -> None:
    head = at.shelf.add(graded())
    inference = at.infer(head, FACTS)
    first = [
        at.twins.begin(head, name, FACTS, NOON).verdict(inference).twin
        for name in ("compiled", "reference")
    ]
    assert first == ["reference", "none"]  # no engine is twinned by itself
    assert at.counts().reference == {"loading": 1}
    assert at.twins.prepare(head)
    assert at.decide(head, FACTS).twin == "durable"


@pytest.mark.needs("durable")
def test_a_wrong_answer_does_not_leave(at: Desk) -> None:
    head = at.shelf.add(graded())
    right = at.infer(head, FACTS)
    for _ in range(2):
        with pytest.raises(EnginesDisagree) as raised:
            at.twins.begin(head, "compiled", FACTS, NOON).verdict(wrong(right))
        assert raised.value.inference.conclusions["grade"] == "Z"
        assert raised.value.again.agrees(right)
        assert at.twins.prepare(head)
    assert raised.value.twin == "durable"
    assert at.counts().disagreements == 2


def test_a_policy_says_how_many_are_twinned() -> None:
    shares = []
    for share in (0.0, 0.5):
        with desk(policy=Policy(share)) as at:
            at.twins._chance = iter([0.4, 0.5, 0.6] * 2).__next__
            head = at.shelf.add(graded())
            shares.append([at.decide(head, FACTS).twin for _ in range(3)])
            assert at.counts().none == (3 if share == 0 else 2)
    assert shares[0] == ["none"] * 3
    assert shares[1][1:] == ["none"] * 2
    assert shares[1][0] != "none"


@pytest.mark.needs("durable")
@pytest.mark.parametrize(
    ("first", "count"), [(0, 24), pytest.param(30_000, 600, marks=pytest.mark.soak)]
)
def test_generated_rulesets_agree_through_the_child(at: Desk, first: int, count: int) -> None:
    """Facts of every type go there, inferences of every type come back."""
    for seed in range(first, first + count):
        checked = sample_at(seed)[1]
        head = at.shelf.add(checked)
        at.twins.prepare(head)
        reference = Reference().load(checked)
        for question in questions(checked, seeded(seed)):
            facts = question.taken(checked)
            pending = at.twins.begin(head, "compiled", facts, question.as_of)
            pending.verdict(reference.infer(facts, question.as_of))
    told = at.counts()
    assert told.disagreements == 0
    assert told.durable >= 3 * count, told


@pytest.mark.needs("durable")
def test_the_library_agrees_through_the_child(library_file: Path, tmp_path: Path) -> None:
    house = library_house(library_file, tmp_path / "fenji.db", twin="always")
    decided = 0
    for ruleset in list_rulesets(house):
        head = version_at(house, ruleset.id, NOON.replace(year=2030), None)
        checked = house.versions.checked(head)
        assert house.twins.prepare(head)
        for sample in samples_for(checked)[::30]:
            facts = take_facts(facts_of(sample, checked), checked)
            pending = house.twins.begin(head, "compiled", facts, NOON)
            pending.verdict(house.versions.engine(head, "compiled").infer(facts, NOON))
            decided += 1
    told = house.twins.counters()
    house.close()
    assert told.durable + sum(told.reference.values()) == decided
    assert told.durable > 0.8 * decided > 1


@pytest.mark.needs("durable")
def test_many_are_under_way_at_once(at: Desk) -> None:
    """Two hundred begun before the first verdict is asked, by each of several threads."""
    head = at.shelf.add(graded())
    assert at.twins.prepare(head)
    given: list[Values] = [{"a": Decimal(number), "t": "长" * 2_000} for number in range(400, 600)]

    def batch(_: int) -> set[str]:
        begun = [at.twins.begin(head, "compiled", facts, NOON) for facts in given]
        made = [at.infer(head, facts) for facts in given]
        return {
            pending.verdict(inference).twin for pending, inference in zip(begun, made, strict=True)
        }

    with ThreadPoolExecutor(4) as pool:
        assert set.union(*pool.map(batch, range(8))) <= {"durable", "reference"}
    told = at.counts()
    assert told.durable + sum(told.reference.values()) == 1_600
    assert told.durable > 800, told
    assert told.replaced == {}


@pytest.mark.needs("durable")
def test_sixteen_threads_ask_one_child(at: Desk) -> None:
    heads = [at.shelf.add(graded(copy)) for copy in range(3)]
    assert all(map(at.twins.prepare, heads))

    def ask(thread: int) -> None:
        for turn in range(100):
            at.decide(heads[(thread + turn) % 3], {"a": Decimal(495 + (turn + thread) % 10)})

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(ask, range(16)))
    told = at.counts()
    assert told.durable + sum(told.reference.values()) == 1_600
    assert told.durable > 1_400, told


@pytest.mark.needs("durable")
def test_a_version_that_durable_rules_declines_is_twinned_by_the_reference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with desk("tests.fault.twin_child", "declines") as at:
        head = at.shelf.add(graded())
        assert not at.twins.prepare(head)
        assert at.decide(head, FACTS).twin == "reference"
        assert at.counts().reference == {"declined": 1}
    monkeypatch.setattr("service.twin.twins.is_here", lambda: False)
    with desk() as at:
        head = at.shelf.add(graded())
        assert not at.twins.prepare(head)
        assert at.decide(head, FACTS).twin == "reference"
        assert at.counts().reference == {"absent": 1}


@pytest.mark.needs("durable")
def test_a_child_ends_with_its_twins_and_leaves_no_zombie() -> None:
    with desk() as at:
        at.twins.prepare(at.shelf.add(graded()))
        child = process_of(at.twins)
        assert is_running(child)
    assert not is_running(child)
    with desk() as at:
        at.twins.prepare(at.shelf.add(graded()))
        child = process_of(at.twins)
        _forget(at)
        assert until(lambda: not is_running(child))


def _forget(at: Desk) -> None:
    """Let go of twins that nobody closed."""
    from service.twin import Twins  # noqa: PLC0415 - only here

    at.twins = Twins(Policy(0), at.shelf)


@pytest.mark.needs("durable")
def test_a_house_has_twins_of_its_own(tmp_path: Path) -> None:
    house = open_house(f"sqlite:///{tmp_path}/fenji.db")
    assert house.twins.counters().started == 0
    house.close()


@pytest.mark.needs("durable")
def test_a_child_is_given_nothing_but_its_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENJI_SECRET_KEY", "not for the child")
    with open(__file__, encoding="utf-8") as file:  # noqa: PTH123 - held open meanwhile
        os.set_inheritable(file.fileno(), True)
        with desk() as at:
            at.twins.prepare(at.shelf.add(graded()))
            child = Path(f"/proc/{process_of(at.twins)}")
            opened = sorted(each.readlink().name for each in (child / "fd").iterdir())
            assert [each for each in opened if not each.startswith("socket:")] == ["null"] * 3
            assert len(opened) == 5
            assert b"FENJI" not in (child / "environ").read_bytes()
            # Ctrl-C in a terminal goes to the session's group, not to the child.
            assert os.getsid(int(child.name)) == int(child.name) != os.getsid(0)


@pytest.mark.needs("durable")
@pytest.mark.fault
@pytest.mark.parametrize("how", ["end", "stop", pytest.param("kill", marks=pytest.mark.soak)])
def test_a_child_does_not_outlive_its_parent(how: str) -> None:
    """Whether it ends as usual or is killed, even while the child hangs in its stopped state."""
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.fault.twin_parent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_running(child)
    if how == "end":
        parent.stdin.close()
    else:
        if how == "stop":
            os.kill(child, 19)
        parent.kill()
    parent.wait(20)
    assert until(lambda: not is_running(child) or _is_zombie(child))


def _is_zombie(process: int) -> bool:
    """Whoever adopts orphans of this machine may be slow to bury them."""
    with open(f"/proc/{process}/stat", encoding="utf-8") as file:  # noqa: PTH123 - no file of ours
        return file.read().rpartition(")")[2].split()[0] == "Z"


def test_moments_compare_as_instants() -> None:
    """9.2: the same instant in another zone is no disagreement."""
    here, there = (Inference({"x": each}) for each in (NOON, NOON.astimezone(AT.tzinfo)))
    assert write_inference(here) != write_inference(there)
    assert read_inference(write_inference(there)).agrees(here)
    assert NOON.tzinfo == UTC
