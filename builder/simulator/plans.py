"""What is going to happen by itself, in words: the timers of a customer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from builder.texts import _
from flowbook.desk import EXPIRY
from flowbook.flow import Node
from flowbook.nodes import exits_of, node_type
from flowbook.session import CustomerState, Session, Timer
from flowbook.setting import Setting
from flowbook.workspace import Workspace


def plans_of(state: CustomerState, setting: Setting) -> list[tuple[Timer, str, str]]:
    """(timer, step, what happens), the soonest first."""
    timers = sorted(state.timers.values(), key=lambda timer: (timer.due, timer.id))
    return [(timer, *timer_words(timer, setting)) for timer in timers]


def timer_words(timer: Timer, setting: Setting) -> tuple[str, str]:
    """The step's title, and what happens there when the timer fires; the flow's where no step is meant."""
    if timer.name == EXPIRY:
        release = setting.library.live.get(timer.flow)
        title = release.flow.title if release else timer.flow
        return title, _("the conversation ends, nobody has answered")
    node = node_of(setting, timer.flow, timer.node)
    if node is None:
        return timer.node, _("goes on")
    return node.title, "".join(_words(timer, node))


def node_of(setting: Setting, flow: str, node: str) -> Node | None:
    release = setting.library.live.get(flow)
    return release.flow.get(node) if release else None


def put_off(what: str, state: CustomerState, setting: Setting) -> str:
    """The words for a record that names a timer by its id, “timer ana.2.due”; others stay."""
    timer = state.timers.get(what.removeprefix("timer "))
    if timer is None:
        return what
    step, words = timer_words(timer, setting)
    return _("“{step}”: {what}", step=step, what=words)


def next_in(state: CustomerState, now: datetime) -> Timer | None:
    """The one that fires next; the same where several are due at once."""
    return min(state.timers.values(), key=lambda timer: (max(timer.due, now), timer.id), default=None)


def _words(timer: Timer, node: Node) -> Iterator[str]:
    kind = node_type(node.type)
    if timer.session:
        found = [exit for exit in exits_of(node) if exit.id == timer.name or exit.tone == "time"]
        named = [exit for exit in found if exit.id == timer.name] or found
        yield (named[0].label or _("goes on")) if named else _("goes on")
    elif kind.watches(node.config):
        yield _("looks whether the customer belongs to it now")
    else:
        yield _("begins")


def team_name(workspace: Workspace, team: str) -> str:
    """As people call it; a person where no team is named."""
    return workspace.teams[team].label if team in workspace.teams else team or _("a person")


def with_person(state: CustomerState) -> Session | None:
    """The passage in which a person answers, where there is one."""
    return next((s for s in state.sessions.values() if s.wait and s.wait.kind == "person"), None)
