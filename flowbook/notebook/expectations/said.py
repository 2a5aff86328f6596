"""Expectations of what was said: replies, buttons, silence, and what teams were told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flowbook.checks.configs import texts
from flowbook.messages import Message
from flowbook.notebook import tellings, words
from flowbook.notebook.expectation import Expectation, quoted
from flowbook.notebook.shapes import TEXT, YES_NO, as_list, either, fields, listed
from flowbook.notebook.stage import Stage


def _texts(stage: Stage) -> list[str]:
    """What the bot said; of a message without words its kind, such as <photo>."""
    return [sent.message.text or tellings.message_line(sent.message) for sent in stage.replies]


def _reply_holds(stage: Stage, wanted: Any) -> bool:
    said = _texts(stage)
    if not isinstance(wanted, list):
        return any(words.fits(stage, wanted, text) for text in said)
    pairs = zip(wanted, said, strict=False)
    return len(said) == len(wanted) and all(words.fits(stage, one, text) for one, text in pairs)


def _reply_words(stage: Stage, wanted: Any) -> str:
    told = ", then ".join(words.words(stage, one) for one in as_list(wanted))
    return f"the replies {told}, and no more" if isinstance(wanted, list) else f"the reply {told}"


def _said(stage: Stage, wanted: Any) -> str:
    said = _texts(stage)
    return f"the bot said {quoted(said)}" if said else "the bot said nothing"


def _reply_towards(stage: Stage, wanted: Any) -> Iterator[str]:
    situation = stage.situation
    for release in stage.ground.setting.library.live.values():
        for node in release.flow.nodes:
            read = {situation.plain(text) for _, text in texts(node)}
            if any(words.fits(stage, one, text) for one in as_list(wanted) for text in read):
                yield f"{release.flow.id}.{node.id}"


def _labels(message: Message) -> list[str]:
    return [button.label for row in message.buttons for button in row]


def _buttons(stage: Stage) -> list[str]:
    with_buttons = [labels for sent in stage.replies if (labels := _labels(sent.message))]
    return with_buttons[-1] if with_buttons else []


def _buttons_hold(stage: Stage, wanted: Any) -> bool:
    there = _buttons(stage)
    if isinstance(wanted, dict):
        return all(stage.fill(label) in there for label in as_list(wanted["contains"]))
    return there == [stage.fill(label) for label in as_list(wanted)]


def _buttons_words(stage: Stage, wanted: Any) -> str:
    part = isinstance(wanted, dict)
    labels = as_list(wanted["contains"] if isinstance(wanted, dict) else wanted)
    return f"{'among others ' if part else ''}the buttons {quoted(map(stage.fill, labels))}"


def _buttons_instead(stage: Stage, wanted: Any) -> str:
    there = _buttons(stage)
    return f"there are {quoted(there)}" if there else "there are none"


def _silence_words(stage: Stage, wanted: Any) -> str:
    return "silence" if wanted else "the bot to say something"


def _staff_holds(stage: Stage, wanted: Any) -> bool:
    told = tellings.staff(stage.turn, stage.who)
    return all(any(words.fits(stage, one, line) for line in told) for one in as_list(wanted))


def _staff_instead(stage: Stage, wanted: Any) -> str:
    told = tellings.staff(stage.turn, stage.who)
    return f"they read {quoted(told)}" if told else "nobody was told anything"


EXPECTATIONS = (
    Expectation(
        name="reply",
        help="A message of the bot: its whole text, or what it `contains`, or `any_of` several, or a "
        "`pattern`. A list is all of the bot's messages, in their order.",
        shape=either(TEXT, listed(words.SHAPE), words.SHAPE),
        holds=_reply_holds,
        words=_reply_words,
        instead=_said,
        towards=_reply_towards,
    ),
    Expectation(
        name="buttons",
        help="The buttons of the last message that has any, in their order; or some of them by `contains`.",
        shape=either(TEXT, listed(TEXT), fields("contains", contains=either(TEXT, listed(TEXT)))),
        holds=_buttons_hold,
        words=_buttons_words,
        instead=_buttons_instead,
    ),
    Expectation(
        name="silence",
        help="`yes`: the bot says nothing.",
        shape=YES_NO,
        holds=lambda stage, wanted: (not stage.replies) == wanted,
        words=_silence_words,
        instead=_said,
    ),
    Expectation(
        name="staff",
        help="What a team reads, written as `salon: New booking`; `salon takes over: …` where a person takes "
        "over. A text, or `contains` and so on as for a reply.",
        shape=either(TEXT, listed(words.SHAPE), words.SHAPE),
        holds=_staff_holds,
        words=lambda stage, wanted: (
            f"a team to read {', and '.join(words.words(stage, one) for one in as_list(wanted))}"
        ),
        instead=_staff_instead,
    ),
)
