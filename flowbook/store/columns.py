"""What a customer's row holds: each column, and the part of a state that it is told by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import compress
from operator import attrgetter, is_not
from typing import Any

from flowbook.rules.readings import fold, instant_text
from flowbook.session import CustomerState
from flowbook.store.values import to_text

SEARCHED = ("first_name", "last_name", "username", "phone", "email", "city")
Row = tuple[Any, ...]
Changes = tuple[bool, ...]
"""For each of COLUMNS whether it has changed."""


def _search(state: CustomerState) -> str:
    """What searches look for among the fields."""
    return fold(" ".join(str(state.customer.fields.get(name) or "") for name in SEARCHED))


def _last_seen(state: CustomerState) -> str | None:
    moment = state.customer.last_seen
    return instant_text(moment) if moment else None


Way = Callable[[CustomerState], Any]
_COLUMNS: dict[str, tuple[str, Way]] = {
    "created": ("customer.created", lambda state: instant_text(state.customer.created)),
    "fields": ("customer.fields", lambda state: to_text(state.customer.fields)),
    "language": ("customer.fields", attrgetter("customer.language")),
    "timezone": ("customer.fields", attrgetter("customer.timezone")),
    "search": ("customer.fields", _search),
    "stage": ("customer.stage", attrgetter("customer.stage")),
    "subscribed": ("customer.subscribed", lambda state: int(state.customer.subscribed)),
    "last_seen": ("customer.last_seen", _last_seen),
    "invented": ("customer.invented", lambda state: int(state.customer.invented)),
    "segments": ("customer.segments", lambda state: to_text(sorted(state.customer.segments))),
    "count": ("count", attrgetter("count")),
    "channel": ("channel", attrgetter("channel")),
    "parked": ("parked", lambda state: to_text(state.parked)),
    "memory": ("memory", lambda state: to_text(state.memory)),
    "held": ("held", lambda state: to_text(state.held)),
}
COLUMNS = tuple(_COLUMNS)
ALL = (True,) * len(COLUMNS)
_parts = attrgetter(*(part for part, _ in _COLUMNS.values()))
_ways = [way for _, way in _COLUMNS.values()]


def changes(before: CustomerState, after: CustomerState) -> Changes:
    """A part that is the same object as before was not changed; another one is written without comparing."""
    return tuple(map(is_not, _parts(before), _parts(after)))


def rows_of(states: Iterable[CustomerState], changed: Changes = ALL) -> list[Row]:
    """For each state the columns that have changed, and the customer's id at the end."""
    ways: list[Way] = [*compress(_ways, changed), attrgetter("customer.id")]
    return [tuple([way(state) for way in ways]) for state in states]
