"""Cases for one node type: a small flow around it, what happens step by step, and what came of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flowbook.codec import encode
from flowbook.copies import altered
from flowbook.customer import Customer, customer_from_json, customer_to_json, set_field
from flowbook.dispatch import dispatch
from flowbook.events import Event, ExitTaken, HttpRequested, MessageSent
from flowbook.flow import Flow, Node
from flowbook.messages import Message, find_button
from flowbook.nodes import node_type
from flowbook.session import CustomerState, Wait, state_from_json, state_to_json
from flowbook.setting import Setting, library_of
from flowbook.stimuli import (
    Changed,
    ContactShared,
    EventReported,
    FileSent,
    HandedBack,
    HttpAnswered,
    LocationShared,
    NotDelivered,
    OperatorSaid,
    Said,
    Stimulus,
    Tapped,
    TimerFired,
)
from flowbook.workspace import workspace_from_json

FOLDER = Path(__file__).parent / "cases" / "nodes"
NODE = "it"
CUSTOMER = {
    "id": "c1",
    "created": "2027-01-01T00:00:00+00:00",
    "fields": {"first_name": "Anna", "language": "en", "timezone": "Europe/Vilnius"},
}
WORKSPACE = {
    "timezone": "Europe/Vilnius",
    "languages": ["en", "ru"],
    "fields": [
        {"name": "score", "label": "Score", "kind": "number"},
        {"name": "member", "label": "Member", "kind": "yes_no"},
        {"name": "appointment", "label": "Appointment", "kind": "date"},
    ],
    "hours": {"default": {"hours": {"mon": [["09:00", "18:00"]], "wed": [["09:00", "18:00"]]}}},
    "products": [
        {"id": "pegasus", "title": "Pegasus 41", "price": 120},
        {"id": "laces", "title": "Laces", "price": 4.5},
    ],
}
FAQ = Flow(
    "faq",
    "Questions",
    (
        Node("start", "start", "Start", {"payload": "faq", "first_contact": False}, {"next": "hello"}),
        Node("hello", "message", "Hello", {"text": "Here are the answers."}),
    ),
)


@dataclass
class Story:
    """A case as it runs: the state, the clock, and all events so far."""

    setting: Setting
    state: CustomerState
    now: datetime
    events: list[Event] = field(default_factory=list)

    def happen(self, stimulus: Stimulus) -> None:
        """The state goes through JSON text first, as it does in the database."""
        kept = json.loads(json.dumps(state_to_json(self.state)))
        outcome = dispatch(state_from_json(kept), stimulus, self.setting, self.now, "test")
        self.state = outcome.state
        self.events += [record.event for record in outcome.records]

    @property
    def wait(self) -> Wait | None:
        """What the case's node waits for, or else whoever waits."""
        sessions = sorted(self.state.sessions.values(), key=lambda session: session.node != NODE)
        return sessions[0].wait if sessions else None

    @property
    def said(self) -> list[MessageSent]:
        """What the node itself has said; not what stands behind its exits."""
        return [event for event in self.events if isinstance(event, MessageSent) and event.node in (NODE, "")]

    @property
    def exits(self) -> list[ExitTaken]:
        return [event for event in self.events if isinstance(event, ExitTaken) and event.node == NODE]


def run(kind: str, case: Mapping[str, Any]) -> Story:
    story = begin(kind, case)
    story.happen(Said("/start"))
    for step in case.get("steps", ()):
        ((verb, value),) = step.items()
        STEPS[verb](story, value)
    return story


def begin(kind: str, case: Mapping[str, Any]) -> Story:
    workspace = workspace_from_json({**WORKSPACE, **case.get("workspace", {})})
    library = library_of(flow_around(kind, case), FAQ)
    setting = Setting(workspace, library, case.get("seed", 0))
    return Story(
        setting, CustomerState(customer_of(case)), instant(case.get("now", "2027-03-03T10:00+02:00"))
    )


