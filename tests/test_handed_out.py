"""One person's data: handed out whole, and without the keys that open the shop's other systems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flowbook.codec import encode
from flowbook.copies import altered
from flowbook.events import HttpRequested
from flowbook.flow import Node
from flowbook.stimuli import HttpAnswered, OperatorSaid
from flowbook.store import open_store
from flowbook.store.calls import DONE, mark_call, open_calls
from flowbook.store.connection import SqliteStore
from flowbook.store.history import journey
from flowbook.store.inbox import bury, mark_done, new_arrivals, put_stimulus
from flowbook.store.persons import export_person
from flowbook.store.publishing import publish
from flowbook.store.values import to_text
from tests.test_runtime_worker import Desk, flow
from tests.test_store_file import forget_steps

KEY = "Bearer SECRETKEY123"
ORDER = {
    "url": "https://shop.example/orders",
    "method": "POST",
    "headers": [{"name": "Authorization", "value": KEY}],
    "body": {"for": "{first_name}"},
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Somebody has ordered, which a system is to be asked about."""
    desk = Desk(tmp_path / "data")
    exits = dict.fromkeys(("success", "error", "timeout"), "done")
    nodes = (
        Node("ask", "http_request", "Order", ORDER, exits),
        Node("done", "message", "Say", {"text": "Done."}),
    )
    publish(desk.store, flow(*nodes), [desk.bot])
    desk.say("/start")
    desk.work()
    return desk


def kept(store: SqliteStore) -> str:
    """What stands in the tables of what has happened and of what is asked."""
    rows = [row for table in ("turns", "calls") for row in store.conn.execute(f"SELECT * FROM {table}")]
    return json.dumps(rows)


def test_a_key_is_sent_and_then_known_by_nobody(desk: Desk) -> None:
    (call,) = open_calls(desk.store)
    assert call.request.headers == {"Authorization": KEY}
    assert KEY not in json.dumps(export_person(desk.store, desk.customer())), "while it waits, too"
    mark_call(desk.store, call.id, DONE)
    put_stimulus(desk.store, call.customer, HttpAnswered(call.request.request, 200, {}), desk.at, desk.bot)
    desk.work()
    assert "SECRETKEY123" not in kept(desk.store)
    asked = [record.event for _, record in journey(desk.store, desk.customer()) if is_call(record.event)]
    assert [(one.method, one.url, one.body) for one in asked] == [("POST", ORDER["url"], {"for": "Anna"})]


def is_call(event: Any) -> bool:
    return isinstance(event, HttpRequested)


def test_everything_is_handed_out_what_waits_and_what_was_put_aside_too(desk: Desk) -> None:
    desk.say("Where is it?")
    desk.say("Nobody else's business", chat=8)
    put_stimulus(desk.store, desk.customer(), OperatorSaid("One moment"), desk.at, desk.bot)
    told = export_person(desk.store, desk.customer())
    (asked,) = told["calls"]
    assert (asked["url"], asked["body"], asked["state"]) == (ORDER["url"], {"for": "Anna"}, "waiting")
    assert told["waiting"][0]["content"]["message"]["text"] == "Where is it?"
    assert [one["content"].get("text") for one in told["waiting"][1:]] == ["One moment"]
    for arrival in new_arrivals(desk.store):
        bury(desk.store, arrival, "it broke", desk.at)
    mark_done(desk.store, [one.id for one in new_arrivals(desk.store)])
    told = export_person(desk.store, desk.customer())
    assert told["waiting"] == []
    assert [one["why"] for one in told["put_aside"]] == ["it broke"] * 2
    assert "business" not in json.dumps(told)


def test_keys_that_an_older_flowbook_kept_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        forget_steps(patched, "keys_forgotten")
        old = Desk(tmp_path / "data")
    old.say("/start")
    old.work()
    request = HttpRequested("r", "ask", "GET", "https://shop.example/", {"Authorization": KEY})
    told = [
        {"session": "s", "flow": "f", "event": encode(request)},
        {"session": "s", "flow": "f", "event": {}},
    ]
    with old.store.transaction() as conn:
        who = old.customer()
        conn.execute(
            "INSERT INTO turns(at, customer, channel, body) VALUES (1, ?, '', ?)", (who, to_text(told))
        )
        for state in ("done", "waiting"):
            conn.execute(
                "INSERT INTO calls(request, customer, bot, body, state, created) VALUES (?, ?, '', ?, ?, 1)",
                (state, who, to_text(request), state),
            )
    old.store.close()
    store = open_store(tmp_path / "data")
    (row,) = store.conn.execute("SELECT body FROM turns WHERE at = 1")
    asked = encode(altered(request, headers={}))
    here = {"session": "s", "flow": "f"}
    assert json.loads(row[0]) == [{**here, "events": [asked]}, {**here, "events": [{}]}]
    assert [body for (body,) in store.conn.execute("SELECT body FROM calls WHERE state = 'done'")] == [""]
    assert open_calls(store)[0].request == request
