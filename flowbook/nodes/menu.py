"""Menu: buttons, each with a way on of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flowbook import asking
from flowbook.asking import choice_button, link_button, media_of, read_by, rows, say, title_of, written_to
from flowbook.events import AnswerRejected, Event, FieldSet
from flowbook.findings import same_ids, same_labels
from flowbook.flow import Config, Node
from flowbook.messages import Button, unpack
from flowbook.nodetype import Exit, Finding, NodeType, Step, go
from flowbook.phrasebook import PHRASES
from flowbook.session import Wait
from flowbook.shapes import (
    choice,
    choice_id,
    config,
    field_name,
    items,
    line,
    media,
    number,
    only,
    row,
    switch,
    text,
)
from flowbook.situation import Situation
from flowbook.stimuli import BY_CUSTOMER, Said, Stimulus, Tapped
from flowbook.texts import every, pick
from flowbook.ways import Around, Press, Way, literal

OTHER = "other"
TAPPED = "session._tapped"
"""The message whose button was tapped last in this passage; a menu may change it in place."""
Row = dict[str, Any]


def _choices(config: Config) -> list[Row]:
    """The buttons that are answers; the others open an address."""
    return [button for button in config["buttons"] if not button.get("url")]


def _exits(config: Config) -> tuple[Exit, ...]:
    own = tuple(Exit(button["id"], title_of(button["label"])) for button in _choices(config))
    other = (Exit(OTHER, "They write something else", "other"),) if config.get("on_text") == "exit" else ()
    return (*own, *other, *asking.exits(config))


def _run(node: Node, situation: Situation) -> Step:
    inline = node.config.get("keyboard", "inline") == "inline"
    buttons = [_button(node, situation, button, inline) for button in node.config["buttons"]]
    sent = say(
        node,
        situation,
        node.config["text"],
        media=media_of(node.config, situation),
        buttons=rows(buttons, node.config.get("columns", 2)),
        keyboard="inline" if inline else "reply",
        replaces=_edited(node, situation) if inline else "",
    )
    return Step(events=sent, wait=asking.wait(node, situation))


def _button(node: Node, situation: Situation, button: Row, inline: bool) -> Button:
    if button.get("url"):
        return link_button(situation, button["label"], button["url"])
    label = situation.plain(button["label"])
    return choice_button(node, situation, button["id"], label) if inline else Button(label)


def _edited(node: Node, situation: Situation) -> str:
    """The message to change in place: the menu whose button brought the customer here."""
    return str(situation.value(TAPPED) or "") if node.config.get("edit") else ""


def _resume(node: Node, situation: Situation, wait: Wait, stimulus: Stimulus) -> Step | None:
    match stimulus:
        case Tapped(data):
            ref = unpack(data)
            button = _find(node, lambda button: ref is not None and button["id"] == ref.choice)
            return _chosen(node, situation, button, str(wait.ask)) if button else None
        case Said(said):
            wanted = said.strip().casefold()
            button = _find(node, lambda button: wanted in _names(situation, button))
            return _chosen(node, situation, button, None) if button else _something_else(node, situation)
    if type(stimulus) in BY_CUSTOMER:
        return _something_else(node, situation)
    return asking.unanswered(stimulus)


def _find(node: Node, fits: Callable[[Row], bool]) -> Row | None:
    return next(filter(fits, _choices(node.config)), None)


def _names(situation: Situation, button: Row) -> set[str]:
    """As the customer reads the button, and as it is written in any language."""
    return {name.strip().casefold() for name in (situation.plain(button["label"]), *every(button["label"]))}


def _chosen(node: Node, situation: Situation, button: Row, tapped: str | None) -> Step:
    """What is kept is the label in the flow's first language, so that it means the same for everybody."""
    events: list[Event] = [FieldSet(TAPPED, tapped)]
    if node.config.get("save_to"):
        first = situation.flow.languages[0]
        events.append(FieldSet(node.config["save_to"], situation.raw(pick(button["label"], first, first))))
    return go(button["id"], *events, why=f"the answer was “{situation.plain(button['label'])}”")


