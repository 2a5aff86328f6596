"""A talk played again on a notebook's ground, act by act, and written down in cells as it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import Struct

from flowbook.copies import altered
from flowbook.errors import FlowbookError
from flowbook.events import (
    Deferred,
    HttpRequested,
    Ignored,
    MessageSent,
    Record,
    TimerSet,
    TimerVoided,
)
from flowbook.mocks import Mock, Reply, answer
from flowbook.notebook import tellings
from flowbook.notebook.kinds.wait import NEXT
from flowbook.notebook.run import Outcome
from flowbook.notebook.scenarios import Scenario, opening, scenarios
from flowbook.notebook.single import run_single
from flowbook.notebook.stage import Ground, Stage
from flowbook.recording.arms import drawn_arms
from flowbook.recording.doing import Doing, cell_of
from flowbook.recording.refusal import NotRecorded
from flowbook.recording.spelling import mock_data, wait_text
from flowbook.recording.talk import Deed, Talk
from flowbook.world import next_timer

UNNOTICED = (TimerSet, TimerVoided, Deferred, Ignored)
"""What a timer may bring without anybody seeing anything."""
STUCK = 1000
"""Timers that fire within one turn of the clock."""


class Line(Struct, frozen=True):
    """A message of the bot: `told` as a snapshot keeps it, its text and its buttons apart."""

    told: str
    text: str = ""
    buttons: tuple[str, ...] = ()


class Turn(Struct, frozen=True):
    """The cells of one act: what is settled before it, then the act. `at` is when it was over. A `gap` is
    time that passed before something else was done, and brought nothing."""

    doings: tuple[Doing, ...]
    lines: tuple[Line, ...]
    at: datetime
    records: tuple[Record, ...] = ()
    gap: bool = False

    @property
    def told(self) -> str:
        """What a snapshot of it keeps."""
        return "\n".join([line.told for line in self.lines] or ["(silence)"]) + "\n"


class Take(Struct, frozen=True):
    turns: tuple[Turn, ...]
    last: Stage

    @property
    def records(self) -> tuple[Record, ...]:
        return self.last.world.log


def take(ground: Ground, talk: Talk) -> Take:
    """`ground` has the talk's start and its customer in the notebook's head. Raises NotRecorded for what
    cannot be done again."""
    scenario = scenarios(ground)[0]
    tape = _Tape(ground, talk, scenario, opening(ground, scenario))
    for deed in talk.deeds:
        tape.do(deed)
    return Take(tuple(tape.turns), tape.stage)


@dataclass
class _Tape:
    """The recording while it runs. `placed` are the mocks that have their cell; `idle` is the stage before
    the last turn, where that was a turn of the clock that brought nothing."""

    ground: Ground
    talk: Talk
    scenario: Scenario
    stage: Stage
    turns: list[Turn] = field(default_factory=list)
    placed: list[Mock] = field(default_factory=list)
    arms: dict[str, str] = field(default_factory=dict)
    idle: Stage | None = None

    def do(self, deed: Deed) -> None:
        if deed.stimulus is None and self.idle is not None:
            # Turns of the clock one after the other, in which nobody noticed anything, are one.
            self.stage = self.idle
            self.turns.pop()
        self._wait(deed.at, gap=deed.stimulus is not None)
        if deed.stimulus is not None:
            self._act(*cell_of(self.stage, deed.stimulus))

    def _wait(self, until: datetime, *, gap: bool) -> None:
        """From timer to timer; a stretch in which nobody noticed anything is one cell."""
        for _ in range(STUCK):
            timer = next_timer(self.stage.world, self.stage.who)
            if timer is None or timer.due > until:
                break
            self._to_timer(until)
        if until > self.stage.world.now:
            self._act("wait", self._span(self.stage, until))
            self.turns[-1] = altered(self.turns[-1], gap=gap)

    def _to_timer(self, until: datetime) -> None:
        """On to the next timer that somebody notices, or to the end."""
        stage, silent = self.stage, False
        for _ in range(STUCK):
            timer = next_timer(stage.world, stage.who)
            if timer is None or timer.due > until:
                self._act("wait", self._span(self.stage, max(until, stage.world.now)))
                return
            stage, _outcome = self._run(stage, "wait", NEXT)
            if _is_noticed(stage) or timer.due <= self.stage.world.now:
                self._act("wait", self._span(self.stage, stage.world.now) if silent else NEXT)
                return
            silent = True
        raise NotRecorded("Timers fire without end here; a test cannot wait for them.")

    def _span(self, stage: Stage, until: datetime) -> str:
        return wait_text(stage.world.now, until, stage.situation.zone, self.ground.zone)

    def _act(self, kind: str, value: Any) -> None:
        """With the mocks and the arms that it turns out to need before it."""
        begun = before = self.stage
        doings: list[Doing] = []
        for _ in range(STUCK):
            after, outcome = self._run(before, kind, value)
            need = self._lacking(after, outcome)
            if need is None:
                break
            doings.append(need)
            before, _outcome = self._run(before, *need)
        self._refuse(outcome)
        self.stage = after
        self.idle = begun if kind == "wait" and not _is_noticed(after) else None
        self.turns.append(Turn((*doings, (kind, value)), tuple(_lines(after)), after.world.now, after.turn))

    def _lacking(self, after: Stage, outcome: Outcome) -> Doing | None:
        for failure in outcome.failures:
            if "mock" in failure.offer:
                return self._mock(after, failure.offer["mock"]["node"])
        for name, arm in drawn_arms(self.ground, after.turn):
            if name not in self.arms:
                self.arms[name] = self._arm(name, arm)
                return "choose", {"split": name, "arm": self.arms[name]}
        return None

    def _arm(self, name: str, drawn: str) -> str:
        """That of the talk; the lot may fall otherwise for somebody of another name."""
        return dict(drawn_arms(self.ground, self.talk.records)).get(name, drawn)

    def _mock(self, after: Stage, name: str) -> Doing:
        node = name.rpartition(".")[2]
        call = next(one for one in reversed(after.own(HttpRequested)) if one.node == node)
        _, number = answer(self.talk.mocks, {}, call)
        mock = Mock(node, replies=(Reply(0, failure="unreachable"),))
        if number is not None and self.talk.mocks[number] not in self.placed:
            mock = self.talk.mocks[number]
        self.placed.append(mock)
        return "mock", mock_data(mock, name if mock.node or not mock.url else "")

    def _run(self, stage: Stage, kind: str, value: Any) -> tuple[Stage, Outcome]:
        try:
            return run_single(stage, self.scenario, kind, value)
        except FlowbookError as error:
            raise NotRecorded(str(error)) from None

    def _refuse(self, outcome: Outcome) -> None:
        for failure in outcome.failures:
            raise NotRecorded(failure.sentence)


def _is_noticed(stage: Stage) -> bool:
    return any(not isinstance(record.event, UNNOTICED) for record in stage.turn)


def _lines(stage: Stage) -> Iterator[Line]:
    for record in stage.turn:
        for told in tellings.replies([record], stage.who):
            message = record.event.message if isinstance(record.event, MessageSent) else None
            labels = [button.label for row in message.buttons for button in row] if message else []
            yield Line(told, message.text if message else "", tuple(labels))
