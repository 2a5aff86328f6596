"""A crowd of customers who write at a steady pace, whatever the bots do, and what each should get for it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flowbook.flow import Flow, Node
from flowbook.store import Store
from flowbook.store.workspaces import save_workspace
from tests.botapi import Control, Customer
from tests.botapi.deeds import CannotBeDone

GAP = 1.3
"""Seconds a person takes between two words at least: Telegram lets a bot answer about once a second."""


def conversation(words: int) -> Flow:
    """So many questions, each repeating the last answer; a button, a wait of a second, a last word."""
    button = {"id": "cut", "label": "Haircut"}
    asked = [
        Node(
            f"q{n}", "question", f"Ask {n}", _question(n), {"answered": f"q{n + 1}" if n < words else "what"}
        )
        for n in range(1, words + 1)
    ]
    wait = {"after": {"amount": 1, "unit": "seconds"}}
    return Flow(
        "talk",
        "Talk",
        (
            Node("start", "start", "Begin", {}, {"next": "q1"}),
            *asked,
            Node("what", "menu", "Ask what", {"text": what(words), "buttons": [button]}, {"cut": "ok"}),
            Node("ok", "message", "Confirm", {"text": "Booked."}, {"next": "wait"}),
            Node("wait", "delay", "Wait", wait, {"next": "bye"}),
            Node("bye", "message", "Say goodbye", {"text": "See you!"}),
        ),
    )


def declare_words(store: Store, words: int) -> None:
    fields = [{"name": f"w{n}", "label": f"Word {n}", "kind": "text"} for n in range(1, words + 1)]
    save_workspace(store.data, {"fields": fields})


def what(words: int) -> str:
    return f"{{w{words}}}. And what?"


def _question(n: int) -> dict[str, str]:
    text = f"{{w{n - 1}}}. Word {n}?" if n > 1 else "Word 1?"
    return {"text": text, "kind": "text", "save_to": f"w{n}"}


def wait_while_it_moves(left: Callable[[], int], patience: float = 60.0) -> None:
    """Until nothing is left. Telegram's pace and the machine decide how long that takes; it only may not
    stand still."""
    before, deadline = -1, 0.0
    while before:
        now, found = time.monotonic(), left()
        if found != before:
            before, deadline = found, now + patience
        assert now < deadline, f"it does not come to an end: {before} are left"
        if before:
            time.sleep(0.1)


def wait_a_while(until: Callable[[], bool], seconds: float) -> None:
    """Until something is so, or the time is over."""
    deadline = time.monotonic() + seconds
    while not until() and time.monotonic() < deadline:
        time.sleep(0.004)


@dataclass(slots=True)
class Person:
    """`said` words out of `words`; then the button, then nothing more."""

    number: int
    bot: str
    customer: Customer
    said: int = 0
    free_at: float = 0.0

    def word(self, n: int) -> str:
        return f"word {self.number} {n}"

    def fields(self, words: int) -> dict[str, str]:
        return {f"w{n}": self.word(n) for n in range(1, words + 1)}

    def due(self, words: int) -> list[str]:
        """Every message the bot owes, in order."""
        questions = [f"{self.word(n - 1)}. Word {n}?" for n in range(2, words + 1)]
        return ["Word 1?", *questions, f"{self.word(words)}. And what?", "Booked.", "See you!"]


@dataclass(slots=True)
class Crowd:
    """So many talk at once; whoever is done makes room for somebody new."""

    control: Control
    bots: list[str]
    words: int
    dice: random.Random
    at_once: int = 80
    active: list[Person] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    sent: int = 0

    def talk(self, seconds: float, rate: float, until: Callable[[], bool] = lambda: False) -> None:
        """At that many words a second, on average; no longer than `until` something is so."""
        begun = time.monotonic()
        count = 0
        while (spent := time.monotonic() - begun) < seconds and not until():
            if count < spent * rate:
                self._one(new=True)
                count += 1
            else:
                time.sleep(0.004)

    def finish(self) -> None:
        """Everybody comes to the end of what they have to say."""
        while self.active:
            if not self._one(new=False):
                time.sleep(0.01)

    def _one(self, *, new: bool) -> bool:
        at = time.monotonic()
        ready = [person for person in self.active if person.free_at <= at]
        if new and (len(self.active) < self.at_once or not ready):
            ready = [self._newcomer()]
        if not ready:
            return False
        person = self.dice.choice(ready)
        self._speak(person)
        person.free_at = at + GAP
        self.sent += 1
        return True

    def _newcomer(self) -> Person:
        number = len(self.people)
        bot = self.bots[number % len(self.bots)]
        person = Person(number, bot, self.control.customer(f"P{number}", bot))
        self.people.append(person)
        self.active.append(person)
        return person

    def _speak(self, person: Person) -> None:
        step, person.said = person.said, person.said + 1
        if step == 0:
            person.customer.start()
        elif step <= self.words:
            person.customer.say(person.word(step))
        else:
            self._choose(person)
            self.active.remove(person)

    def _choose(self, person: Person) -> None:
        """By the button where it has come, else by typing what stands on it."""
        try:
            person.customer.tap("Haircut")
        except CannotBeDone:
            person.customer.say("Haircut")
