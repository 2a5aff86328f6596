"""Figures for Prometheus: what the runtime has done since it started, and what the database holds now."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from flowbook.store import Store
from flowbook.store.bots import bot_states
from flowbook.store.figures import count_all
from flowbook.store.values import now

REGISTRY = CollectorRegistry()
UPDATES = Counter("flowbook_updates", "Updates taken from Telegram.", ["bot"], registry=REGISTRY)
POLL_FAILURES = Counter("flowbook_poll_failures", "Polls that went wrong.", ["bot"], registry=REGISTRY)
STEPS = Counter("flowbook_steps", "Arrivals and timers worked on.", registry=REGISTRY)
STEP_FAILURES = Counter("flowbook_step_failures", "Steps that failed.", registry=REGISTRY)
MESSAGES = Counter("flowbook_messages", "What became of messages.", ["bot", "state"], registry=REGISTRY)
REPLY = Histogram(
    "flowbook_reply_seconds",
    "From the step that answers a person to the answer sent.",
    registry=REGISTRY,
    buckets=(0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60),
)


class Present(Collector):
    """The database as it is when it is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterable[Metric]:
        at = now()
        found = count_all(self._store, at)
        age = (at - found.since).total_seconds() if found.since else 0.0
        yield _gauge("flowbook_inbox_waiting", "Arrivals that wait.", found.waiting)
        yield _gauge("flowbook_inbox_oldest_seconds", "How long the oldest of them waits.", age)
        yield _gauge("flowbook_timers", "Timers set.", found.timers)
        yield _gauge("flowbook_timers_overdue", "Timers that should have fired.", found.overdue)
        yield _gauge("flowbook_dead_letters", "What could not be worked on.", found.dead)
        yield _gauge("flowbook_calls_open", "Requests to other systems under way.", found.calls)
        yield _gauge("flowbook_customers", "Customers, invented ones apart.", found.customers)
        outbox = GaugeMetricFamily("flowbook_outbox", "Messages not sent, by state.", labels=["state"])
        for state, count in found.outbox.items():
            outbox.add_metric([state], count)
        yield outbox
        bots = GaugeMetricFamily("flowbook_bot_on", "1 where a bot runs.", labels=["bot"])
        for bot, state in bot_states(self._store).items():
            bots.add_metric([bot], float(state == "on"))
        yield bots


def page(store: Store) -> bytes:
    """The text that Prometheus reads. Raises what the database raises."""
    present = CollectorRegistry()
    present.register(Present(store))
    return generate_latest(REGISTRY) + generate_latest(present)


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value=value)
