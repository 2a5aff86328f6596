"""The conversation on Flowbook's runtime: from a raw update to state and outbox on the disk; no network."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from benchmarks.conversation.script import DELIVERED, DISHES, STEPS, batches, dish, order, replies, update
from flowbook.flow import Flow, Node
from flowbook.store import open_store
from flowbook.store.bots import Bot, add_bot
from flowbook.store.inbox import put_updates
from flowbook.store.publishing import publish
from flowbook.store.values import now
from flowbook.store.workspaces import save_workspace
from runtime import garbage
from runtime.worker import Worker

BOT = Bot("4242", "Bench", "bench_bot", "4242:" + "a" * 35)


def run(people: int, data: Path) -> tuple[int, float, float]:
    """(updates, seconds of the wall clock, seconds of the processor). Raises AssertionError where a reply is
    not what it should be."""
    store = open_store(data)
    save_workspace(data, {"fields": FIELDS})
    add_bot(store, BOT)
    publish(store, flow(), [BOT.id])
    publish(store, status(), [BOT.id])
    worker = Worker(store, lambda: None)
    garbage.settle()
    count, wall, cpu = 0, 0.0, 0.0
    for step in range(STEPS):
        taps = _taps(store)
        updates = []
        for chat in order(people, step):
            count += 1
            label = dish(chat) if step == 3 else "Yes"
            updates.append(update(count, chat, step, taps.get(str(chat), {}).get(label, "")))
        begun, used = time.perf_counter(), time.process_time()
        for batch in batches(updates):
            put_updates(store, BOT.id, batch, now())
            worker.work(now(), timers=False)
        wall, cpu = wall + time.perf_counter() - begun, cpu + time.process_time() - used
        _check(store, people, step)
    return count, wall, cpu


def flow() -> Flow:
    """Every dish and the yes are buttons; the rest is typed."""
    near = {"id": "near", "rule": {"field": "city", "op": "one_of", "value": list(DELIVERED)}}
    menu = {"buttons": [{"id": name.lower(), "label": name} for name in DISHES], "save_to": "dish"}
    chosen = {name.lower(): "confirm" for name in DISHES}
    no = {"text": "No delivery to {city} yet, {nick}. Choose:", **menu}
    yes = {"text": "We deliver to {city}, {nick}. Choose:", **menu}
    sure = {"text": "{nick}, you chose {dish}. Confirm?", "buttons": [{"id": "yes", "label": "Yes"}]}
    return Flow(
        "order",
        "Order",
        (
            Node("start", "start", "Begin", {}, {"next": "hello"}),
            Node("hello", "message", "Greet", {"text": "Hello!"}, {"next": "name"}),
            Node("name", "question", "Name", _asks("What is your name?", "nick"), {"answered": "city"}),
            Node(
                "city",
                "question",
                "City",
                _asks("Nice to meet you, {nick}. Which city?", "city"),
                {"answered": "far"},
            ),
            Node("far", "condition", "Far?", {"branches": [near]}, {"near": "deliver", "otherwise": "sorry"}),
            Node("deliver", "menu", "Choose", yes, chosen),
            Node("sorry", "menu", "Choose too", no, chosen),
            Node("confirm", "menu", "Confirm", sure, {"yes": "done"}),
            Node("done", "message", "Done", {"text": "Done, {nick}!"}),
        ),
    )


def status() -> Flow:
    phrase = Node("ask", "phrase", "Ask", {"phrases": ["status"]}, {"next": "say"})
    told = Node("say", "message", "Tell", {"text": "{nick} from {city} ordered {dish}"})
    return Flow("status", "Status", (phrase, told))


FIELDS = [{"name": name, "label": name.title(), "kind": "text"} for name in ("nick", "city", "dish")]


def _asks(text: str, field: str) -> dict[str, str]:
    return {"text": text, "kind": "text", "save_to": field}


def _taps(store: Any) -> dict[str, dict[str, str]]:
    """Chat -> label -> callback data of the buttons it was sent last."""
    found: dict[str, dict[str, str]] = {}
    for chat, body in store.conn.execute("SELECT chat, body FROM outbox WHERE kind = 'message' ORDER BY id"):
        rows = json.loads(body)["message"].get("buttons", [])
        found[chat] = {button["label"]: button.get("value", "") for row in rows for button in row}
    return found


def _check(store: Any, people: int, step: int) -> None:
    due = {str(chat): list(replies(chat, step)) for chat in range(1, people + 1)}
    came: dict[str, list[str]] = {}
    for chat, body in store.conn.execute("SELECT chat, body FROM outbox WHERE kind = 'message' ORDER BY id"):
        came.setdefault(chat, []).append(json.loads(body)["message"]["text"])
    for chat, texts in due.items():
        assert came[chat][-len(texts) :] == texts, (step, chat, came[chat], texts)