def _something_else(node: Node, situation: Situation) -> Step | None:
    policy = node.config.get("on_text", "leave")
    if policy == "exit":
        return go(OTHER, FieldSet(TAPPED, None), why="they wrote something else")
    if policy == "leave":
        return None
    reminder = say(node, situation, node.config.get("hint") or PHRASES["tap_a_button"], asking=True)
    return Step(events=(AnswerRejected(node.id, "the text is none of the buttons"), *reminder), rejected=True)


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    first, field = around.languages[0], config.get("save_to")
    chosen = [
        Way(
            exit=button["id"],
            acts=(Press(button["id"], place),),
            effects=(FieldSet(field, literal(pick(button["label"], first, first))),) if field else (),
        )
        for place, button in enumerate(_choices(config))
    ]
    other = (Way(exit=OTHER, acts=(Said("Something else"),)),) if config.get("on_text") == "exit" else ()
    return (*chosen, *other, *asking.ways(config))


def _check(node: Node) -> Iterable[Finding]:
    buttons = node.config["buttons"]
    yield from same_labels(buttons, "buttons", "buttons")
    yield from same_ids(buttons, "buttons", "buttons", taken=(OTHER, asking.NO_ANSWER, asking.UNDELIVERED))
    if not _choices(node.config):
        yield Finding(
            "no_answers", "{step} has only link buttons, and waits for an answer nobody can give.", "buttons"
        )
    if node.config.get("keyboard") == "reply" and len(_choices(node.config)) < len(buttons):
        sentence = "In {step}, a button that opens an address can only stand under the message."
        fix = {"keyboard": "inline"}
        yield Finding(
            "link_in_keyboard", sentence, "keyboard", fix=fix, fix_label="put the buttons under the message"
        )


def _reads(config: Config) -> frozenset[str]:
    parts = [part for button in config["buttons"] for part in (button["label"], button.get("url", ""))]
    return read_by(
        config["text"], config.get("hint", ""), (config.get("media") or {}).get("source", ""), *parts
    )


BUTTON = row(
    ("id", "label"),
    id=choice_id(),
    label=text("Text", widget="line_text"),
    url=line("Opens an address instead", widget="url"),
)

NODE = NodeType(
    type="menu",
    label="Buttons",
    category="question",
    icon="mouse-pointer-click",
    order=10,
    help="Asks with buttons; each button is a way on. They stand under the message, or in place of the "
    "keyboard. What a customer types counts as a tap when it is what a button says.",
    config=config(
        ("text", "buttons"),
        text=text("What the bot says"),
        buttons=items("Buttons, in the order people see them", BUTTON, widget="buttons", least=1),
        keyboard=choice(
            "Where", {"inline": "under the message", "reply": "in place of the keyboard"}, "inline"
        ),
        columns=number("Buttons in a row", 2, 1, 8),
        media=media(),
        edit=only(
            switch("Change the earlier message in place", help="For menus that lead into each other."),
            keyboard=("inline",),
        ),
        stays_live=only(
            switch("Buttons stay live", help="A tap later goes that way again, as people expect of a menu."),
            keyboard=("inline",),
        ),
        save_to=field_name("Keep the answer in", "The button's text in the flow's first language."),
        on_text=choice(
            "When they write instead of tapping",
            {
                "leave": "see whether another flow knows it",
                "repeat": "remind them of the buttons",
                "exit": "go on by “something else”",
            },
            "leave",
        ),
        hint=only(text("The reminder", widget="line_text"), on_text=("repeat",)),
        **asking.SHAPES,
    ),
    example={
        "text": "Which size shall we keep for you?",
        "buttons": [{"id": "small", "label": "36–38"}, {"id": "large", "label": "39–41"}],
        "no_answer_after": {"amount": 1, "unit": "days"},
    },
    exits=_exits,
    run=_run,
    resume=_resume,
    check=_check,
    summary=lambda config: (title_of(config["text"]),),
    reads=_reads,
    writes=lambda config: written_to(config.get("save_to")),
    waits=lambda config: "answer",
    ways=_ways,
)
