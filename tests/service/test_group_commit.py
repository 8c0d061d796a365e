"""Many callers, one commit."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.group_commit import MOST, GroupCommit


def test_everyone_gets_their_own_outcome_and_those_who_wait_go_together() -> None:
    groups: list[int] = []
    first_is_in, go_on = threading.Event(), threading.Event()

    def commit(group: Sequence[int]) -> list[int]:
        groups.append(len(group))
        first_is_in.set()
        go_on.wait(10)
        return [each * 2 for each in group]

    commits = GroupCommit(commit)
    with ThreadPoolExecutor(50) as pool:
        outcomes = [pool.submit(commits.submit, 0)]
        first_is_in.wait(10)
        outcomes += [pool.submit(commits.submit, number) for number in range(1, 50)]
        while len(commits._waiting) < 49:
            pass
        go_on.set()
        assert [each.result(10) for each in outcomes] == [number * 2 for number in range(50)]
    assert groups == [1, 49]


def test_a_group_has_a_limit() -> None:
    groups: list[int] = []
    go_on = threading.Event()

    def commit(group: Sequence[int]) -> Sequence[int]:
        go_on.wait(10)
        groups.append(len(group))
        return group

    commits = GroupCommit(commit)
    callers = MOST + 50
    with ThreadPoolExecutor(callers) as pool:
        outcomes = [pool.submit(commits.submit, number) for number in range(callers)]
        while len(commits._waiting) < callers - 1:
            pass
        go_on.set()
        assert [each.result(10) for each in outcomes] == list(range(callers))
    assert groups == [1, MOST, 49]


def test_a_failure_is_everyones_of_the_group_and_the_next_group_goes_on() -> None:
    def commit(group: Sequence[Callable[[], int]]) -> list[int]:
        return [each() for each in group]

    def fail() -> int:
        raise KeyError("full")

    commits = GroupCommit(commit)
    for _ in range(2):
        with pytest.raises(KeyError):
            commits.submit(fail)
        assert commits.submit(lambda: 7) == 7


def test_under_load_nothing_is_lost_or_done_twice() -> None:
    done: list[int] = []

    def commit(group: Sequence[int]) -> Sequence[int]:
        done.extend(group)
        return group

    commits = GroupCommit(commit)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(commits.submit, range(5000))) == list(range(5000))
    assert sorted(done) == list(range(5000))
