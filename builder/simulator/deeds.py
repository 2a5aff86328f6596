"""What a press or a line in the phone does to a rehearsal."""

from __future__ import annotations

from collections.abc import Callable

from builder.simulator.rehearsal import Rehearsal, act, go_back, show_picture
from builder.simulator.stage import Played, acts_before, acts_until
from builder.simulator.talk import label_of
from flowbook.customer import Customer
from flowbook.events import MessageReceived
from flowbook.stimuli import (
    ContactShared,
    FileSent,
    HandedBack,
    LocationShared,
    OperatorSaid,
    Said,
    StartedByHand,
    Stimulus,
    Tapped,
)

PHONE, PLACE = "+37060000000", (54.6872, 25.2797)
"""For a customer of whom none is known."""


def hear(rehearsal: Rehearsal, played: Played, pressed: str) -> Rehearsal:
    """`pressed` is what the phone answers with; what does nothing to the talk leaves it as it is."""
    kind, _colon, rest = pressed.partition(":")
    if kind == "back":
        return _go_back(rehearsal, played, int(rest))
    if kind == "picture":
        return show_picture(rehearsal, rest)
    stimulus = stimulus_of(pressed, played)
    return act(rehearsal, stimulus) if stimulus else rehearsal


def stimulus_of(pressed: str, played: Played) -> Stimulus | None:
    """What the customer or their surroundings do by it; None for what is no deed of theirs."""
    kind, _colon, rest = pressed.partition(":")
    make = _STIMULI.get(kind)
    return make(rest, played) if make else None


def _go_back(rehearsal: Rehearsal, played: Played, index: int) -> Rehearsal:
    """Before what the customer said, so that it can be said otherwise; after what the bot said."""
    if index >= len(played.world.log):
        return rehearsal
    said = isinstance(played.world.log[index].event, MessageReceived)
    keep = acts_before if said else acts_until
    return go_back(rehearsal, keep(rehearsal, played, index))


def _said(rest: str, played: Played) -> Stimulus | None:
    return Said(rest.strip()) if rest.strip() else None


def _answered(rest: str, played: Played) -> Stimulus | None:
    return OperatorSaid(rest.strip()) if rest.strip() else None


def _contact(rest: str, played: Played) -> Stimulus:
    customer: Customer = played.state.customer
    return ContactShared(
        str(customer.fields.get("phone") or PHONE), str(customer.fields.get("first_name") or "")
    )


_STIMULI: dict[str, Callable[[str, Played], Stimulus | None]] = {
    "say": _said,
    "staff": _answered,
    "tap": lambda rest, played: Tapped(rest, label_of(played, rest)),
    "contact": _contact,
    "location": lambda rest, played: LocationShared(*PLACE),
    "photo": lambda rest, played: FileSent("photo", "photo-of-a-rehearsal"),
    "file": lambda rest, played: FileSent("document", "file-of-a-rehearsal"),
    "hand_back": lambda rest, played: HandedBack(),
    "start": lambda rest, played: StartedByHand(played.stage.flow.id),
}
