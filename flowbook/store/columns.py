"""What a customer's row holds: each part of a state, and the columns that tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import compress
from operator import attrgetter, is_not
from typing import Any

from flowbook.rules.readings import fold, instant_text
from flowbook.session import CustomerState
from flowbook.store.values import to_text

SEARCHED = ("first_name", "last_name", "username", "phone", "email", "city")
Row = tuple[Any, ...]
Changes = tuple[bool, ...]
"""For each part of a state whether it has changed."""


def _search(state: CustomerState) -> str:
    """What searches look for among the fields."""
    fields = state.customer.fields
    return fold(" ".join([str(fields.get(name) or "") for name in SEARCHED]))


def _last_seen(state: CustomerState) -> str | None:
    moment = state.customer.last_seen
    return instant_text(moment) if moment else None


Way = Callable[[CustomerState], Any]
_OF_CUSTOMER: dict[str, dict[str, Way]] = {
    "created": {"created": lambda state: instant_text(state.customer.created)},
    "fields": {
        "fields": lambda state: to_text(state.customer.fields),
        "language": attrgetter("customer.language"),
        "timezone": attrgetter("customer.timezone"),
        "search": _search,
    },
    "stage": {"stage": attrgetter("customer.stage")},
    "subscribed": {"subscribed": lambda state: int(state.customer.subscribed)},
    "last_seen": {"last_seen": _last_seen},
    "invented": {"invented": lambda state: int(state.customer.invented)},
    "segments": {"segments": lambda state: to_text(sorted(state.customer.segments))},
}
_OF_STATE: dict[str, dict[str, Way]] = {
    "count": {"count": attrgetter("count")},
    "channel": {"channel": attrgetter("channel")},
    "parked": {"parked": lambda state: to_text(state.parked)},
    "memory": {"memory": lambda state: to_text(state.memory)},
    "held": {"held": lambda state: to_text(state.held)},
}
_PARTS = [*_OF_CUSTOMER.values(), *_OF_STATE.values()]
_of_customer, _of_state = attrgetter(*_OF_CUSTOMER), attrgetter(*_OF_STATE)
ALL = (True,) * len(_PARTS)


def changes(before: CustomerState, after: CustomerState) -> Changes:
    """A part that is the same object as before was not changed; another one is written without comparing."""
    old, new = _of_state(before), _of_state(after)
    one, other = _of_customer(before.customer), _of_customer(after.customer)
    return (*map(is_not, one, other), *map(is_not, old, new))


def columns_of(changed: Changes = ALL) -> tuple[str, ...]:
    """Their names, in the order of `rows_of`."""
    return tuple(_columns(changed))


def rows_of(states: Iterable[CustomerState], changed: Changes = ALL) -> list[Row]:
    """For each state the columns that have changed, and the customer's id at the end."""
    ways: list[Way] = [*_columns(changed).values(), attrgetter("customer.id")]
    return [tuple([way(state) for way in ways]) for state in states]


@cache
def _columns(changed: Changes) -> dict[str, Way]:
    return {name: way for part in compress(_PARTS, changed) for name, way in part.items()}
