"""One talk had with two versions at once: the same words and the same clock, the same buttons wherever they
are still there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flowbook.copies import altered
from flowbook.difference.talks import Talk
from flowbook.events import MessageSent
from flowbook.flow import Flow
from flowbook.messages import Button, unpack
from flowbook.notebook.acting import shown_buttons
from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds.tap import press, sought
from flowbook.notebook.run import SKIPPED, Play, ready, run_cell
from flowbook.notebook.scenarios import opening
from flowbook.notebook.stage import Failure, Stage
from flowbook.world import advance, next_timer

TAIL = timedelta(days=31)
"""How long both versions go on alone after the last cell, so that late reminders are heard."""
PATIENCE = timedelta(days=31)
TIMERS = 5
"""How long, and over how many timers, a customer waits for a button that comes later than before."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a talk went with one version. `stuck` is why a cell could not be done, which was after so many
    records."""

    stage: Stage
    stuck: Failure | None = None
    after: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    talk: Talk
    old: Ended
    new: Ended


def pair(talk: Talk, old: Flow, new: Flow) -> Pair:
    """The old version leads: where a cell cannot be done with it the talk is over for both."""
    plays = ready(talk.on(old)), ready(talk.on(new))
    stages = tuple(opening(play.ground, talk.scenario) for play in plays)
    before, after, stuck = stages[0], stages[1], None
    for cell in talk.cells:
        led, outcome = run_cell(plays[0], talk.scenario, before, cell)
        if outcome.halt:
            break
        if outcome.state == SKIPPED:
            continue
        following = _follow(plays[1], talk, cell, Moment(before, led, after))
        before = led
        if isinstance(following, Failure):
            stuck = following
            break
        after = following
    known = len(after.world.log)
    until = max(before.world.now, after.world.now) + TAIL
    ends = [altered(one, world=advance(one.world, until)) for one in (before, after)]
    return Pair(talk, Ended(ends[0]), Ended(ends[1], stuck, known))


@dataclass(frozen=True, slots=True)
class Moment:
    """The old version before and after a cell, and the new one before it."""

    before: Stage
    led: Stage
    after: Stage


def _follow(play: Play, talk: Talk, cell: Cell, moment: Moment) -> Stage | Failure:
    if cell.kind == "wait":
        # The clock is one: the new version comes to where the old one is, and keeps what it is late.
        waited = moment.led.world.now - moment.before.world.now
        world = moment.after.world
        return altered(moment.after, world=advance(world, world.now + waited), before=world)
    if cell.kind == "tap":
        return _tap(cell, moment)
    stage, outcome = run_cell(play, talk.scenario, moment.after, cell)
    return outcome.failures[0] if outcome.halt and outcome.failures else stage


def _tap(cell: Cell, moment: Moment) -> Stage | Failure:
    chosen = sought(moment.before, cell)
    if chosen is None:
        return moment.after
    stage = moment.after
    limit = stage.world.now + PATIENCE
    for _ in range(TIMERS):
        found = counterpart(stage, *chosen)
        if found:
            return press(stage, found).stage
        timer = next_timer(stage.world, stage.who)
        if timer is None or timer.due > limit:
            break
        stage = altered(stage, world=advance(stage.world, timer.due), before=stage.world)
    seen = dict.fromkeys(f"“{button.label}”" for _, button in shown_buttons(moment.after))
    there = f"There are: {', '.join(seen)}." if seen else "There are no buttons."
    return Failure(f"There is no button “{chosen[1].label}” any more. {there}")


def counterpart(stage: Stage, sent: MessageSent, button: Button) -> Button | None:
    """The button that is this one in another version: of the same step and choice, else of the same words,
    else at the same place under a message of the same step."""
    shown = list(shown_buttons(stage))
    if button.value and any(other == button for _, other in shown):
        return button
    mine = unpack(button.value)
    for _, other in shown:
        ref = unpack(other.value)
        if mine and ref and (ref.node, ref.choice) == (mine.node, mine.choice):
            return other
    alike = [other for one, other in shown if other.label == button.label and one.node == sent.node]
    alike = alike or [other for _, other in shown if other.label == button.label]
    if alike or mine:
        return alike[0] if alike else None
    rows = [one for row in sent.message.buttons for one in row]
    again = next((one for one, _ in shown if one.node == sent.node), None)
    others = [one for row in again.message.buttons for one in row] if again else []
    return others[rows.index(button)] if len(others) == len(rows) and button in rows else None
