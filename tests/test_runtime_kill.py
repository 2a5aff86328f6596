"""kill -9 at random moments under 40 updates a second: nothing lost, nothing doubled, all in order."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flowbook.events import MessageSent
from flowbook.store import Store, open_store
from flowbook.store.contacts import customer_of
from flowbook.store.customers import need_state
from flowbook.store.inbox import count_waiting
from flowbook.store.letters import list_dead
from flowbook.store.outbox import list_outgoing
from flowbook.store.publishing import publish
from flowbook.store.timers import count_timers
from tests.botapi import FarBotapi, spawned
from tests.crowd import Crowd, Person, conversation, declare_words, wait_a_while, wait_while_it_moves
from tests.runtime_forks import Forks
from tests.runtime_process import register

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")

RATE = 40.0
LONGEST_LIFE = 1.1
MOST_COMMITS = 120
PATIENCE = 5.0
MOST_IN_DOUBT = 5
"""A kill. What is in doubt counts as told to its owner, so a runtime that doubted everything would lose
nothing. In 1,000 kills it was 0.7, on a busy machine 2.4, and 6.2 before rows had two marks."""
BOTS = ("north_bot", "south_bot", "west_bot")


@dataclass(slots=True)
class Tally:
    """`held` were on their way when the power went: marked, shown to the owner, and not sent again. Some had
    `arrived`."""

    kills: int = 0
    sent: int = 0
    got: int = 0
    held: int = 0
    arrived: int = 0
    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0
    intact: int = 0
    conversations: int = 0

    def line(self) -> str:
        return (
            f"\nkills {self.kills}, sent {self.sent}, answers {self.got}, lost {self.lost}, doubled "
            f"{self.doubled}, out of order {self.out_of_order}, in doubt {self.held} ({self.arrived} of them "
            f"had arrived, {self.held - self.arrived} not), conversations intact {self.intact} of "
            f"{self.conversations}"
        )


class Ground:
    """Three bots in one runtime, a crowd, and the double in a process of its own."""

    def __init__(self, botapi: FarBotapi, data: Path, words: int) -> None:
        self.store: Store = open_store(data)
        self.words = words
        declare_words(self.store, words)
        bots = [register(self.store, botapi, name) for name in BOTS]
        publish(self.store, conversation(words), [bot.id for bot in bots])
        self.ids = {bot.username: bot.id for bot in bots}
        self.crowd = Crowd(botapi.control, list(BOTS), words, random.Random(11))
        self.forks = Forks(data)

    def suffer(self, kills: int) -> None:
        """Die so many times, at moments that nobody chose: each fourth time so many seconds after the start,
        else after so many commits, which a busy machine takes its time for."""
        dice = self.crowd.dice
        for number in range(kills):
            self.forks.start()
            if number % 4:
                enough = self._committed(dice.randrange(MOST_COMMITS))
                self.crowd.talk(LONGEST_LIFE, RATE, enough)
                wait_a_while(enough, PATIENCE)
                time.sleep(dice.uniform(0, 0.01))
            else:
                self.crowd.talk(dice.uniform(0.05, LONGEST_LIFE), RATE)
            self.forks.kill()
        self.forks.start()
        self.crowd.finish()
        wait_while_it_moves(self._left)

    def tally(self, kills: int) -> Tally:
        found = Tally(kills, self.crowd.sent, conversations=len(self.crowd.people))
        marked: dict[str | None, list[str]] = {}
        for row in list_outgoing(self.store, "doubt", 100_000):
            event = row.event()
            if isinstance(event, MessageSent):
                marked.setdefault(row.customer, []).append(event.message.text)
        for person in self.crowd.people:
            self._judge(person, marked, found)
        return found

    def _judge(self, person: Person, marked: dict[str | None, list[str]], found: Tally) -> None:
        customer = customer_of(self.store, self.ids[person.bot], str(person.customer.id)) or ""
        due, came = person.due(self.words), [entry.text for entry in person.customer.received()]
        doubtful = marked.get(customer, [])
        missing = [text for text in due if text not in came]
        found.got += len(came)
        found.held += len(doubtful)
        found.arrived += len([text for text in doubtful if text in came])
        found.lost += len([text for text in missing if text not in doubtful])
        found.doubled += sum(count - 1 for count in Counter(came).values())
        found.out_of_order += came != [text for text in due if text in came]
        state = need_state(self.store, customer)
        words = {name: value for name, value in state.customer.fields.items() if name.startswith("w")}
        found.intact += words == person.fields(self.words) and not state.sessions

    def _committed(self, times: int) -> Callable[[], bool]:
        """Whether the database has been seen to change so often by now."""
        seen: set[int] = set()

        def has() -> bool:
            seen.add(self.store.conn.execute("PRAGMA data_version").fetchone()[0])
            return len(seen) > times

        return has

    def _left(self) -> int:
        """Updates that are not processed, timers, and messages that are not out."""
        pending = [update for name in BOTS for update in self.crowd.control.pending(name)]
        unsent = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending', 'leaving')"
        unsent_rows = self.store.conn.execute(unsent).fetchone()[0]
        return len(pending) + count_waiting(self.store) + count_timers(self.store) + int(unsent_rows)


@pytest.fixture
def far() -> Iterator[FarBotapi]:
    with spawned() as double:
        yield double


@pytest.mark.parametrize(
    ("kills", "words"),
    [
        pytest.param(20, 6, id="20", marks=pytest.mark.timeout(900)),
        pytest.param(1000, 14, id="1000", marks=[pytest.mark.long, pytest.mark.timeout(3600)]),
    ],
)
def test_kill_9_loses_nothing_doubles_nothing_and_keeps_the_order(
    far: FarBotapi, tmp_path: Path, kills: int, words: int, record_property: Callable[[str, object], None]
) -> None:
    ground = Ground(far, tmp_path / "data", words)
    try:
        ground.suffer(kills)
        tally = ground.tally(kills)
    finally:
        ground.forks.end()
    record_property("figures", tally.line())
    assert (tally.lost, tally.doubled, tally.out_of_order) == (0, 0, 0)
    assert tally.intact == tally.conversations
    assert list_dead(ground.store) == []
    assert tally.sent > kills * 8
    assert tally.held <= kills * MOST_IN_DOUBT
