"""What there is to do, each thing as it was read: an arrival, a timer that is due, a customer to plan for."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from flowbook.store.contacts import Chat
from flowbook.store.inbox import UPDATE, Arrival
from flowbook.store.values import from_text
from runtime.bot.inbound import Inbound, chat_in, read_update


class Incoming(Struct, frozen=True):
    """An arrival. `inbound` is what an update says and `chat` where it came from, None where no flow is about
    it; `customer` is told of what came from inside. `fault` is why an update cannot be read."""

    arrival: Arrival
    chat: Chat | None = None
    inbound: Inbound | None = None
    customer: str | None = None
    fault: Exception | None = None

    @property
    def whose(self) -> str:
        """Chat or customer: behind one that failed, others of the same wait for its next try. Empty for what
        nobody waits behind."""
        if self.fault:
            return _whose(self.arrival)
        return "/".join(self.chat) if self.chat else self.customer or ""


class _Inside(Struct, frozen=True):
    """What comes from no chat, and nobody waits behind."""

    chat: ClassVar[None] = None
    whose: ClassVar[str] = ""


class Due(_Inside, frozen=True):
    customer: str
    timer: str


class Planning(_Inside, frozen=True):
    """The timers of a bot's triggers are to be set anew for a customer."""

    bot: str
    customer: str


Job = Incoming | Due | Planning


def incoming(arrival: Arrival) -> Incoming:
    if arrival.kind != UPDATE:
        return Incoming(arrival, customer=arrival.customer)
    try:
        inbound = read_update(arrival.body)
    except Exception as fault:  # noqa: BLE001 - whatever is wrong with it, it is one update
        return Incoming(arrival, fault=fault)
    return Incoming(arrival, (arrival.bot, inbound.chat), inbound) if inbound else Incoming(arrival)


def told_of(job: Job) -> dict[str, object]:
    """What the log says of it."""
    match job:
        case Incoming(arrival):
            return {"bot": arrival.bot, "arrival": arrival.id}
        case Due(customer, timer):
            return {"customer": customer, "timer": timer}
        case Planning(bot, customer):
            return {"bot": bot, "customer": customer}


def _whose(arrival: Arrival) -> str:
    """Of an update that cannot be read: the chat, where so much can be found out."""
    try:
        return f"{arrival.bot}/{chat_in(from_text(arrival.body))}"
    except (ValueError, AttributeError):
        return f"#{arrival.id}"
