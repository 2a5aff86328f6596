"""What there is to do, each thing as it was read: an arrival, a timer that is due, a customer to plan for."""

from __future__ import annotations

from msgspec import Struct

from flowbook.store.contacts import Chat
from flowbook.store.inbox import UPDATE, Arrival
from flowbook.store.values import from_text
from runtime.bot.inbound import Inbound, chat_in, read_update


class Incoming(Struct, frozen=True):
    """An arrival. `inbound` is what an update says, None where no flow is about it; `fault` why it cannot be
    read. `whose` chat or customer it is, for keeping the order when one fails."""

    arrival: Arrival
    whose: str
    inbound: Inbound | None = None
    fault: Exception | None = None


class Due(Struct, frozen=True):
    customer: str
    timer: str


class Planning(Struct, frozen=True):
    """The timers of a bot's triggers are to be set anew for a customer."""

    bot: str
    customer: str


Job = Incoming | Due | Planning


def incoming(arrival: Arrival) -> Incoming:
    if arrival.kind != UPDATE:
        return Incoming(arrival, arrival.customer or "")
    try:
        inbound = read_update(arrival.body)
    except Exception as fault:  # noqa: BLE001 - whatever is wrong with it, it is one update
        return Incoming(arrival, _whose(arrival), fault=fault)
    return Incoming(arrival, f"{arrival.bot}/{inbound.chat}" if inbound else "", inbound)


def chat_of(job: Job) -> Chat | None:
    """The chat that an update came from."""
    inbound = job.inbound if isinstance(job, Incoming) else None
    return (job.arrival.bot, inbound.chat) if isinstance(job, Incoming) and inbound else None


def customer_of(job: Job) -> str | None:
    """The customer it is about, where that is known without asking for a chat."""
    return job.arrival.customer if isinstance(job, Incoming) else job.customer


def whose(job: Job) -> str:
    """Behind one that failed, others of the same chat wait for its next try; empty for what nobody waits
    behind."""
    return job.whose if isinstance(job, Incoming) else ""


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
