"""What people do at awkward moments: block the bot midway, write twice at once, publish under load."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from flowbook.events import SessionEnded
from flowbook.flow import Flow, Node
from flowbook.store import Store, open_store
from flowbook.store.contacts import customer_of
from flowbook.store.customers import need_state
from flowbook.store.history import journey
from flowbook.store.publishing import publish
from flowbook.store.releases import count_inside, list_releases
from flowbook.store.workspaces import save_workspace
from tests.botapi import Botapi, FarBotapi, spawned
from tests.botapi import Customer as Person
from tests.crowd import Crowd, conversation, declare_words, wait_while_it_moves
from tests.runtime_forks import Forks
from tests.runtime_process import booking, register, wait_until
from tests.runtime_thread import served
from tests.test_runtime_worker import Desk

WORDS = 3


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "data")


def test_two_updates_of_one_customer_in_one_batch_take_turns(tmp_path: Path) -> None:
    """The second is answered from what the first has made of the conversation."""
    desk = Desk(tmp_path / "data")
    publish(desk.store, booking(), [desk.bot])
    desk.say("/start")
    desk.work()
    desk.say("Ann")
    desk.say("Haircut")
    assert desk.worker.work(desk.at) == 2
    assert desk.outgoing() == ["Your name?", "What, Ann?", "Booked."]
    state = need_state(desk.store, desk.customer())
    assert (len(state.sessions), len(state.timers)) == (1, 1)


@pytest.mark.parametrize("told", [True, False], ids=["Telegram says so at once", "the next message shows it"])
def test_a_customer_who_blocks_the_bot_midway_is_let_go(store: Store, botapi: Botapi, told: bool) -> None:
    bot = register(store, botapi)
    publish(store, booking(delay_seconds=1), [bot.id])
    anna = botapi.control.customer("Anna")
    with served(store):
        for words, answer in (("/start", "Your name?"), ("Ann", "What, Ann?")):
            anna.say(words)
            anna.wait_for_text(answer, 30)
        if told:
            anna.block()
        else:
            said = "Forbidden: bot was blocked by the user"
            botapi.control.fail("sendMessage", "refuse", times=None, code=403, description=said)
            anna.say("Haircut")
        key = customer_of(store, bot.id, str(anna.id)) or ""
        wait_until(lambda: not need_state(store, key).customer.subscribed)
        wait_until(lambda: not need_state(store, key).sessions)
    state = need_state(store, key)
    assert (dict(state.sessions), dict(state.timers)) == ({}, {})
    ends = [record.event for _, record in journey(store, key) if isinstance(record.event, SessionEnded)]
    assert [end.reason for end in ends] == ["the customer cannot be written to"]


def test_the_exit_could_not_be_delivered_is_taken(store: Store, botapi: Botapi) -> None:
    """By whom Telegram refuses, and by nobody else who is asked the same."""
    bot = register(store, botapi)
    save_workspace(store.data, {"tags": ["unreachable"]})
    tag = Node("tag", "tag", "Mark", {"add": ["unreachable"]})
    exits = {"undelivered": "tag", "answered": "tag"}
    asked = Node("ask", "question", "Ask", {"text": "Still there?", "kind": "text"}, exits)
    start = Node("start", "start", "Begin", exits={"next": "ask"})
    publish(store, Flow("test", "Test", (start, asked, tag)), [bot.id])
    anna, ben = botapi.control.customer("Anna"), botapi.control.customer("Ben")
    said = "Forbidden: bot was blocked by the user"
    botapi.control.fail("sendMessage", "refuse", code=403, description=said, chat_id=anna.id)
    with served(store):
        for person in (anna, ben):
            person.start()
        ben.wait_for_text("Still there?", 9)
        tags = wait_until(lambda: tags_of(store, bot.id, anna))
    assert (tags, tags_of(store, bot.id, ben)) == ({"unreachable"}, set())
    assert anna.received() == []


def tags_of(store: Store, bot: str, person: Person) -> set[str]:
    key = customer_of(store, bot, str(person.id))
    return set(need_state(store, key).customer.tags) if key else set()


@pytest.fixture
def far() -> Iterator[FarBotapi]:
    with spawned() as double:
        yield double


def numbered(version: int) -> Flow:
    """Its questions and its last word tell the version they are of."""
    flow = conversation(WORDS)
    nodes = [
        replace(node, config={**node.config, "text": f"{node.config['text']} v{version}"})
        if "text" in node.config
        else node
        for node in flow.nodes
    ]
    return replace(flow, nodes=tuple(nodes))


@pytest.mark.skipif(os.name == "nt", reason="forks")
def test_publishing_under_30_messages_a_second_changes_nobodys_conversation(
    store: Store, far: FarBotapi
) -> None:
    declare_words(store, WORDS)
    bots = [register(store, far, name) for name in ("north_bot", "south_bot")]
    publish(store, numbered(1), [bot.id for bot in bots])
    crowd = Crowd(far.control, [bot.username for bot in bots], WORDS, random.Random(5), at_once=90)
    forks = Forks(store.data)
    try:
        forks.start()
        for version in range(2, 7):
            crowd.talk(0.6, 30)
            # However slow the machine is: the one before is taken up before the next one is published.
            wait_while_it_moves(lambda: int(version - 1 not in versions_in(crowd)))  # noqa: B023
            publish(store, numbered(version), [bot.id for bot in bots])
        crowd.finish()
        all_of_it = len(crowd.people) * len(crowd.people[0].due(WORDS))
        wait_while_it_moves(lambda: all_of_it - sum(map(len, told(crowd).values())))
    finally:
        forks.end()
    found = told(crowd)
    for person in crowd.people:
        came = found[person.customer.id]
        assert [re.sub(r" v\d$", "", text) for text in came] == person.due(WORDS)
        assert len({text[-1] for text in came}) == 1, "a conversation went over to another release"
    assert versions_in(crowd) >= {1, 2, 3, 4, 5}
    assert len(list_releases(store)) == 6
    assert count_inside(store, "talk") == {}


def told(crowd: Crowd) -> dict[int, list[str]]:
    """What each has been sent, by their chat."""
    found: dict[int, list[str]] = {}
    for entry in chain.from_iterable(map(crowd.control.entries, crowd.bots)):
        if entry.by == "bot":
            found.setdefault(entry.chat_id, []).append(entry.text)
    return found


def versions_in(crowd: Crowd) -> set[int]:
    """The versions by which somebody was answered."""
    return {int(texts[0][-1]) for texts in told(crowd).values()}
