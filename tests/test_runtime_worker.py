"""The worker: what arrives and what is due, in one commit, and nobody held up by another's fault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.errors import StoreError
from flowbook.events import MessageSent, StaffNotified
from flowbook.flow import Flow, Node
from flowbook.stimuli import HandedBack, HttpAnswered, NotDelivered, OperatorSaid, Said, StartedByHand
from flowbook.store import PRACTICE, Store, open_store
from flowbook.store.bots import Bot, add_bot
from flowbook.store.calls import open_calls
from flowbook.store.contacts import customer_of
from flowbook.store.conversations import open_conversations
from flowbook.store.customers import add_customer, need_state
from flowbook.store.history import transcript
from flowbook.store.inbox import count_waiting, put_stimulus, put_updates
from flowbook.store.letters import list_dead, revive
from flowbook.store.outbox import list_outgoing, queued
from flowbook.store.publishing import publish
from flowbook.store.timers import count_timers
from flowbook.store.workspaces import save_workspace
from runtime import steps
from runtime.worker import Worker
from tests.runtime_process import booking

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BOT = Bot("4242", "Salon", "salon_bot", "4242:" + "a" * 35)


class Desk:
    """A worker with one bot, driven by hand at instants of our choosing."""

    def __init__(self, data: Path) -> None:
        self.store: Store = open_store(data)
        self.worker = Worker(self.store, lambda: None)
        self.at = NOW
        self.number, self.bot = 0, BOT.id
        add_bot(self.store, BOT)

    def say(self, text: str, chat: int = 7, name: str = "Anna") -> None:
        self.number += 1
        person = {"id": chat, "is_bot": False, "first_name": name}
        where = {"id": chat, "type": "private", "first_name": name}
        message = {"message_id": self.number, "date": 0, "chat": where, "from": person, "text": text}
        put_updates(self.store, BOT.id, [{"update_id": self.number, "message": message}], self.at)

    def work(self, seconds: float = 0) -> int:
        """Everything there is to do after so much time."""
        self.at += timedelta(seconds=seconds)
        done = 0
        while worked := self.worker.work(self.at):
            done += worked
        return done

    def customer(self, chat: int = 7) -> str:
        found = customer_of(self.store, BOT.id, str(chat))
        assert found is not None
        return found

    def outgoing(self) -> list[str]:
        """The texts of what waits to be sent, urgent ones first."""
        rows = [row for urgent in (True, False) for row in queued(self.store, BOT.id, urgent)]
        events = [row.event() for row in rows]
        return [event.message.text if isinstance(event, MessageSent) else str(event) for event in events]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "data")


def flow(*nodes: Node) -> Flow:
    start = Node("start", "start", "Begin", exits={"next": nodes[0].id})
    return Flow("test", "Test", (start, *nodes))


def test_a_newcomer_gets_a_record_a_chat_and_an_answer(desk: Desk) -> None:
    publish(desk.store, booking(), [BOT.id])
    desk.say("/start")
    assert desk.work() > 0
    customer = need_state(desk.store, desk.customer()).customer
    assert (customer.created, customer.last_seen, customer.fields) == (NOW, NOW, {"first_name": "Anna"})
    assert desk.outgoing() == ["Your name?"]


def test_an_update_that_comes_again_is_worked_on_once(desk: Desk) -> None:
    publish(desk.store, booking(), [BOT.id])
    desk.say("/start")
    desk.work()
    desk.number -= 1
    desk.say("/start")
    assert desk.work() == 0
    assert desk.outgoing() == ["Your name?"]


def test_a_timer_fires_once_and_goes_behind_the_answers(desk: Desk) -> None:
    publish(desk.store, booking(delay_seconds=60), [BOT.id])
    for text in ("/start", "Ann", "Haircut"):
        desk.say(text)
    desk.work()
    assert desk.work(59) == 0
    desk.work(1)
    assert desk.work(600) == 0
    assert desk.outgoing()[-1] == "See you!"
    assert [row.urgent for row in queued(desk.store, BOT.id, urgent=False)] == [0]
    assert count_timers(desk.store) == 0


def test_one_who_breaks_the_bot_holds_nobody_else_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three tries it lies with the dead letters; what the same person wrote later keeps its place."""
    publish(desk.store, booking(), [BOT.id])
    dispatch = steps.dispatch

    def poisoned(state: Any, stimulus: Any, *rest: Any) -> Any:
        if stimulus == Said("poison"):
            raise ZeroDivisionError
        return dispatch(state, stimulus, *rest)

    monkeypatch.setattr(steps, "dispatch", poisoned)
    for text, chat in (("poison", 7), ("/start", 7), ("/start", 8)):
        desk.say(text, chat)
    assert desk.worker.work(desk.at) == 1
    assert count_waiting(desk.store) == 2
    for _ in range(3):
        desk.worker.work(desk.at)
    assert count_waiting(desk.store) == 0
    assert desk.outgoing() == ["Your name?", "Your name?"]
    (letter,) = list_dead(desk.store)
    assert letter.why.startswith("The program itself broke here.")
    assert "ZeroDivisionError" in letter.why
    monkeypatch.undo()
    revive(desk.store, letter.id)
    desk.work()
    said = [record.event for _, record in transcript(desk.store, desk.customer(7))]
    assert "poison" in str(said[-1])


