"""A world as plain JSON, and back: what a simulation is kept by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flowbook.codec import decode, encode, untagged
from flowbook.events import FAMILY, Record
from flowbook.mocks import Mock
from flowbook.session import state_from_json, state_to_json
from flowbook.setting import Setting
from flowbook.world import World

Json = dict[str, Any]


def world_to_json(world: World) -> Json:
    """All but the workspace and the flows, which the reader brings."""
    return {
        "now": world.now.isoformat(),
        "seed": world.setting.seed,
        "arms": dict(sorted(world.setting.arms.items())),
        "states": [state_to_json(world.states[name]) for name in sorted(world.states)],
        "log": [record_to_json(record) for record in world.log],
        "mocks": [encode(mock) for mock in world.mocks],
        "calls": {str(number): count for number, count in sorted(world.calls.items())},
    }


def world_from_json(data: Mapping[str, Any], setting: Setting) -> World:
    """`setting` has the workspace and the flows; seed and settled arms are the world's own. Raises KeyError
    for an event of a kind nobody knows."""
    states = [state_from_json(item) for item in data["states"]]
    return World(
        replace(setting, seed=data["seed"], arms=data["arms"]),
        datetime.fromisoformat(data["now"]),
        {state.customer.id: state for state in states},
        tuple(record_from_json(item) for item in data["log"]),
        tuple(decode(Mock, item) for item in data["mocks"]),
        {int(number): count for number, count in data["calls"].items()},
    )


def record_to_json(record: Record) -> Json:
    """What has its default is left out."""
    told: Json = {"at": record.at.isoformat(), "customer": record.customer}
    places = (("session", record.session), ("flow", record.flow), ("channel", record.channel))
    told |= {name: place for name, place in places if place}
    return {**told, "event": encode(record.event)}


def record_from_json(data: Mapping[str, Any]) -> Record:
    places = (data.get(name, "") for name in ("session", "flow", "channel"))
    at = datetime.fromisoformat(data["at"])
    return Record(at, data["customer"], untagged(FAMILY, data["event"]), *places)
