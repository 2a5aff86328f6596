"""What an invariant is: something that must be so in every conversation, and how a breach of it is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from flowbook.customer import NOTHING, Customer
from flowbook.events import MessageReceived, Record
from flowbook.flow import Flow, Node
from flowbook.rules.readings import zone_of
from flowbook.schedule import zone as zone_named
from flowbook.sentences import fill
from flowbook.setting import Setting
from flowbook.shapes import Shape
from flowbook.world import World


class Turn(Struct, frozen=True):
    """What one act, or the clock, has brought to a customer, and who they are afterwards."""

    records: tuple[Record, ...]
    customer: Customer


class Passage(Struct, frozen=True):
    """One customer's conversation, turn by turn."""

    setting: Setting
    begun: Customer
    turns: tuple[Turn, ...]

    @property
    def zone(self) -> ZoneInfo:
        return zone_named(zone_of(self.begun.timezone, self.setting.workspace.timezone))

    def records(self) -> Iterator[tuple[int, Record]]:
        """Each with the number of its turn."""
        for number, turn in enumerate(self.turns):
            yield from ((number, record) for record in turn.records)

    def place(self, flow: str, node: str) -> tuple[Flow, Node] | None:
        release = self.setting.library.live.get(flow)
        found = release.flow.get(node) if release else None
        return (release.flow, found) if release and found else None

    def answers(self) -> set[datetime]:
        """The instants at which the customer wrote or tapped."""
        return {one.at for _, one in self.records() if isinstance(one.event, MessageReceived)}


class Breach(Struct, frozen=True):
    """In which turn and at which step (flow.node) something was not so; `text` is filled with `values`."""

    turn: int
    node: str
    text: str
    values: Mapping[str, Any] = NOTHING

    @property
    def sentence(self) -> str:
        return fill(self.text, self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """`name` is the key in the workspace's file, `shape` the JSON Schema of what stands behind it, `usual`
    what is put there when somebody switches it on."""

    name: str
    label: str
    help: str
    shape: Shape
    usual: Any
    check: Callable[[Passage, Any], Iterator[Breach]]
    order: int = 50


def passage_of(worlds: Sequence[World], customer: str) -> Passage:
    """`worlds` as they were at the beginning and after each turn."""
    turns = tuple(
        Turn(
            tuple(one for one in after.log[len(before.log) :] if one.customer == customer),
            after.states[customer].customer,
        )
        for before, after in pairwise(worlds)
        if customer in after.states
    )
    first = next(world for world in worlds if customer in world.states)
    return Passage(worlds[-1].setting, first.states[customer].customer, turns)


def titled(node: Node) -> str:
    return f"“{node.title}”"
