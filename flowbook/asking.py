"""What menus and questions share: the wait for an answer, its time-out, and who may interrupt it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowbook.events import MessageSent
from flowbook.flow import Config, Node
from flowbook.messages import Button, Media, Message
from flowbook.nodetype import Exit, Step, go
from flowbook.schedule import add_duration, duration_words
from flowbook.session import Wait
from flowbook.shapes import Shape, choice, duration
from flowbook.situation import Situation, Text
from flowbook.stimuli import NotDelivered, Stimulus, TimerFired

NO_ANSWER = "no_answer"
UNDELIVERED = "undelivered"

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


def say(node: Node, situation: Situation, text: Text, **parts: Any) -> MessageSent:
    """The event for one message; `parts` are Message's other fields, and `nth` for a node that sends several."""
    nth = parts.pop("nth", 1)
    replaces = parts.pop("replaces", "")
    rich = situation.write(text)
    message = Message(rich.plain, rich.html, **parts)
    return MessageSent(str(situation.count + nth), message, node.id, replaces)


def media_of(config: Config, situation: Situation) -> Media | None:
    """The config's picture or file, with fields in its address filled in."""
    chosen: Mapping[str, str] | None = config.get("media")
    return Media(chosen["kind"], situation.plain(chosen["source"])) if chosen else None


def rows(buttons: list[Button], columns: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns))
