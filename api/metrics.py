"""What this process counts, for Prometheus: decisions, who inferred them again, disagreements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from api.description.operations import PROMETHEUS
from api.door import door
from service.house import House

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics", provide_automatic_options=False)
def counters() -> Response:
    """Tell what was counted since the process began."""
    door().access.enter("operate")
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Counters(door().house))
    # The form that every Prometheus reads; newer ones are asked for by headers.
    return Response(generate_latest(registry), content_type=PROMETHEUS)


class _Counters(Collector):
    """Reads the counters of a house whenever it is asked."""

    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Yield each counter with its values."""
        twins = self._house.twins.counters()
        yield _counter(
            "fenji_decisions",
            "Decisions recorded and answered, by who inferred them again.",
            ("twin",),
            {(name,): count for name, count in self._house.tally.decisions().items()},
        )
        yield _counter(
            "fenji_twin_inferences",
            "Inferences made again, by whom; why it was not durable-rules.",
            ("twin", "why"),
            {
                ("durable", ""): twins.durable,
                ("none", ""): twins.none,
                **{("reference", why): count for why, count in twins.reference.items()},
            },
        )
        yield _counter(
            "fenji_twin_disagreements",
            "Answers refused because two engines disagree.",
            (),
            {(): twins.disagreements},
        )
        yield _counter(
            "fenji_twin_children_started",
            "Processes started for durable-rules.",
            (),
            {(): twins.started},
        )
        yield _counter(
            "fenji_twin_children_replaced",
            "Processes of durable-rules that were given up, by why.",
            ("why",),
            {(why,): count for why, count in twins.replaced.items()},
        )


def _counter(
    name: str, about: str, labels: tuple[str, ...], values: Mapping[tuple[str, ...], int]
) -> CounterMetricFamily:
    family = CounterMetricFamily(name, about, labels=labels)
    for named, count in sorted(values.items()):
        family.add_metric(named, count)
    return family