def test_a_full_disk_is_nobodys_fault_and_loses_nothing(desk: Desk) -> None:
    publish(desk.store, booking(), [BOT.id])
    for number in range(80):
        desk.say("x" * 2000, 100 + number)
    pages = desk.store.conn.execute("PRAGMA page_count").fetchone()[0]
    desk.store.conn.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="disk is full"):
        desk.worker.work(desk.at)
    assert count_waiting(desk.store) == 80
    desk.store.conn.execute("PRAGMA max_page_count = 1000000")
    desk.work()
    assert (count_waiting(desk.store), list_dead(desk.store)) == (0, [])


def test_publishing_plans_for_everybody_and_the_newcomer_too(desk: Desk) -> None:
    save_workspace(desk.store.data, {"fields": [{"name": "visit", "label": "Visit", "kind": "date"}]})
    publish(desk.store, booking(), [BOT.id])
    desk.say("/start")
    desk.work()
    publish(desk.store, back(), [BOT.id])
    desk.work()
    assert [key for key in need_state(desk.store, desk.customer()).timers if key.startswith("back.")]
    desk.say("/start", 8)
    desk.work()
    assert [key for key in need_state(desk.store, desk.customer(8)).timers if key.startswith("back.")]


def back() -> Flow:
    silent = {"silent_for": {"amount": 30, "unit": "days"}}
    begin = Node("silence", "silence", "Be silent", silent, {"next": "hi"})
    return Flow("back", "Back", (begin, Node("hi", "message", "Hi", {"text": "We miss you."})))


def test_flows_that_cannot_be_read_let_their_bot_wait(desk: Desk) -> None:
    publish(desk.store, booking(), [BOT.id])
    body = desk.store.conn.execute("SELECT body FROM releases").fetchone()[0]
    desk.store.conn.execute("UPDATE releases SET body = '{}'")
    desk.store.cache.clear()
    desk.say("/start")
    desk.work()
    assert (desk.outgoing(), count_waiting(desk.store)) == ([], 1)
    desk.store.conn.execute("UPDATE releases SET body = ?", (body,))
    assert desk.work() > 0
    assert desk.outgoing() == ["Your name?"]


def test_blocking_ends_what_waits_and_a_word_begins_anew(desk: Desk) -> None:
    publish(desk.store, booking(), [BOT.id])
    desk.say("/start")
    desk.work()
    put_stimulus(desk.store, desk.customer(), NotDelivered("1", "blocked", blocked=True), desk.at, BOT.id)
    desk.work()
    state = need_state(desk.store, desk.customer())
    assert (state.customer.subscribed, dict(state.sessions), dict(state.timers)) == (False, {}, {})
    desk.say("/start")
    desk.work()
    assert need_state(desk.store, desk.customer()).customer.subscribed


