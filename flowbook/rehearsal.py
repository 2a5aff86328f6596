"""What becomes of people in mid-flow when another version goes live, told before it happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flowbook.flow import Flow, Node, Release

STAY, MOVE, RESTART, END = "stay", "move", "restart", "end"
PEOPLE: Mapping[str, str] = {
    STAY: "Everybody finishes where they began",
    MOVE: "Who can goes on in the version that goes live, the others finish where they began",
    RESTART: "Who can goes on in the version that goes live, the others begin anew",
    END: "Who can goes on in the version that goes live, for the others it ends",
}
"""What a publisher can choose, with the sentence for it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """So many people who wait at one step of one release; `release` is None where it cannot be read. `wait`
    is the kind of their wait; `called`: another flow led them here and is still to go on."""

    release: Release | None
    node: str
    count: int
    wait: str = ""
    called: bool = False

    @property
    def step(self) -> Node | None:
        return self.release.flow.get(self.node) if self.release else None


@dataclass(frozen=True, slots=True)
class Fate:
    """`outcome`: stay, move, restart or end. `why` and `then` are sentences; `then` may be empty."""

    standing: Standing
    outcome: str
    why: str
    then: str = ""

    @property
    def sentence(self) -> str:
        return f"{self.why} {self.then}".rstrip()


def rehearse(flow: Flow, standings: Iterable[Standing], people: str) -> tuple[Fate, ...]:
    """The largest groups first. `people` is a key of PEOPLE; `flow` is what is to go live."""
    found = [fate_of(flow, standing, people) for standing in standings]
    return tuple(sorted(found, key=lambda fate: (-fate.standing.count, fate.standing.node)))


def fate_of(flow: Flow, standing: Standing, people: str) -> Fate:
    if people == STAY:
        return Fate(standing, STAY, "Who has begun goes on as they began.")
    if standing.release is None:
        return Fate(standing, STAY, "Their version cannot be read now, so they stay with it.")
    reason = _obstacle(flow, standing)
    if reason is None:
        return Fate(standing, MOVE, _moved(flow, standing))
    if people == MOVE:
        return Fate(standing, STAY, reason, "They finish where they began.")
    if standing.wait == "person":
        return Fate(standing, STAY, reason, "A person talks with them, so nothing is cut off.")
    if standing.called:
        return Fate(standing, STAY, reason, "Another flow waits for them to finish here.")
    then = "They begin anew." if people == RESTART else "It ends for them, without a word."
    return Fate(standing, people, reason, then)


def _obstacle(flow: Flow, standing: Standing) -> str | None:
    """Why these people cannot go on in the version that goes live."""
    old, new = standing.step, flow.get(standing.node)
    if new is None:
        return "The step is not in the version that goes live."
    if old is None or old.type != new.type:
        return "The step does something else in the version that goes live."
    return None


def _moved(flow: Flow, standing: Standing) -> str:
    old, new = standing.step, flow.get(standing.node)
    if old == new:
        return "The step is the same in the version that goes live."
    if old and new and old.config == new.config:
        return "The step is the same, what comes after it is not."
    if standing.wait == "time":
        return "The step has changed; their time goes on as it was set."
    return "The step has changed; they have the old words before them."
