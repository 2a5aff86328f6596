"""What a node type declares; every form, palette, check, document and the published schema is derived from
it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from flowbook.customer import NOTHING
from flowbook.events import Event
from flowbook.flow import Config, Node
from flowbook.session import Wait
from flowbook.stimuli import Stimulus
from flowbook.ways import Around, Way

if TYPE_CHECKING:
    from flowbook.situation import Situation

CATEGORIES = ("trigger", "message", "question", "logic", "time", "data", "people")


class Exit(Struct, frozen=True):
    """A named way out. `tone`: empty, time (taken by a clock), other (otherwise), failure. `required`:
    leading nowhere is a problem, because somebody would be left standing."""

    id: str
    label: str = ""
    tone: str = ""
    required: bool = True


class Call(Struct, frozen=True):
    """Go to another flow; `come_back` goes on from here when that one ends. An empty node is its first
    trigger."""

    flow: str
    node: str = ""
    come_back: bool = True


class Step(Struct, frozen=True):
    """What a node answers: events, and then at most one of exit, wait, call, or the end. With none of them
    the passage ends. `why` says to a designer what decided. `rejected` keeps the session's present wait as it
    is, its timers included, unless `wait` gives a new one."""

    events: tuple[Event, ...] = ()
    exit: str | None = None
    wait: Wait | None = None
    call: Call | None = None
    end: str = ""
    why: str = ""
    rejected: bool = False


def go(exit: str, *events: Event, why: str = "") -> Step:
    return Step(events=events, exit=exit, why=why)


class Claim(Struct, frozen=True):
    """How well a trigger fits a stimulus: lower ranks win, then higher scores, then flow order. `values`
    become session variables."""

    rank: int
    score: float = 0
    values: Mapping[str, Any] = NOTHING


COMMAND, DEEP_LINK, EXACT, CONTAINS, PATTERN, NEAR, FIRST_CONTACT, DEFAULT = 10, 20, 30, 40, 50, 60, 80, 90


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem a node type sees in one of its nodes. `sentence` may use `{step}` for the quoted title and
    the keys of `values`. `field` is a dotted path into the config. `fix` is a config patch that mends it."""

    code: str
    sentence: str
    field: str = ""
    severity: str = "error"
    values: Mapping[str, Any] = made(default_factory=dict)
    fix: Mapping[str, Any] | None = None
    fix_label: str = ""


class Words(Struct, frozen=True):
    """What a trigger listens for. `mode`: command, link, exact, contains, any, pattern, near; or first and
    other, which have no text. `text` is comparable: two triggers with equal mode and text take the same
    words. `about` is the line that a list of commands shows beside it."""

    mode: str
    text: str = ""
    about: str | Mapping[str, str] = ""


Classes = tuple[type, ...]
Run = Callable[[Node, "Situation"], Step]
Resume = Callable[[Node, "Situation", Wait, Stimulus], Step | None]
Ways = Callable[[Config, Around], tuple[Way, ...]]


def _one_exit(config: Config) -> tuple[Exit, ...]:
    return (Exit("next", required=False),)


def _nothing(config: Config) -> frozenset[str]:
    return frozenset()


def _no_findings(node: Node) -> Iterable[Finding]:
    return ()


def _no_words(config: Config) -> tuple[Words, ...]:
    return ()


def _everybody(config: Config, situation: Situation) -> bool:
    return True


def _pass_on(node: Node, situation: Situation) -> Step:
    return Step(exit="next")


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeType:
    """`type` is the file's name and the JSON string. `config` is a JSON Schema (draft 2020-12) whose
    properties carry title, default and a `widget` hint. `summary` gives at most three short lines for the box
    on the map. `reads` and `writes` name the fields a config touches. `resume` answers None for a stimulus
    that is not for it.

    Triggers: `wakes` are the stimulus classes they listen to, `claim` says how well one fits, `vocabulary`
    which words they listen for. `plan` gives the next instant they fire by themselves, not before the
    situation's own and not for an occasion taken at `after`, which carries the offset that the customer's
    clock had then; `replan_on` names what makes that instant change: activity, fields, fired. One that is
    `frozen` stays as it was planned first. `watches` names segments: then the planned instant is only for
    looking at them. `admits` says, when a trigger is about to begin, whether this customer is meant.

    `ways` says for each exit what takes it and what that means of the customer, for exploration
    (flowbook/ways.py); left out, it is derived from exits and writes.

    `waits` is empty for a node that never waits, else answer, time, call, person; with "seconds" behind it
    where the wait can be shorter than a minute. `order` sorts the palette within a category."""

    type: str
    label: str
    category: str
    icon: str
    help: str
    config: dict[str, Any]
    example: dict[str, Any]
    exits: Callable[[Config], tuple[Exit, ...]] = _one_exit
    run: Run = _pass_on
    resume: Resume | None = None
    check: Callable[[Node], Iterable[Finding]] = _no_findings
    summary: Callable[[Config], tuple[str, ...]] = lambda config: ()
    reads: Callable[[Config], frozenset[str]] = _nothing
    writes: Callable[[Config], frozenset[str]] = _nothing
    waits: Callable[[Config], str] = lambda config: ""
    ways: Ways | None = None
    wakes: Classes = ()
    claim: Callable[[Config, Stimulus, Situation], Claim | None] | None = None
    plan: Callable[[Config, Situation, datetime | None], datetime | None] | None = None
    replan_on: frozenset[str] = frozenset()
    frozen: Callable[[Config], bool] = lambda config: False
    watches: Callable[[Config], frozenset[str]] = _nothing
    admits: Callable[[Config, Situation], bool] = _everybody
    vocabulary: Callable[[Config], tuple[Words, ...]] = _no_words
    order: int = 50
