"""What the steps that speak and ask share: messages, keyboards, the wait for an answer and its ways out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from flowbook.copies import altered
from flowbook.events import Event, FieldSet, MessageSent
from flowbook.flow import Config, Node
from flowbook.markup import Rich, length
from flowbook.messages import TELEGRAM, Button, ButtonRef, Media, Message, pack
from flowbook.nodetype import Exit, Step, go
from flowbook.schedule import add_duration, duration_words
from flowbook.session import Wait
from flowbook.shapes import Shape, choice, duration
from flowbook.situation import Situation, Text
from flowbook.splitting import split
from flowbook.stimuli import NotDelivered, Stimulus, TimerFired
from flowbook.templates import names
from flowbook.texts import every, pick
from flowbook.ways import TimePasses, Undelivered, Way

NO_ANSWER = "no_answer"
UNDELIVERED = "undelivered"
KEYBOARD = "session._keyboard"
"""Set while buttons of this passage stand in place of the keyboard; the next plain message takes them
away."""

SHAPES: dict[str, Shape] = {
    "no_answer_after": duration("If nobody answers in", "Then the customer goes on by “No answer”."),
    "interrupt": choice(
        "While it waits, customers may also use",
        {"commands": "commands", "phrases": "commands and known phrases", "nothing": "nothing else"},
        "commands",
    ),
    "displaced": choice(
        "When another flow asks something in between",
        {
            "ask_again": "ask again afterwards",
            "wait": "leave it to the time-out",
            "end": "end this conversation",
        },
        "ask_again",
    ),
}


def exits(config: Config) -> tuple[Exit, ...]:
    """The ways on that every asking node has behind its own."""
    after = config.get("no_answer_after")
    label = f"No answer in {duration_words(after)}" if after else "No answer"
    silence = (Exit(NO_ANSWER, label, "time"),) if after else ()
    return (*silence, Exit(UNDELIVERED, "Could not be delivered", "failure", required=False))


def ways(config: Config) -> tuple[Way, ...]:
    """How the exits of `exits` are taken."""
    silence = (Way(exit=NO_ANSWER, acts=(TimePasses(),)),) if config.get("no_answer_after") else ()
    return (*silence, Way(exit=UNDELIVERED, acts=(Undelivered(),)))


def wait(node: Node, situation: Situation, **data: Any) -> Wait:
    """The wait for an answer to the message numbered next."""
    after = node.config.get("no_answer_after")
    timers = ((NO_ANSWER, add_duration(situation.now, after, situation.zone)),) if after else ()
    policy = {key: node.config[key] for key in ("interrupt", "displaced") if key in node.config}
    return Wait("answer", timers, situation.count + 1, {"displaced": "ask_again", **policy, **data})


def unanswered(stimulus: Stimulus) -> Step | None:
    """The step for silence and for a message that did not arrive; None for anything else."""
    match stimulus:
        case TimerFired():
            return go(NO_ANSWER, why="nobody answered in time")
        case NotDelivered(_, reason):
            return go(UNDELIVERED, why=f"it could not be delivered: {reason}")
    return None


def say(node: Node, situation: Situation, text: Text, **parts: Any) -> tuple[Event, ...]:
    """One message, and what becomes of the reply keyboard by it; several where the values filled in make it
    longer than a channel takes. `parts` are Message's other fields, and `nth` for a node that sends several,
    `replaces` for a change in place, `asking` where the keyboard must stay."""
    nth, replaces, asking = parts.pop("nth", 1), parts.pop("replaces", ""), parts.pop("asking", False)
    keyboard = parts.pop("keyboard", "")
    stands = bool(situation.value(KEYBOARD))
    if stands and not (keyboard or replaces or asking):
        keyboard = "remove"
    rich = situation.write(text)
    message = Message(rich.plain, rich.html, keyboard=keyboard, **parts)
    sent = MessageSent(str(situation.count + nth), message, node.id, replaces)
    bubbles = (sent,) if replaces else in_bubbles(sent)
    if keyboard == "remove":
        return (*bubbles, FieldSet(KEYBOARD, None))
    return (*bubbles, FieldSet(KEYBOARD, True)) if keyboard == "reply" and not stands else bubbles


def in_bubbles(sent: MessageSent) -> tuple[MessageSent, ...]:
    """The message as its channel can carry it. The picture and the typing go with the first part, the buttons
    and the number by which it is known with the last; the others are numbered behind it."""
    message = sent.message
    first = TELEGRAM.caption_limit if message.media else TELEGRAM.text_limit
    if length(message.text) <= first:
        return (sent,)
    *before, last = split(Rich(message.text, message.html), first, TELEGRAM.text_limit)
    if not before:
        return (sent,)
    head = altered(message, text=before[0].plain, html=before[0].html, buttons=(), keyboard="")
    between = [Message(part.plain, part.html) for part in before[1:]]
    tail = Message(last.plain, last.html, buttons=message.buttons, keyboard=message.keyboard)
    numbers = count(int(sent.key) + 1)
    early = [altered(sent, key=str(next(numbers)), message=one) for one in (head, *between)]
    return (*early, altered(sent, message=tail))


def choice_button(node: Node, situation: Situation, option: str, label: str, ask: int = 0) -> Button:
    """A button under the message numbered `ask`, else under the next one."""
    ref = ButtonRef(situation.session.release, node.id, option, ask or situation.count + 1)
    return Button(label, "choice", pack(ref))


def link_button(situation: Situation, label: Text, url: str) -> Button:
    return Button(situation.plain(label), "link", situation.address(url))


def media_of(config: Config, situation: Situation) -> Media | None:
    """The config's picture or file, with fields in its address filled in."""
    chosen: Mapping[str, str] | None = config.get("media")
    return Media(chosen["kind"], situation.address(chosen["source"])) if chosen else None


def rows(buttons: list[Button], columns: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns))


def read_by(*texts: Text) -> frozenset[str]:
    """The fields that texts and addresses read, in whatever language."""
    return frozenset().union(*(names(one) for text in texts for one in every(text)))


def written_to(*fields: str | None) -> frozenset[str]:
    """What a config writes, where it names a field at all."""
    return frozenset(field for field in fields if field)


def title_of(text: Text) -> str:
    """A text of a config as a designer knows it: in the language it was written in first."""
    return pick(text, "", "")
