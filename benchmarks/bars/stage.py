"""The whole runtime in a process of its own, before the double of the Bot API in another."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flowbook.copies import altered
from flowbook.flow import Flow, Node
from flowbook.store import Store, open_store
from flowbook.store.bots import Bot
from flowbook.store.connection import conn_of
from flowbook.store.contacts import add_contact, customer_of
from flowbook.store.customers import need_state, save_state
from flowbook.store.publishing import publish
from tests.botapi import Customer, Entry, FarBotapi, spawned
from tests.runtime_process import RuntimeProcess, register

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Stage:
    """Nothing runs before `runtime.start()`."""

    store: Store
    botapi: FarBotapi
    runtime: RuntimeProcess
    bots: tuple[Bot, ...]

    def play(self, flow: Flow) -> None:
        publish(self.store, flow, [bot.id for bot in self.bots])

    def people(self, count: int) -> list[Customer]:
        """So many who can talk, the bots in turn."""
        bots, control = self.bots, self.botapi.control
        return [control.customer(f"P{n}", bots[n % len(bots)].username) for n in range(count)]

    def say_all(self, people: Sequence[Customer], text: str) -> None:
        """Everybody at once."""
        for begin in range(0, len(people), AT_ONCE):
            self.botapi.control.do_many(
                [
                    {"deed": "say", "person_id": one.id, "bot": one.bot, "text": text}
                    for one in people[begin : begin + AT_ONCE]
                ]
            )

    def entries(self) -> list[Entry]:
        return [entry for bot in self.bots for entry in self.botapi.control.entries(bot.username)]

    def by_chat(self) -> dict[int, list[Entry]]:
        found: dict[int, list[Entry]] = {}
        for entry in self.entries():
            found.setdefault(entry.chat_id, []).append(entry)
        return found


@contextmanager
def stage(folder: Path, bots: int = 1, environment: Mapping[str, str] | None = None) -> Iterator[Stage]:
    """`environment` is what the runtime's own process gets besides."""
    folder.mkdir(parents=True, exist_ok=True)
    store = open_store(folder / "data")
    runtime = RuntimeProcess(folder / "data", **(environment or {}))
    with spawned() as botapi:
        known = tuple(register(store, botapi, f"bench{n}_bot") for n in range(bots))
        try:
            yield Stage(store, botapi, runtime, known)
        finally:
            runtime.end()
            store.close()


def greeting() -> Flow:
    """One answer to one word."""
    heard = Node("ask", "phrase", "Hear", {"phrases": ["hello"]}, {"next": "say"})
    return Flow("greet", "Greet", (heard, Node("say", "message", "Greet", {"text": "Hello to you!"})))


def waiting(wait: timedelta) -> Flow:
    """A word, a wait, a message."""
    after = {"after": {"amount": int(wait.total_seconds()), "unit": "seconds"}}
    return Flow(
        "later",
        "Later",
        (
            Node("ask", "phrase", "Hear", {"phrases": ["later"]}, {"next": "wait"}),
            Node("wait", "delay", "Wait", after, {"next": "say"}),
            Node("say", "message", "Say it", {"text": "It is time."}),
        ),
    )


def wait_until(is_so: Callable[[], object], seconds: float, every: float = 0.05) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not so after {seconds:.0f} s")
        time.sleep(every)


def multiply(store: Store, bot: Bot, chat: str, count: int) -> None:
    """So many others who are where the customer of `chat` is, with chats nobody knows."""
    model = need_state(store, customer_of(store, bot.id, chat) or "")
    with store.transaction():
        for number in range(count):
            key = f"copy{number}"
            sessions = {f"{key}.{n}": one for n, one in enumerate(model.sessions.values())}
            names = {one.id: name for name, one in sessions.items()}
            timers = {f"{key}.{n}": one for n, one in enumerate(model.timers.values())}
            state = altered(
                model,
                customer=altered(model.customer, id=key),
                sessions={name: altered(one, id=name) for name, one in sessions.items()},
                timers={
                    name: altered(one, id=name, session=names.get(one.session, ""))
                    for name, one in timers.items()
                },
            )
            save_state(store, None, state)
            add_contact(store, bot.id, str(10_000_000 + number), key, model.customer.created)
    settle(store)


def settle(store: Store) -> None:
    """What was prepared is on the disk, so that its writing disturbs no measurement."""
    conn_of(store).execute("PRAGMA wal_checkpoint(TRUNCATE)")


def processor_of(pid: int) -> float:
    """Seconds the process has used so far. Linux."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def mebibytes_of(pid: int, what: str = "VmRSS") -> float:
    """`what`: VmRSS, or VmHWM for the most there ever was. Linux."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))
