"""What is to be sent, as the sender holds it: a lane for each chat, in the order of the outbox."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from flowbook.events import MessageSent
from flowbook.store import Store
from flowbook.store.outbox import TAP, Outgoing, queued, queued_before

MOST_HELD = 2000
"""Rows in memory of each of the two queues; a long broadcast stays in the database until its turn comes near,
and keeps no answer there."""


@dataclass(slots=True)
class Lane:
    """What one chat is to be sent, and the answers to its taps, which wait for nothing. `typed` is the row
    before which the bot has been seen typing."""

    key: str
    rows: deque[Outgoing] = field(default_factory=deque)
    busy: bool = False
    not_before: float = 0.0
    typed: int = 0


@dataclass(slots=True)
class Lanes:
    """One bot's. `held` are the rows in memory of the urgent queue and of the other one, `read` how far each
    was read."""

    store: Store
    bot: str
    lanes: dict[str, Lane] = field(default_factory=dict)
    held: dict[bool, set[int]] = field(default_factory=lambda: {True: set(), False: set()})
    read: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})

    def fill(self) -> None:
        """Read on in the outbox while there is room."""
        for urgent in (True, False):
            if len(self.held[urgent]) < MOST_HELD:
                for row in queued(self.store, self.bot, urgent, self.read[urgent]):
                    self.read[urgent] = row.id
                    self._hold(row)

    def ready(self) -> tuple[list[Lane], list[Lane], list[Lane]]:
        """The lanes whose first row may go: answers to taps, answers to what people do, and all others."""
        found: tuple[list[Lane], list[Lane], list[Lane]] = ([], [], [])
        for lane in self.lanes.values():
            if lane.rows and not lane.busy:
                first = lane.rows[0]
                found[0 if first.kind == TAP else 1 if first.urgent else 2].append(lane)
        return found

    def finish(self, lane: Lane, *, all_of_it: bool = False) -> None:
        """Its first row is over and done with, or everything is that its chat was to be sent."""
        over = [lane.rows.popleft() for _ in range(len(lane.rows) if all_of_it else 1)]
        for row in over:
            self._held_with(row).discard(row.id)

    def leave(self, lane: Lane) -> None:
        """It is not busy any more."""
        lane.busy = False
        if not lane.rows:
            self.lanes.pop(lane.key, None)

    def _hold(self, row: Outgoing) -> None:
        """With whatever the same chat is to be sent first, from either queue."""
        if row.id in self._held_with(row):
            return
        key = _lane_of(row)
        lane = self.lanes.setdefault(key, Lane(key))
        earlier = [one for one in queued_before(self.store, row) if _lane_of(one) == key]
        for one in (*earlier, row):
            if one.id not in self._held_with(one):
                self._held_with(one).add(one.id)
                lane.rows.append(one)

    def _held_with(self, row: Outgoing) -> set[int]:
        return self.held[bool(row.urgent)]


def messages_of(row: Outgoing) -> int:
    """As Telegram counts: an album is as many as it has pictures."""
    event = _message(row, '"album"')
    return 1 + len(event.message.album) if event else 1


def typing_of(row: Outgoing) -> float:
    """Seconds for which the bot is seen typing first."""
    event = _message(row, '"typing"')
    return event.message.typing if event else 0.0


def _message(row: Outgoing, word: str) -> MessageSent | None:
    """Only where the word stands in it; None for what cannot be read, which fails when it is sent."""
    try:
        event = row.event() if word in row.body else None
    except Exception:  # noqa: BLE001 - one bad row must not stop the others
        return None
    return event if isinstance(event, MessageSent) else None


def _lane_of(row: Outgoing) -> str:
    return f"{row.chat}/taps" if row.kind == TAP else row.chat
