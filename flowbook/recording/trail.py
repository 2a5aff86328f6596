"""Two playings of one talk compared: where the second parts from the first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flowbook import events
from flowbook.nodes import labels_of
from flowbook.notebook.stage import Ground
from flowbook.notebook.tellings import message_line

Mark = tuple[Any, ...]
SAID = (
    events.MessageReceived,
    events.TapAnswered,
    events.FieldSet,
    events.HttpRequested,
    events.OrderRegistered,
    events.OrderChanged,
    events.Ignored,
)
"""What belongs to what is said and known, not to the way."""


@dataclass(frozen=True, slots=True)
class Parting:
    """The first mark that differs; None where one of the two had ended."""

    before: Mark | None
    after: Mark | None


def route(records: Iterable[events.Record], flows: Collection[str]) -> list[Mark]:
    """The way alone: steps, exits, tags, stages, passages, who was told. No words, no times."""
    own = (record for record in records if not isinstance(record.event, SAID))
    return [mark[:-1] for record in own if (mark := _mark(record, flows))]


def trail(records: Iterable[events.Record], flows: Collection[str]) -> list[Mark]:
    """All that was said and done and became known, and when."""
    return [(record.at, *mark) for record in records if (mark := _mark(record, flows))]


def parting(before: Iterable[Mark], after: Iterable[Mark]) -> Parting | None:
    """None where they are the same."""
    return next((Parting(a, b) for a, b in zip_longest(before, after) if a != b), None)


def parting_sentence(ground: Ground, found: Parting) -> str:
    """What the talk did there, and what the test would do."""
    before, after = _words(ground, found.before), _words(ground, found.after)
    return f"The test would not go the same way. In the talk {before}; in the test {after}."


def flows_of(records: Iterable[events.Record]) -> list[str]:
    """The flows that took part, each once: those of which a step was passed."""
    return list(
        dict.fromkeys(one.flow for one in records if isinstance(one.event, events.NodeEntered) and one.flow)
    )


def _mark(record: events.Record, flows: Collection[str]) -> Mark | None:
    """Where, what happened, and last the words; None for what nobody notices and what is of other flows.
    Numbers of messages, passages and releases differ from place to place, and are left out."""
    tell = _TOLD.get(type(record.event))
    if tell is None or (record.flow and record.flow not in flows):
        return None
    return (record.flow, type(record.event).__name__, *tell(record.event))


_TOLD: Mapping[type, Callable[[Any], Mark]] = {
    events.NodeEntered: lambda event: (event.node, ""),
    events.SessionStarted: lambda event: (event.node, ""),
    events.ExitTaken: lambda event: (event.node, event.exit, ""),
    events.AnswerRejected: lambda event: (event.node, event.why),
    events.MessageSent: lambda event: (event.node, bool(event.replaces), message_line(event.message)),
    events.MessageReceived: lambda event: (event.to, event.text),
    events.TapAnswered: lambda event: ("", event.text),
    events.FieldSet: lambda event: (event.name, event.value),
    events.TagAdded: lambda event: (event.tag, ""),
    events.TagRemoved: lambda event: (event.tag, ""),
    events.StageEntered: lambda event: (event.stage, ""),
    events.OrderRegistered: lambda event: (event.order.id, event.order.total),
    events.OrderChanged: lambda event: (event.order, event.status),
    events.SubscriptionChanged: lambda event: (event.subscribed, ""),
    events.HandedOver: lambda event: (event.team, event.reason),
    events.StaffNotified: lambda event: (event.team, event.text),
    events.TakenBack: lambda event: (event.why, ""),
    events.SessionEnded: lambda event: (event.reason, ""),
    events.SessionFailed: lambda event: (event.why, ""),
    events.HttpRequested: lambda event: (event.node, (event.method, event.url, repr(event.body))),
}


def _words(ground: Ground, mark: Mark | None) -> str:
    if mark is None:
        return "it was over"
    flow, kind, *what = mark if isinstance(mark[0], str) else mark[1:]
    name = str(what[0]) if what else ""
    found = ground.node(f"{flow}.{name}") if flow else None
    step = f"“{found[1].title}”" if found else f"“{name}”"
    told = _SENTENCES.get(kind, "something else happened at {step}")
    labels = labels_of(found[1]) if found else {}
    exit = next((labels[one] for one in what[1:] if one in labels), "its end")
    return told.format(step=step, name=name, exit=exit, words=what[-1] if what else "")


_SENTENCES = {
    "NodeEntered": "the customer came to {step}",
    "ExitTaken": "the customer left {step} by “{exit}”",
    "MessageSent": "the bot wrote at {step}: “{words}”",
    "MessageReceived": "the customer wrote “{words}”",
    "SessionStarted": "a conversation began at {step}",
    "SessionEnded": "a conversation ended: {name}",
    "SessionFailed": "a conversation broke off: {name}",
    "FieldSet": "{name} became “{words}”",
    "TagAdded": "the tag “{name}” was added",
    "TagRemoved": "the tag “{name}” was taken away",
    "HandedOver": "a person took over",
    "StaffNotified": "{name} was told “{words}”",
}
