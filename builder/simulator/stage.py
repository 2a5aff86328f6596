"""What a rehearsal is played on: the draft, the flows that are live beside it, and the worlds it leads
through."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from builder.simulator.rehearsal import Act, Rehearsal
from flowbook.codec import decode, untagged
from flowbook.copies import altered
from flowbook.customer import Customer, customer_from_json
from flowbook.flow import Flow
from flowbook.mocks import Mock
from flowbook.session import CustomerState
from flowbook.setting import Setting, library_of
from flowbook.stimuli import FAMILY
from flowbook.triggers import situation_of
from flowbook.workspace import Workspace
from flowbook.world import Progress, World, advance, do, world_of
from flowbook.writing import write_flow

KEPT_WORLDS, KEPT_STAGES = 2000, 32
"""Of all visitors together; what is gone is only made again."""


@dataclass(frozen=True, slots=True)
class Stage:
    """`digest` is the same for equal settings, so that worlds made with it can be found again."""

    flow: Flow
    setting: Setting
    digest: str


@dataclass(frozen=True, slots=True)
class Played:
    """`worlds` has the beginning first, then one for each act."""

    stage: Stage
    customer: str
    worlds: tuple[World, ...]

    @property
    def world(self) -> World:
        return self.worlds[-1]

    @property
    def state(self) -> CustomerState:
        return self.world.states[self.customer]

    @property
    def first(self) -> Customer:
        """The customer as they were when the rehearsal began."""
        return self.worlds[0].states[self.customer].customer

    @property
    def zone(self) -> ZoneInfo:
        return situation_of(self.state, self.stage.setting, self.stage.flow, self.world.now).zone

    def act_of(self, index: int) -> int:
        """The number of the act that brought the log's record of that index."""
        return next(n for n, world in enumerate(self.worlds[1:]) if index < len(world.log))


def stage_of(flow: Flow, workspace: Workspace, others: tuple[Flow, ...]) -> Stage:
    """`others` answer too, and can be gone to. The flow itself has the number 1 in every stage."""
    # By identity: a draft that was not touched is the same object, and the stage keeps it alive.
    key = tuple(map(id, (flow, workspace, *others)))
    with _lock:
        known = _stages.get(key)
    if known is None:
        told = "".join(write_flow(one) for one in (flow, *others)) + repr(workspace)
        known = Stage(flow, Setting(workspace, library_of(flow, *others)), _digest(told))
        with _lock:
            _stages[key] = known
            _shorten(_stages, KEPT_STAGES)
    return known


def play(stage: Stage, rehearsal: Rehearsal, progress: Progress | None = None) -> Played:
    """Everything that was done, done again on this stage; what was played before is only looked up."""
    customer = str(rehearsal["customer"]["id"])
    key = _digest(stage.digest, rehearsal["customer"], rehearsal["start"], rehearsal.get("mocks", []))
    world = _kept(key) or _keep(key, _beginning(stage, rehearsal))
    worlds = [world]
    for act in rehearsal["acts"]:
        key = _digest(key, act)
        world = _kept(key) or _keep(key, _after(world, customer, act, progress))
        worlds.append(world)
    return Played(stage, customer, tuple(worlds))


def acts_before(rehearsal: Rehearsal, played: Played, index: int) -> list[Act]:
    """What to keep so that the record of that index has not happened yet."""
    return rehearsal["acts"][: played.act_of(index)]


def acts_until(rehearsal: Rehearsal, played: Played, index: int) -> list[Act]:
    """What to keep so that the record of that index is the latest but for what came with it; a turn of the
    clock that went on beyond it ends there."""
    number = played.act_of(index)
    last = rehearsal["acts"][number]
    at = played.world.log[index].at
    return [*rehearsal["acts"][:number], {"until": at.isoformat()} if "until" in last else last]


def _beginning(stage: Stage, rehearsal: Rehearsal) -> World:
    person = customer_from_json(rehearsal["customer"])
    world = world_of(stage.setting, datetime.fromisoformat(rehearsal["start"]), [person])
    mocks: Iterable[Mock] = (decode(Mock, mock) for mock in rehearsal.get("mocks", []))
    return altered(world, mocks=tuple(mocks))


def _after(world: World, customer: str, act: Act, progress: Progress | None) -> World:
    if "until" in act:
        return advance(world, datetime.fromisoformat(act["until"]), progress)
    return do(world, customer, untagged(FAMILY, act["stimulus"]))


def _digest(*told: object) -> str:
    text = "\0".join(one if isinstance(one, str) else json.dumps(one, sort_keys=True) for one in told)
    return sha256(text.encode()).hexdigest()


_worlds: OrderedDict[str, World] = OrderedDict()
_stages: OrderedDict[tuple[int, ...], Stage] = OrderedDict()
_lock = Lock()


def _kept(key: str) -> World | None:
    with _lock:
        if key in _worlds:
            _worlds.move_to_end(key)
        return _worlds.get(key)


def _keep(key: str, world: World) -> World:
    with _lock:
        _worlds[key] = world
        _shorten(_worlds, KEPT_WORLDS)
    return world


def _shorten(kept: OrderedDict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
