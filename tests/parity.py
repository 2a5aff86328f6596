"""A script played through the real poller, worker and sender, against the Bot API double, by a clock that it
turns itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from telegram import Bot as Telegram

from flowbook.copies import altered
from flowbook.mocks import answer
from flowbook.session import CustomerState
from flowbook.stimuli import Changed, EventReported, HandedBack, OperatorSaid, Stimulus
from flowbook.store import Store, open_store
from flowbook.store.bots import Bot
from flowbook.store.calls import mark_call, open_calls
from flowbook.store.contacts import add_contact
from flowbook.store.customers import add_customer, change_state, need_state
from flowbook.store.inbox import put_stimulus
from flowbook.store.publishing import publish
from flowbook.store.workspaces import save_workspace
from flowbook.strict import read_json
from runtime.connection import connect, disconnect
from runtime.limits import Pace
from runtime.poller import Poller
from runtime.sender import Sender
from runtime.worker import Worker
from tests.botapi import Botapi
from tests.botapi import Customer as Person
from tests.botapi.ledger import Entry
from tests.conversations import FOLDER, Act, Script, leap, sample_flows
from tests.runtime_process import register

PHOTO = b"\xff\xd8\xff\xe0 a small picture"
PATIENCE = 10.0


class NoPace(Pace):
    """The limits are another test's; here nobody waits."""

    def wait_overall(self, now: float, messages: int = 1, urgent: bool = True) -> float:
        return 0.0

    def wait_chat(self, chat: str, now: float, messages: int = 1) -> float:
        return 0.0


@dataclass
class Stage:
    """One customer of a store, with one bot and a clock. `seen` are the chat's lines as last read."""

    script: Script
    store: Store
    bot: Bot
    person: Person
    now: datetime
    seen: dict[int, str] = field(default_factory=dict)
    calls: dict[int, int] = field(default_factory=dict)

    @property
    def customer(self) -> str:
        return self.script.customer.id

    def state(self) -> CustomerState:
        return need_state(self.store, self.customer)


def set_up(script: Script, botapi: Botapi, data: Path) -> Stage:
    """The workspace of the samples, the script's flows published, and its customer, who knows the bot."""
    path = FOLDER / "workspace.json"
    save_workspace(data, read_json(path.read_text("utf-8"), path=str(path)))
    store = open_store(data)
    bot = register(store, botapi)
    flows = sample_flows()
    for name in reversed(script.flows):
        publish(store, flows[name], [bot.id])
    person = botapi.control.customer(str(script.customer.fields.get("first_name", "Guest")))
    add_customer(store, script.customer)
    change_state(store, script.customer.id, lambda state: altered(state, channel=bot.id))
    add_contact(store, bot.id, str(person.id), script.customer.id, script.start)
    return Stage(script, store, bot, person, script.start)


async def perform(stage: Stage) -> AsyncIterator[list[str]]:
    """The bot's lines after each act."""
    async with _at_work(stage) as (telegram, worker, sender):
        poller = Poller(stage.bot.id, telegram, stage.store, 0, lambda: None)
        await _begin(stage, poller)
        await _work(stage, worker, sender)
        for act in stage.script.acts:
            if act.deed == "wait":
                await _wait(stage, act.value, worker, sender)
            else:
                _do(stage, act)
                await poller._round()
                await _work(stage, worker, sender)
            yield _fresh(stage)


async def _begin(stage: Stage, poller: Poller) -> None:
    """The customer pressed Start some time ago, or nobody could write to them; that is over and done with."""
    stage.person.start()
    (started,) = await poller._ask()
    poller.offset = started["update_id"] + 1


@asynccontextmanager
async def _at_work(stage: Stage) -> AsyncIterator[tuple[Telegram, Worker, Sender]]:
    telegram = connect(stage.bot)
    sender = Sender(stage.bot.id, telegram, stage.store, lambda: None, lambda: None, NoPace())
    sending = asyncio.create_task(sender.run())
    try:
        yield telegram, Worker(stage.store, sender.wake.set), sender
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await sender.finish(2)
        await disconnect(telegram)


def _do(stage: Stage, act: Act) -> None:
    """What a customer does goes by Telegram; the rest as the inbox, the shop and the board put it."""
    match act.deed:
        case "say":
            stage.person.say(act.value)
        case "tap":
            stage.person.tap(act.value)
        case "share":
            stage.person.do("share_contact", phone=act.value, is_own=True)
        case "photo":
            stage.person.send_photo(PHOTO)
        case "event":
            _put(stage, EventReported(act.value, act.data))
        case "operator":
            _put(stage, OperatorSaid(act.value))
        case "hand_back":
            _put(stage, HandedBack())
        case "stage":
            moved = {"stage": act.value}
            change_state(
                stage.store, stage.customer, lambda s: altered(s, customer=altered(s.customer, **moved))
            )
            _put(stage, Changed("stage", act.value))


def _put(stage: Stage, stimulus: Stimulus) -> None:
    put_stimulus(stage.store, stage.customer, stimulus, stage.now, stage.bot.id)


async def _wait(stage: Stage, wait: str, worker: Worker, sender: Sender) -> None:
    """From one timer to the next, as a clock would come to them."""
    until = stage.now if wait == "next" else leap(stage.now, wait)
    due = _next_due(stage)
    if wait == "next" and due:
        until = max(until, due)
    while due and due <= until:
        stage.now = max(stage.now, due)
        await _work(stage, worker, sender)
        due = _next_due(stage)
    stage.now = max(stage.now, until)


def _next_due(stage: Stage) -> datetime | None:
    return min((timer.due for timer in stage.state().timers.values()), default=None)


async def _work(stage: Stage, worker: Worker, sender: Sender) -> None:
    """Until nothing is left to do at this instant and all has been sent."""
    while worker.work(stage.now) or _answer_calls(stage):
        pass
    sender.wake.set()
    async with asyncio.timeout(PATIENCE):
        while _on_its_way(stage.store):  # noqa: ASYNC110 - seen in the database alone
            await asyncio.sleep(0.002)


def _answer_calls(stage: Stage) -> int:
    """Other systems answer by the script's mocks, as in a simulation."""
    waiting = open_calls(stage.store)
    for call in waiting:
        reply, number = answer(stage.script.mocks, stage.calls, call.request)
        if number is not None:
            stage.calls[number] = stage.calls.get(number, 0) + 1
        _put(stage, reply)
        mark_call(stage.store, call.id, "done")
    return len(waiting)


def _on_its_way(store: Store) -> bool:
    row = store.conn.execute(
        "SELECT 1 FROM outbox WHERE state IN ('queued', 'sending', 'leaving') LIMIT 1"
    ).fetchone()
    return row is not None


def _fresh(stage: Stage) -> list[str]:
    """Lines that are new, or not what they were, in the order of the chat."""
    lines = {entry.message_id: _line(entry) for entry in stage.person.received()}
    fresh = [
        f"~ {line}" if key in stage.seen else line
        for key, line in lines.items()
        if stage.seen.get(key) != line
    ]
    stage.seen = lines
    return fresh


def _line(entry: Entry) -> str:
    return entry.line().removeprefix("bot: ")
