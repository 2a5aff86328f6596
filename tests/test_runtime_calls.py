"""Calls to other systems: only public addresses, no redirects, not too much, answered whatever happens."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
import pytest

from flowbook.customer import Customer
from flowbook.events import HttpRequested
from flowbook.stimuli import HttpAnswered
from flowbook.store import PRACTICE, Store, open_store
from flowbook.store.calls import mark_call, open_calls, put_call
from flowbook.store.connection import SqliteStore
from flowbook.store.customers import add_customer, erase_customer
from flowbook.store.inbox import new_arrivals
from flowbook.store.values import now
from runtime import answers as answering
from runtime import calls
from runtime.answers import ask
from runtime.calls import Caller
from runtime.guard import Guard, Refused, is_public

PRIVATE = [
    *("127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::80ff:fffe"),
    *("64:ff9b:1::808:808", "64:ff9b:1:7f00:0:100:808:808", "::7f00:1", "::808:808", "fec0::1"),
    *("::ffff:0:7f00:1", "100::1", "2001:db8::1", "4000::1", "240.0.0.1", "0.1.2.3"),
]


@pytest.mark.parametrize("number", PRIVATE)
def test_no_way_of_writing_a_private_address_passes(number: str) -> None:
    assert not is_public(ip_address(number))


@pytest.mark.parametrize("number", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_public_addresses_pass(number: str) -> None:
    assert is_public(ip_address(number))


CONTENTS = {
    "/big": b"x" * 300_000,
    "/text": "Привет".encode(),
    "/nan": b"NaN",
    "/half": b'{"stock": "\\ud83d"}',
    "/packed": gzip.compress(gzip.compress(b" " * 50_000_000, 1), 1),
    "/koi": "Привет".encode("koi8-r"),
}
HEADERS = {
    "/charset": {"Content-Type": "text/plain; charset=bogus-8"},
    "/packed": {"Content-Encoding": "gzip, gzip"},
    "/koi": {"Content-Type": "text/plain; charset=koi8-r"},
}


class Service(BaseHTTPRequestHandler):
    """Remembers what it was asked; the path says how it answers."""

    asked: list[dict[str, Any]] = []  # noqa: RUF012 - one server at a time

    def do_GET(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(size).decode()
        asked = {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body}
        self.asked.append(asked)
        if self.path == "/slow":
            threading.Event().wait(0.6)
        content = CONTENTS.get(self.path, b'{"stock": 3}')
        self.send_response({"/moved": 302, "/missing": 404}.get(self.path, 200))
        for name, value in HEADERS.get(self.path, {}).items():
            self.send_header(name, value)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815 - the library's naming

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def port() -> Iterator[int]:
    Service.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def call(port: int, path: str, *, allowed: bool = True, **details: Any) -> HttpAnswered:
    guard = Guard(private=frozenset({f"localhost:{port}"} if allowed else ()))
    method = details.pop("method", "GET")
    request = HttpRequested("c1.1.2", "ask", method, f"http://localhost:{port}{path}", **details)

    async def run() -> HttpAnswered:
        async with httpx.AsyncClient(trust_env=False) as client:
            return await ask(client, guard, request)

    return asyncio.run(run())


def test_a_request_arrives_whole_and_its_answer_is_read(port: int) -> None:
    headers = {"X-Key": "k", "Host": "evil.example", "Content-Length": "1"}
    answer = call(port, "/stock", method="POST", headers=headers, body={"id": 7})
    assert answer == HttpAnswered("c1.1.2", 200, {"stock": 3})
    (asked,) = Service.asked
    assert json.loads(asked["body"]) == {"id": 7}
    kept = {name: asked["headers"][name] for name in ("X-Key", "Host", "Idempotency-Key")}
    assert kept == {"X-Key": "k", "Host": f"localhost:{port}", "Idempotency-Key": "c1.1.2"}


ANSWERS = [
    ("/missing", 404, {"stock": 3}),
    ("/text", 200, "Привет"),
    ("/koi", 200, "Привет"),
    ("/nan", 200, None),
    ("/charset", 200, {"stock": 3}),
    ("/half", 200, {"stock": "\ud83d"}),
]


@pytest.mark.parametrize(("path", "status", "body"), ANSWERS)
def test_answers_of_other_kinds(port: int, path: str, status: int, body: object) -> None:
    assert call(port, path) == HttpAnswered("c1.1.2", status, body)


def test_a_redirect_is_not_followed(port: int) -> None:
    assert call(port, "/moved").status == 302
    assert [asked["path"] for asked in Service.asked] == ["/moved"]


def test_a_private_address_is_not_even_connected_to(port: int) -> None:
    answer = call(port, "/stock", allowed=False)
    assert (answer.failure, answer.status) == ("refused", 0)
    assert Service.asked == []


def test_too_much_and_too_slow_and_not_there(port: int) -> None:
    assert call(port, "/big").failure == "refused"
    assert call(port, "/slow", timeout=0.2).failure == "timeout"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert call(free.getsockname()[1], "/").failure == "unreachable"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("ftp://example.com/", "begins with https://"),
        ("https://", "begins with https://"),
        ("https://me:pass@example.com/", "name and password"),
        ("https://other.example/", "not on the list"),
        ("http://[::1]:80/", "not on the list"),
        ("https://exam\nple.com/", "cannot be read"),
    ],
)
def test_addresses_that_are_refused_say_why(address: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        asyncio.run(Guard(hosts=frozenset({"example.com"})).pin(address))


def test_a_packed_answer_is_refused_before_it_is_unpacked(port: int) -> None:
    """A few hundred bytes can hold half a gigabyte."""
    tracemalloc.start()
    answer = call(port, "/packed", headers={"Accept-Encoding": "gzip"})
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (answer.failure, answer.body) == ("refused", "The answer is packed (gzip, gzip).")
    assert Service.asked[0]["headers"]["Accept-Encoding"] == "identity"
    assert most < 5_000_000


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    store = open_store(tmp_path / "data")
    add_customer(store, Customer("c1", now()))
    return store


def wanted(store: Store, port: int, path: str = "/stock", method: str = "POST") -> None:
    request = HttpRequested("c1.1", "ask", method, f"http://localhost:{port}{path}")
    put_call(store, "c1", PRACTICE, request, now())


def live(store: Store, port: int, until: Callable[[], bool], more: float = 0.1) -> int:
    """The caller at work until then, and some seconds more; how many calls it has under way at the end."""

    async def run() -> int:
        caller = Caller(store, Guard(private=frozenset({f"localhost:{port}"})), lambda: None)
        task = asyncio.create_task(caller.run())
        async with asyncio.timeout(5):
            while not until():  # noqa: ASYNC110 - seen in the database alone
                await asyncio.sleep(0.01)
        await asyncio.sleep(more)
        left = len(caller.tasks)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return left

    return asyncio.run(run())


def answers(store: Store) -> dict[str, HttpAnswered]:
    found = [one.stimulus() for one in new_arrivals(store)]
    return {answer.request: answer for answer in found if isinstance(answer, HttpAnswered)}


@pytest.mark.parametrize("path", ["/charset", "/half", "/packed", "/moved"])
def test_whatever_comes_back_a_request_goes_out_once(store: Store, port: int, path: str) -> None:
    wanted(store, port, path)
    live(store, port, lambda: bool(answers(store)))
    assert [asked["path"] for asked in Service.asked] == [path]
    assert open_calls(store) == []


def test_what_nobody_foresaw_becomes_an_answer_too(
    store: Store, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(answering, "_meaning", break_down)
    wanted(store, port)
    live(store, port, lambda: bool(answers(store)))
    assert len(Service.asked) == 1
    assert answers(store)["c1.1"].failure == "refused"


def test_a_full_disk_lets_requests_wait_and_none_goes_twice(
    store: SqliteStore, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither before the request, when it cannot be marked, nor after it, when its answer finds no room."""
    monkeypatch.setattr(calls, "PAUSE", 0.02)
    tries: list[str] = []
    full = {"calling": 3, "done": 3}

    def mark(store: Store, number: int, state: str) -> bool:
        tries.append(state)
        full[state] -= 1
        if full[state] >= 0:
            with store.transaction() as conn:
                conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0]}")
                conn.execute("INSERT INTO happened VALUES ('c1', 'x', 'x', ?)", ("x" * 50_000,))
        store.conn.execute("PRAGMA max_page_count = 1000000")
        return mark_call(store, number, state)

    monkeypatch.setattr(calls, "mark_call", mark)
    wanted(store, port)
    live(store, port, lambda: bool(answers(store)))
    assert tries == ["calling"] * 4 + ["done"] * 4
    assert len(Service.asked) == 1


def test_an_answer_for_somebody_who_was_erased_meanwhile_is_dropped(store: Store, port: int) -> None:
    wanted(store, port, "/slow")
    gone: list[bool] = []

    def erased() -> bool:
        if Service.asked and not gone:
            gone.append(erase_customer(store, "c1"))
        return bool(gone)

    assert live(store, port, erased, more=0.8) == 0
    assert (gone, open_calls(store), len(Service.asked)) == ([True], [], 1)


def test_a_call_cut_off_by_an_end_is_repeated_only_where_that_is_harmless(store: Store, port: int) -> None:
    for number, method in ((1, "GET"), (2, "POST")):
        request = HttpRequested(f"c1.{number}", "ask", method, f"http://localhost:{port}/{method}")
        put_call(store, "c1", PRACTICE, request, now())
        mark_call(store, number, "calling")
    live(store, port, lambda: not open_calls(store))
    found = answers(store)
    assert found["c1.2"].failure == "timeout"
    assert found["c1.1"].body == {"stock": 3}
    assert [asked["method"] for asked in Service.asked] == ["GET"]
