"""A talk had again in the bare world: quick, for trying many variants of it."""

from __future__ import annotations

from flowbook.copies import altered
from flowbook.customer import set_field
from flowbook.events import MessageSent, Record
from flowbook.messages import unpack
from flowbook.recording.talk import Deed, Talk
from flowbook.setting import Setting
from flowbook.stimuli import Changed, Stimulus, Tapped
from flowbook.world import World, advance, do, world_of


def replayed(setting: Setting, talk: Talk) -> tuple[Record, ...]:
    """All that comes of it. Buttons are found again by step and choice, whatever the releases' numbers."""
    world = began(setting, talk)
    for deed in talk.deeds:
        world = after(world, talk.customer.id, deed)
    return world.log


def began(setting: Setting, talk: Talk) -> World:
    return altered(world_of(setting, talk.start, [talk.customer]), mocks=talk.mocks)


def after(world: World, customer: str, deed: Deed) -> World:
    """A change by hand is carried out, as somebody in the shop does it, and then told of."""
    world = advance(world, deed.at)
    if isinstance(deed.stimulus, Changed):
        world = _by_hand(world, customer, deed.stimulus)
    return do(world, customer, _meant(world, deed.stimulus)) if deed.stimulus is not None else world


def _by_hand(world: World, name: str, change: Changed) -> World:
    state = world.states[name]
    customer = state.customer
    match change.what:
        case "field":
            customer = set_field(customer, change.name, change.value)
        case "tag_added":
            customer = altered(customer, tags=customer.tags | {change.name})
        case "tag_removed":
            customer = altered(customer, tags=customer.tags - {change.name})
        case "stage":
            customer = altered(customer, stage=change.name or None)
    return altered(world, states={**world.states, name: altered(state, customer=customer)})


def _meant(world: World, stimulus: Stimulus) -> Stimulus:
    """A tap with the data that its button has here."""
    ref = unpack(stimulus.data) if isinstance(stimulus, Tapped) else None
    if ref is None or not isinstance(stimulus, Tapped):
        return stimulus
    for record in reversed(world.log):
        if isinstance(record.event, MessageSent):
            for button in (button for row in record.event.message.buttons for button in row):
                found = unpack(button.value) if button.kind == "choice" else None
                if found and (found.node, found.choice, found.ask) == (ref.node, ref.choice, ref.ask):
                    return altered(stimulus, data=button.value)
    return stimulus