def flow_around(kind: str, case: Mapping[str, Any]) -> Flow:
    """start -> the node -> one message for each exit, but where the case leads it elsewhere."""
    config = case.get("config", node_type(kind).example)
    exits = [exit.id for exit in node_type(kind).exits(config)]
    ends = [Node(f"to_{name}"[:24], "message", name, {"text": f"[{name}]"}) for name in exits]
    leads = {name: end.id for name, end in zip(exits, ends, strict=True)} | case.get("exits", {})
    start = Node("start", "start", "Start", {}, {"next": NODE})
    nodes = (start, Node(NODE, kind, "The step", config, leads), *ends)
    return Flow("case", "Case", nodes, languages=tuple(case.get("languages", ("en",))))


def customer_of(case: Mapping[str, Any]) -> Customer:
    wanted = case.get("customer", {})
    fields = {**CUSTOMER["fields"], **wanted.get("fields", {})}  # type: ignore[dict-item]
    return customer_from_json({**CUSTOMER, **wanted, "fields": fields})


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def tap(story: Story, label: str) -> None:
    """On the last message that has such a button."""
    messages = [
        event.message for event in story.said if any(b.label == label for b in buttons_of(event.message))
    ]
    button = find_button(messages[-1] if messages else Message(), label)
    story.happen(Tapped(button.value, label, "query") if button.value else Said(label))


def fire(story: Story, name: str) -> None:
    """The clock goes to the timer's instant."""
    timer = next(timer for timer in story.state.timers.values() if timer.name == name)
    story.now = timer.due
    story.happen(TimerFired(timer.id))


def change(story: Story, changed: Mapping[str, Any]) -> None:
    """A colleague changes a field by hand."""
    customer = set_field(story.state.customer, changed["field"], changed["value"])
    story.state = altered(story.state, customer=customer)
    story.happen(Changed("field", changed["field"], changed["value"]))


def answer(story: Story, answered: Mapping[str, Any]) -> None:
    asked = [event for event in story.events if isinstance(event, HttpRequested)][-1]
    story.happen(HttpAnswered(**{"request": asked.request, **answered}))


def fail_to_deliver(story: Story, reason: str) -> None:
    assert story.wait
    story.happen(NotDelivered(str(story.wait.ask), reason))


def pass_time(story: Story, hours: float) -> None:
    story.now += timedelta(hours=hours)


STEPS: dict[str, Callable[[Story, Any], None]] = {
    "say": lambda story, text: story.happen(Said(text)),
    "tap": tap,
    "timer": fire,
    "hours": pass_time,
    "contact": lambda story, phone: story.happen(ContactShared(phone)),
    "location": lambda story, place: story.happen(LocationShared(*place)),
    "file": lambda story, kind: story.happen(FileSent(kind, f"{kind}-id")),
    "http": answer,
    "event": lambda story, name: story.happen(EventReported(name)),
    "operator": lambda story, text: story.happen(OperatorSaid(text)),
    "hand_back": lambda story, _: story.happen(HandedBack()),
    "not_delivered": fail_to_deliver,
    "changed": change,
}


def buttons_of(message: Message) -> list[Any]:
    return [button for row in message.buttons for button in row]


def outcome_of(story: Story) -> dict[str, Any]:
    """Everything a case may expect, by name."""
    customer = customer_to_json(story.state.customer)
    sets = [encode(event) for event in story.events if encode(event)["kind"] == "field_set"]
    taken = story.exits
    return {
        "sent": [event.message.text for event in story.said],
        "replaces": [event.replaces for event in story.said],
        "buttons": [[b.label for b in row] for row in story.said[-1].message.buttons] if story.said else [],
        "keyboard": story.said[-1].message.keyboard if story.said else "",
        "exit": taken[-1].exit if taken else None,
        "why": taken[-1].why if taken else "",
        "set": {event["name"]: event.get("value") for event in sets if "._" not in event["name"]},
        "tags": customer.get("tags", []),
        "stage": customer.get("stage"),
        "orders": customer.get("orders", []),
        "subscribed": story.state.customer.subscribed,
        "waits": story.wait.kind if story.wait else None,
        "timers": {timer.name: timer.due.isoformat() for timer in story.state.timers.values()},
        "events": [encode(event) for event in story.events],
    }


@cache
def cases(part: str = "runs") -> dict[str, list[dict[str, Any]]]:
    """By node type, the file's name. `part`: runs, or findings."""
    files = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}
    return {kind: listed.get(part, []) for kind, listed in files.items()}