def test_a_call_goes_out_and_its_answer_comes_back_to_the_same_passage(desk: Desk) -> None:
    exits = dict.fromkeys(("success", "error", "timeout"), "done")
    call = Node("ask", "http_request", "Ask", {"url": "https://example.com/"}, exits)
    publish(desk.store, flow(call, Node("done", "message", "Say", {"text": "Done."})), [BOT.id])
    desk.say("/start")
    desk.work()
    (waiting,) = open_calls(desk.store)
    assert (waiting.request.url, waiting.bot) == ("https://example.com/", BOT.id)
    answer = HttpAnswered(waiting.request.request, 200, {})
    put_stimulus(desk.store, waiting.customer, answer, desk.at, waiting.bot)
    desk.work()
    assert desk.outgoing() == ["Done."]


def test_a_person_takes_over_and_gives_back(desk: Desk) -> None:
    save_workspace(desk.store.data, {"teams": [{"name": "shop", "label": "Shop", "address": "-100"}]})
    asked = {"team": "shop", "text": "One moment."}
    hand = Node("hand", "hand_over", "Hand over", asked, {"handed_back": "bye"})
    publish(desk.store, flow(hand, Node("bye", "message", "Bye", {"text": "Back with me."})), [BOT.id])
    desk.say("/start")
    desk.work()
    (talk,) = open_conversations(desk.store)
    assert (talk.customer, talk.team) == (desk.customer(), "shop")
    (notice,) = [row for row in queued(desk.store, BOT.id, urgent=True) if row.kind == "staff"]
    assert (notice.chat, notice.event()) == ("-100", StaffNotified("shop", "Anna asks for a person."))
    for stimulus in (OperatorSaid("Hello, this is Mia."), HandedBack()):
        put_stimulus(desk.store, talk.customer, stimulus, desk.at)
    desk.work()
    assert open_conversations(desk.store) == []
    texts = [text for text in desk.outgoing() if "StaffNotified" not in text]
    assert texts == ["One moment.", "Hello, this is Mia.", "Back with me."]


def test_a_team_without_a_chat_is_told_to_the_owner_not_to_telegram(desk: Desk) -> None:
    save_workspace(
        desk.store.data, {"teams": [{"name": "shop", "label": "Shop", "address": "us@example.com"}]}
    )
    tell = Node("tell", "notify_staff", "Tell", {"team": "shop", "text": "Call {first_name}."})
    publish(desk.store, flow(tell), [BOT.id])
    desk.say("/start")
    desk.work()
    assert desk.outgoing() == []
    (row,) = list_outgoing(desk.store, "failed")
    assert "“shop” has no Telegram chat" in row.why


def test_somebody_without_a_chat_cannot_be_started_by_hand(desk: Desk) -> None:
    publish(desk.store, booking(), [BOT.id])
    add_customer(desk.store, Customer("imported", NOW))
    put_stimulus(desk.store, "imported", StartedByHand("booking"), desk.at, BOT.id)
    desk.work()
    assert desk.outgoing() == []
    assert not need_state(desk.store, "imported").customer.subscribed


def test_practice_counts_as_sent_at_once_and_plans_its_timers(desk: Desk) -> None:
    publish(desk.store, booking(delay_seconds=60), [PRACTICE])
    add_customer(desk.store, altered(Customer("mia", NOW), invented=True))
    for text in ("/start", "Mia", "Haircut"):
        put_stimulus(desk.store, "mia", Said(text), desk.at, PRACTICE)
    desk.work()
    desk.work(60)
    states = desk.store.conn.execute("SELECT DISTINCT state FROM outbox").fetchall()
    assert states == [("sent",)]
    assert len(transcript(desk.store, "mia")) == 7
