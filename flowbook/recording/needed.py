"""What of a customer made a difference to a talk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flowbook.copies import altered
from flowbook.customer import Customer, Order, set_field
from flowbook.recording.replay import replayed
from flowbook.recording.talk import Talk
from flowbook.recording.trail import trail
from flowbook.setting import Setting

KEPT = ("first_name", "language", "timezone")
"""Fields that stay, for whoever reads the test."""
Same = Callable[[Customer], bool]


def needed(setting: Setting, talk: Talk) -> Customer:
    """The customer without what changes nothing that was said or done, each thing tried by itself."""
    flows = setting.library.live.keys()
    wanted = trail(replayed(setting, talk), flows)

    def is_same(customer: Customer) -> bool:
        return trail(replayed(setting, altered(talk, customer=customer)), flows) == wanted

    return without_idle(talk.customer, is_same, KEPT)


def without_idle(customer: Customer, is_same: Same, kept: Sequence[str] = ()) -> Customer:
    for name in [name for name in customer.fields if name not in kept]:
        customer = _lesser(customer, set_field(customer, name, None), is_same)
    for tag in sorted(customer.tags):
        customer = _lesser(customer, altered(customer, tags=customer.tags - {tag}), is_same)
    for lean in _bare(customer):
        customer = _lesser(customer, lean(customer), is_same)
    for order in customer.orders:
        customer = _lesser(customer, altered(customer, orders=_without(customer, order)), is_same)
    return customer


def _lesser(customer: Customer, fewer: Customer, is_same: Same) -> Customer:
    return fewer if fewer != customer and is_same(fewer) else customer


def _bare(customer: Customer) -> Iterator[Callable[[Customer], Customer]]:
    yield lambda one: altered(one, segments=frozenset())
    yield lambda one: altered(one, orders=())
    yield lambda one: altered(one, happened=())
    yield lambda one: altered(one, stage=None)
    yield lambda one: altered(one, subscribed=True)
    yield lambda one: altered(one, last_seen=None)


def _without(customer: Customer, order: Order) -> tuple[Order, ...]:
    return tuple(one for one in customer.orders if one.id != order.id)
