"""The virtual world in which found paths are played: deeds done one by one, and the exits that were taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flowbook.copies import altered
from flowbook.customer import Order, set_field
from flowbook.events import ExitTaken, MessageSent, SessionStarted
from flowbook.explore.conversation import Conversation, Deed, Script
from flowbook.explore.land import Land
from flowbook.messages import Message, unpack
from flowbook.session import CustomerState
from flowbook.setting import Library, Setting, library_of
from flowbook.stimuli import (
    Changed,
    ContactShared,
    EventReported,
    FileSent,
    HandedBack,
    LocationShared,
    NotDelivered,
    Said,
    Stimulus,
    Tapped,
)
from flowbook.world import World, advance, advance_to_next, do, next_timer, world_of

Taken = tuple[str, str, str]
"""Flow, node and exit."""


@dataclass
class Stage:
    """A world that goes on; `shown` is how much of its log has been told."""

    script: Script
    world: World

    @property
    def who(self) -> str:
        return self.script.customer.id

    @property
    def state(self) -> CustomerState:
        return self.world.states[self.who]

    def act(self, deed: Deed) -> bool:
        """False when it cannot be done: no such button, nothing that is due."""
        after = _done(self.world, self.who, deed)
        if after is None:
            return False
        self.world = after
        return True

    def taken(self, session: str = "") -> list[Taken]:
        """By all passages, or by one."""
        left = [
            one for one in self.world.log if isinstance(one.event, ExitTaken) and session in ("", one.session)
        ]
        return [
            (one.flow, one.event.node, one.event.exit) for one in left if isinstance(one.event, ExitTaken)
        ]

    def begun(self, trigger: str) -> str:
        """The passage that has begun there, empty while none has."""
        for one in self.world.log:
            if isinstance(one.event, SessionStarted) and one.event.node == trigger:
                return one.session
        return ""


def library(land: Land) -> Library:
    return library_of(*land.flows.values())


def open_stage(land: Land, script: Script, live: Library) -> Stage:
    setting = Setting(land.workspace, live, arms=script.arms)
    world = world_of(setting, script.start, [script.customer])
    return Stage(script, altered(world, mocks=script.mocks))


def play(land: Land, script: Script, live: Library) -> Conversation | None:
    """The script from its beginning to its end; None when one of its deeds cannot be done."""
    stage = open_stage(land, script, live)
    lines = []
    for deed in script.deeds:
        before = len(stage.world.log)
        if not stage.act(deed):
            return None
        lines.append(tuple(lines_of(stage.world, before)))
    return Conversation(script, own_exits(land, stage.taken()), tuple(lines))


def own_exits(land: Land, taken: Iterable[Taken]) -> tuple[tuple[str, str], ...]:
    own = set(land.exits)
    found = ((node, exit) for flow, node, exit in taken if flow == land.flow.id)
    return tuple(dict.fromkeys(one for one in found if one in own))


def lines_of(world: World, since: int) -> Iterator[str]:
    """What the bot has said, buttons in brackets behind it."""
    for record in world.log[since:]:
        if isinstance(record.event, MessageSent):
            yield _line(record.event.message)


def _line(message: Message) -> str:
    labels = " | ".join(button.label for row in message.buttons for button in row)
    said = f"<{message.media.kind}> {message.text}".rstrip() if message.media else message.text
    return f"{said} [{labels}]" if labels else said


def _done(world: World, who: str, deed: Deed) -> World | None:
    name, value = deed
    match name:
        case "wait" if value == "next":
            return advance_to_next(world, who) if next_timer(world, who) else None
        case "wait":
            amount, unit = value.split()
            return advance(world, world.now + timedelta(**{unit: int(amount)}))
        case "order":
            return _with_order(world, who, value)
        case "stage":
            return do(_by_hand(world, who, ["stage", value, None]), who, Changed("stage", value))
        case "change":
            return do(_by_hand(world, who, value), who, Changed(*value))
    stimulus = _stimulus(world, who, name, value)
    return do(world, who, stimulus) if stimulus else None


def _with_order(world: World, who: str, order: list[Any]) -> World:
    """An order comes in from outside, now."""
    number, total, status, items = order
    state = world.states[who]
    placed = Order(number, world.now, total, status, tuple(items))
    customer = altered(state.customer, orders=(*state.customer.orders, placed))
    return altered(world, states={**world.states, who: altered(state, customer=customer)})


def _by_hand(world: World, who: str, change: list[Any]) -> World:
    """A colleague has changed something about the customer."""
    what, name, value = change
    state = world.states[who]
    customer = state.customer
    match what:
        case "tag_added":
            customer = altered(customer, tags=customer.tags | {name})
        case "tag_removed":
            customer = altered(customer, tags=customer.tags - {name})
        case "stage":
            customer = altered(customer, stage=name)
        case "field":
            customer = set_field(customer, name, value)
    return altered(world, states={**world.states, who: altered(state, customer=customer)})


def _stimulus(world: World, who: str, name: str, value: Any) -> Stimulus | None:
    match name:
        case "say":
            return Said(value)
        case "tap":
            return _tapped(world, value)
        case "share":
            return ContactShared(value)
        case "place":
            return LocationShared(*value)
        case "event":
            return EventReported(*value)
        case "hand_back":
            return HandedBack()
        case "undelivered":
            return _undelivered(world.states[who])
    return FileSent(name, value)


def _undelivered(state: CustomerState) -> Stimulus | None:
    asked = [
        one.wait.ask
        for one in state.sessions.values()
        if one.wait and one.wait.kind == "answer" and not one.parked
    ]
    return NotDelivered(str(asked[0]), "the channel refused it") if asked else None


def _tapped(world: World, label: str) -> Stimulus | None:
    """The newest button with that label."""
    for record in reversed(world.log):
        if isinstance(record.event, MessageSent):
            for row in record.event.message.buttons:
                for button in row:
                    if button.label == label and button.kind == "choice":
                        return Tapped(button.value, label) if button.value else Said(label)
    return None


def label_of(world: World, choice: str, place: int, node: str) -> str | None:
    """What stands on a choice of the node's newest message; a button in place of the keyboard is found by its
    place."""
    for record in reversed(world.log):
        event = record.event
        if not (isinstance(event, MessageSent) and event.node == node and event.message.buttons):
            continue
        buttons = [button for row in event.message.buttons for button in row if button.kind == "choice"]
        for number, button in enumerate(buttons):
            ref = unpack(button.value)
            if ref.choice == choice if ref else number == place:
                return button.label
    return None
