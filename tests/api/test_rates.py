from dataclasses import dataclass
from threading import Thread

from api.rates import Rates

WHO = ("key", "a")


@dataclass
class Seconds:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_window_lasts_a_minute_from_its_first_call() -> None:
    clock = Seconds()
    rates = Rates(clock)
    assert rates.count(WHO, 2)
    clock.now += 30
    assert rates.count(WHO, 2)
    assert not rates.count(WHO, 2)
    assert rates.seconds_left(WHO) == 30
    clock.now += 29.5
    assert not rates.count(WHO, 2)
    assert rates.seconds_left(WHO) == 1
    clock.now += 0.5
    assert rates.count(WHO, 2)


def test_looking_does_not_count() -> None:
    rates = Rates(Seconds())
    assert all(rates.has_room(WHO, 1) for _ in range(5))
    assert rates.count(WHO, 1)
    assert not rates.has_room(WHO, 1)


def test_each_has_a_window_of_its_own() -> None:
    rates = Rates(Seconds())
    assert rates.count(WHO, 1)
    assert rates.count(("refused", "a"), 1)
    assert rates.count(("key", "b"), 1)


def test_windows_that_are_over_are_let_go_of() -> None:
    clock = Seconds()
    rates = Rates(clock)
    for number in range(30_000):
        clock.now += 0.01
        rates.count(("refused", str(number)), 1)
    # 60 seconds are 6,000 of them; nobody whose window runs is forgotten.
    assert len(rates._windows) <= 16_001
    assert not rates.count(("refused", "29999"), 1)
    assert not rates.count(("refused", "24500"), 1)


def test_no_call_is_lost_between_threads() -> None:
    rates = Rates()
    passed: list[bool] = []

    def call() -> None:
        passed.extend([rates.count(WHO, 1000) for _ in range(500)])

    threads = [Thread(target=call) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(passed) == 1000
