"""A conversation with the dispatcher alone: what is said and tapped, the clock turned, what the bot says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flowbook.copies import altered
from flowbook.customer import Customer, customer_from_json, instant, set_field
from flowbook.dispatch import Outcome, dispatch, plan
from flowbook.events import Event, MessageSent, Record, TapAnswered
from flowbook.flow import Flow, Node
from flowbook.session import CustomerState, state_from_json, state_to_json
from flowbook.setting import Setting, library_of
from flowbook.stimuli import Changed, EventReported, Said, Stimulus, Tapped, TimerFired
from flowbook.workspace import Workspace

Rows = tuple[str, str, dict[str, Any], dict[str, str]]
BEGIN = "2026-03-10T12:00+00:00"


def flow(name: str, *rows: Rows, **more: Any) -> Flow:
    """`rows` are (id, type, config, exits)."""
    nodes = tuple(Node(key, kind, key.title(), config, exits) for key, kind, config, exits in rows)
    return Flow(name, name.title(), nodes, **more)


def says(key: str, text: str, then: str = "") -> Rows:
    return key, "message", {"text": text}, {"next": then} if then else {}


def asks(key: str, text: str, exits: Mapping[str, str], **config: Any) -> Rows:
    """A menu whose buttons have the exits' ids, with capitals, as their labels."""
    ways = [name for name in exits if name not in ("no_answer", "other", "undelivered")]
    buttons = [{"id": name, "label": name.title()} for name in ways]
    return key, "menu", {"text": text, "buttons": buttons, **config}, dict(exits)


def on(kind: str, then: str, key: str = "", **config: Any) -> Rows:
    return key or f"on_{kind}", kind, config, {"next": then}


def order(**question: Any) -> Flow:
    return flow(
        "order",
        on("command", "size", name="order"),
        asks("size", "Which size?", {"small": "done", "large": "done"}, **question),
        says("done", "Kept."),
    )


def daily(at: str = "10:00", **config: Any) -> Flow:
    return flow("daily", on("calendar", "tell", repeat="weekly", at=at, **config), says("tell", "Good day."))


def appointment(**config: Any) -> Flow:
    ahead = {"direction": "before", "amount": 2, "unit": "days"}
    rule = {"field": "appointment", "offset": ahead, "at": "10:00", **config}
    return flow("reminder", on("date", "tell", **rule), says("tell", "See you on {appointment}."))


def waits(amount: int, unit: str, then: str) -> Rows:
    return "wait", "delay", {"after": {"amount": amount, "unit": unit}}, {"next": then}


HOURS = flow("hours", on("command", "tell", name="hours"), says("tell", "Nine to five."))
COLOUR = flow(
    "colour",
    on("command", "ask", name="colour"),
    asks("ask", "Which colour?", {"red": "fine", "blue": "fine"}),
    says("fine", "Nice."),
)
SORRY = flow("sorry", on("default_reply", "sorry"), says("sorry", "Sorry?"))


class Chat:
    """The state goes through JSON after every turn, as it does in the runtime. `records` are the last
    turn's."""

    def __init__(
        self, *flows: Flow, now: str = BEGIN, workspace: Workspace | None = None, **customer: Any
    ) -> None:
        self.now = instant(now)
        self.setting = Setting(workspace or Workspace(), library_of(*flows))
        self.records: tuple[Record, ...] = ()
        self.messages: list[MessageSent] = []
        data = {"id": "c", "created": "2026-01-01T00:00:00+00:00", **customer}
        self.state = CustomerState(customer_from_json(data))
        self._take(plan(self.state, self.setting, self.now))

    @property
    def customer(self) -> Customer:
        return self.state.customer

    def publish(self, *flows: Flow) -> None:
        """Other flows are live now; their timers are planned."""
        self.setting = replace(self.setting, library=library_of(*flows))
        self._take(plan(self.state, self.setting, self.now))

    def happen(self, stimulus: Stimulus) -> list[str]:
        """What the bot says to it."""
        return self._take(dispatch(self.state, stimulus, self.setting, self.now))

    def say(self, text: str) -> list[str]:
        return self.happen(Said(text))

    def tap(self, label: str, question: str = "") -> list[str]:
        """A button of the last message that has it, or of the last one with this text."""
        for sent in reversed(self.messages):
            for button in (button for row in sent.message.buttons for button in row):
                if button.label == label and question in ("", sent.message.text):
                    return self.happen(Tapped(button.value, label, "q"))
        raise AssertionError(f"nobody has seen a button {label}")

    def report(self, name: str, **data: Any) -> list[str]:
        return self.happen(EventReported(name, data))

    def change(self, name: str, value: Any) -> list[str]:
        """A person changes a field on the customer's page."""
        self.state = altered(self.state, customer=set_field(self.customer, name, value))
        return self.happen(Changed("field", name, value))

    def until(self, moment: str | timedelta) -> list[tuple[str, str]]:
        """Turn the clock; (when in UTC, what) the bot says on the way."""
        end = self.now + moment if isinstance(moment, timedelta) else instant(moment)
        said = []
        while (
            timer := min(self.state.timers.values(), key=lambda t: t.due, default=None)
        ) and timer.due <= end:
            self.now = max(self.now, timer.due)
            said += [(f"{self.now:%m-%d %H:%M}", text) for text in self.happen(TimerFired(timer.id))]
        self.now = end
        return said

    def events(self, kind: type[Event]) -> list[Any]:
        """The last turn's."""
        return [record.event for record in self.records if isinstance(record.event, kind)]

    @property
    def notice(self) -> str:
        """What the last tap was answered with."""
        return str(self.events(TapAnswered)[0].text)

    def _take(self, outcome: Outcome) -> list[str]:
        self.records = outcome.records
        self.state = state_from_json(state_to_json(outcome.state))
        assert state_to_json(self.state) == state_to_json(outcome.state)
        sent = self.events(MessageSent)
        self.messages += sent
        return [event.message.text for event in sent]
