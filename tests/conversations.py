"""Scripted conversations with the sample flows: read from tests/cases/samples, played in the virtual world.

A script names its flows, its customer, when it begins, and acts with what the bot says to each. A line of the
bot is written as the Bot API double writes it, `Which size? [36–38 | 39–41]`; `~ ` before it says that an
earlier message was changed in place. A wait is `next` (until the next timer of the customer), a length of
time such as `2 days`, or an instant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flowbook.cli.places import find_flows, workspace_above
from flowbook.copies import altered
from flowbook.customer import Customer, customer_from_json, instant
from flowbook.events import HandedOver, MessageSent, Record, StaffNotified
from flowbook.flow import Flow
from flowbook.messages import Message, find_button
from flowbook.mocks import Mock, Reply
from flowbook.session import CustomerState
from flowbook.setting import Setting, library_of
from flowbook.stimuli import (
    Changed,
    ContactShared,
    EventReported,
    FileSent,
    HandedBack,
    OperatorSaid,
    Said,
    Stimulus,
    Tapped,
)
from flowbook.workspace import Workspace
from flowbook.world import World, advance, advance_to_next, do, world_of
from tests.sources import ROOT

FOLDER = ROOT / "flows"
SCRIPTS = ROOT / "tests" / "cases" / "samples"
DEEDS = ("say", "tap", "share", "photo", "event", "operator", "hand_back", "stage", "wait")


@dataclass(frozen=True, slots=True)
class Act:
    """`deed` is one of DEEDS, `value` what goes with it; `bot` the bot's lines, `staff` what teams read. By
    `stage` somebody moves the customer's card on the board."""

    deed: str
    value: Any
    bot: tuple[str, ...]
    staff: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Script:
    flows: tuple[str, ...]
    name: str
    start: datetime
    customer: Customer
    acts: tuple[Act, ...]
    mocks: tuple[Mock, ...]
    after: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.flows[0]}: {self.name}"


def scripts() -> list[Script]:
    return [_script(path.stem, data) for path in sorted(SCRIPTS.glob("*.json")) for data in _read(path)]


def sample_flows() -> dict[str, Flow]:
    return {one.flow.id: one.flow for one in find_flows(FOLDER) if one.flow}


def sample_workspace() -> Workspace:
    return workspace_above(FOLDER)


def opening_of(script: Script) -> World:
    flows = sample_flows()
    library = library_of(*(flows[name] for name in script.flows))
    world = world_of(Setting(sample_workspace(), library), script.start, [script.customer])
    return altered(world, mocks=script.mocks)


def play(world: World, customer: str, acts: Iterable[Act]) -> Iterator[tuple[World, list[str], list[str]]]:
    """After each act: the world, the bot's new lines, and what teams were told."""
    for act in acts:
        before = len(world.log)
        world = _do(world, customer, act)
        fresh = world.log[before:]
        yield world, lines_of(fresh), told_to_staff(fresh)


def lines_of(records: Iterable[Record]) -> list[str]:
    sent = [record.event for record in records if isinstance(record.event, MessageSent)]
    return [("~ " if event.replaces else "") + line_of(event.message) for event in sent]


def line_of(message: Message) -> str:
    """As tests/botapi/ledger.py tells a message, without who sent it."""
    labels = [button.label for row in message.buttons for button in row]
    said = f"<{message.media.kind}> {message.text}".rstrip() if message.media else message.text
    return said + (f" [{' | '.join(labels)}]" if labels else "")


def told_to_staff(records: Iterable[Record]) -> list[str]:
    told = []
    for record in records:
        match record.event:
            case StaffNotified(team, text):
                told.append(f"{team}: {text}")
            case HandedOver(team, reason):
                told.append(f"{team} takes over: {reason}")
    return told


def facts_of(state: CustomerState, wanted: Iterable[str]) -> dict[str, Any]:
    """What a script's `after` speaks of: fields by name, and tags, stage, subscribed, orders."""
    customer = state.customer
    special: dict[str, Any] = {
        "tags": sorted(customer.tags),
        "stage": customer.stage,
        "subscribed": customer.subscribed,
        "orders": [[", ".join(order.items), order.total, order.status] for order in customer.orders],
    }
    return {name: special.get(name, customer.fields.get(name)) for name in wanted}


def leap(now: datetime, wait: str) -> datetime:
    """The instant after a length of time, or the one that is written; never `next`."""
    if wait[:4].isdigit() and "-" in wait:
        return instant(wait)
    amount, unit = wait.split()
    return now + timedelta(**{unit if unit.endswith("s") else f"{unit}s": int(amount)})


def _do(world: World, customer: str, act: Act) -> World:
    match act.deed:
        case "wait" if act.value == "next":
            return advance_to_next(world, customer)
        case "wait":
            return advance(world, leap(world.now, act.value))
        case "stage":
            return do(_moved(world, customer, act.value), customer, Changed("stage", act.value))
    return do(world, customer, stimulus_of(world, customer, act))


def _moved(world: World, customer: str, stage: str) -> World:
    state = world.states[customer]
    moved = altered(state, customer=altered(state.customer, stage=stage))
    return altered(world, states={**world.states, customer: moved})


def stimulus_of(world: World, customer: str, act: Act) -> Stimulus:
    match act.deed:
        case "tap":
            return _tapped(world, customer, act.value)
        case "share":
            return ContactShared(act.value)
        case "photo":
            return FileSent("photo", act.value)
        case "event":
            return EventReported(act.value, act.data)
        case "operator":
            return OperatorSaid(act.value)
        case "hand_back":
            return HandedBack()
    return Said(act.value)


def _tapped(world: World, customer: str, label: str) -> Stimulus:
    """The newest button with that label; one of a reply keyboard says what stands on it."""
    sent = [r.event for r in world.log if r.customer == customer and isinstance(r.event, MessageSent)]
    for event in reversed(sent):
        if any(button.label == label for row in event.message.buttons for button in row):
            button = find_button(event.message, label)
            return Tapped(button.value, label) if button.value else Said(label)
    raise AssertionError(f"There is no button “{label}”.")


def _read(path: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return found


def _script(flow: str, data: Mapping[str, Any]) -> Script:
    return Script(
        tuple(data.get("flows", (flow,))),
        data["name"],
        instant(data["start"]),
        customer_from_json({"id": "visitor", "created": data["start"], **data["customer"]}),
        tuple(_act(act) for act in data["acts"]),
        tuple(_mock(mock) for mock in data.get("mocks", ())),
        data.get("after", {}),
    )


def _act(data: Mapping[str, Any]) -> Act:
    deed = next(name for name in DEEDS if name in data)
    more = set(data) - {deed, "bot", "staff", "data"}
    assert not more, f"An act knows nothing of {more}."
    return Act(deed, data[deed], tuple(data["bot"]), tuple(data.get("staff", ())), data.get("data", {}))


def _mock(data: Mapping[str, Any]) -> Mock:
    reply = Reply(data.get("status", 200), data.get("body"), data.get("failure", ""))
    return Mock(url=data["url"], replies=(reply,))
