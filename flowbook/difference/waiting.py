"""People who wait in a flow right now, each taken over into another version to see who could not go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flowbook.copies import altered
from flowbook.customer import NOTHING
from flowbook.events import NodeEntered, SessionFailed
from flowbook.flow import Node, Release
from flowbook.messages import ButtonRef, pack
from flowbook.nodes import exits_of
from flowbook.sentences import fill
from flowbook.session import CustomerState, Session
from flowbook.setting import Library, Setting
from flowbook.stimuli import Tapped
from flowbook.workspace import Workspace
from flowbook.world import World, advance, do

GONE = "The step is not in the new version."
OTHER = "The step does something else in the new version."
DEAF = "“{way}” no longer leads on from there."
LATE = "Their time would run out, and nothing would happen."


@dataclass(frozen=True, slots=True)
class Stranded:
    """So many people who wait at a step of a release and could not go on as they can now. `text` and `values`
    as in an Issue; `names` a few of them."""

    release: Release
    node: str
    count: int
    text: str
    names: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    @property
    def sentence(self) -> str:
        return fill(self.text, self.values)


@dataclass(frozen=True, slots=True)
class Crossing:
    """From every release that somebody is in, which `find` gives by number, to the one that is to go live."""

    workspace: Workspace
    new: Release
    find: Callable[[int], Release | None]

    def world(self, state: CustomerState, now: datetime) -> World:
        library = Library({self.new.flow.id: self.new}, self.find)
        return World(Setting(self.workspace, library), now, {state.customer.id: state})


def stranded(crossing: Crossing, states: Iterable[CustomerState], now: datetime) -> tuple[Stranded, ...]:
    """The largest groups first. Nobody is in it who could not go on before either."""
    found: dict[tuple[int, str, str, str], list[str]] = {}
    for state in states:
        for session in state.sessions.values():
            release = crossing.find(session.release)
            if release and session.flow == crossing.new.flow.id and session.wait and release != crossing.new:
                for text, way in _troubles(crossing, state, session, now):
                    key = (session.release, session.node, text, way)
                    found.setdefault(key, []).append(state.customer.name)
    groups = [_group(crossing, key, names) for key, names in found.items()]
    return tuple(sorted(groups, key=lambda one: -one.count))


def _group(crossing: Crossing, key: tuple[int, str, str, str], names: list[str]) -> Stranded:
    number, node, text, way = key
    release = crossing.find(number)
    assert release
    values = {"way": way} if way else {}
    return Stranded(release, node, len(names), text, tuple(names[:3]), values)


def _troubles(
    crossing: Crossing, state: CustomerState, session: Session, now: datetime
) -> Iterator[tuple[str, str]]:
    release = crossing.find(session.release)
    old, new = release.flow.get(session.node) if release else None, crossing.new.flow.get(session.node)
    if old is None:
        return
    if new is None or new.type != old.type:
        yield (GONE if new is None else OTHER), ""
        return
    sessions = {**state.sessions, session.id: altered(session, release=crossing.new.number)}
    worlds = crossing.world(state, now), crossing.world(altered(state, sessions=sessions), now)
    yield from _deaf(worlds, state.customer.id, session, old)
    if session.wait and session.wait.timers:
        due = max(now, min(due for _, due in session.wait.timers))
        before, after = (_leaves(world, advance(world, due), session) for world in worlds)
        if before and not after:
            yield LATE, ""


def _deaf(worlds: tuple[World, World], who: str, session: Session, old: Node) -> Iterator[tuple[str, str]]:
    """Ways that a tap takes now and would not take any more."""
    for exit in exits_of(old):
        assert session.wait
        tap = Tapped(pack(ButtonRef(session.release, session.node, exit.id, session.wait.ask)))
        before, after = (_leaves(world, do(world, who, tap), session) for world in worlds)
        if before and not after:
            yield DEAF, exit.label or exit.id


def _leaves(before: World, after: World, session: Session) -> bool:
    """Whether the conversation goes on from where it stands, to somewhere."""
    own = [one.event for one in after.log[len(before.log) :] if one.session == session.id]
    entered = any(isinstance(one, NodeEntered) for one in own)
    return entered and not any(isinstance(one, SessionFailed) for one in own)
