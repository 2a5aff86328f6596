"""How much ever goes out in a second, to a chat, and to a group, when far more waits than may be sent."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars.figures import Figure
from benchmarks.bars.stage import Stage, stage
from flowbook.events import MessageSent
from flowbook.messages import Message
from flowbook.store.outbox import MESSAGE, Draft, put_outgoing
from flowbook.store.values import now

PEOPLE, EACH, TO_ONE, TO_GROUP = 200, 4, 20, 45
SECONDS = 75


def pace(folder: Path) -> Iterator[Figure]:
    with stage(folder / "pace") as ground:
        (bot,), control = ground.bots, ground.botapi.control
        people = ground.people(PEOPLE)
        ground.say_all(people, "hi")
        group = control.add_group("Team", bot.username)
        for _ in range(EACH):
            for person in people:
                _queue(ground, person.id)
        for _ in range(TO_ONE):
            _queue(ground, people[0].id)
        for _ in range(TO_GROUP):
            _queue(ground, group)
        ground.runtime.start()
        time.sleep(SECONDS)
        second, chat = control.busiest(1.0), control.busiest(1.0, people[0].id)
        minute = control.busiest(60.0, group)
        sent = sum(entry.by == "bot" for entry in ground.entries())
    yield Figure(f"most in any second, {sent:,} sent in {SECONDS} s", f"{second}", "30", second <= 30)
    yield Figure("most to one chat in any second, a burst included", f"{chat}", "3", chat <= 3)
    yield Figure("most to one group in any minute", f"{minute}", "20", minute <= 20)


def _queue(ground: Stage, chat: int) -> None:
    draft = Draft(ground.bots[0].id, str(chat), None, MESSAGE, MessageSent("1", Message("News", "News")))
    put_outgoing(ground.store, draft, now())
