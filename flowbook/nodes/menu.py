"""Menu: buttons, each with a way on of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowbook import asking
from flowbook.asking import media_of, rows, say
from flowbook.events import AnswerRejected, Event, FieldSet
from flowbook.flow import Config, Node
from flowbook.messages import Button, ButtonRef, pack, unpack
from flowbook.nodetype import Exit, Finding, NodeType, Step, go
from flowbook.session import Wait
from flowbook.shapes import (
    CHOICE_ID,
    choice,
    config,
    field_name,
    items,
    line,
    media,
    number,
    row,
    switch,
    text,
)
from flowbook.situation import Situation
from flowbook.stimuli import Said, Stimulus, Tapped
from flowbook.templates import names
from flowbook.texts import every, pick

OTHER = "other"


def _exits(config: Config) -> tuple[Exit, ...]:
    own = tuple(Exit(button["id"], pick(button["label"], "", "")) for button in config["buttons"])
    other = (Exit(OTHER, "They write something else", "other"),) if config.get("on_text") == "exit" else ()
    return (*own, *other, *asking.exits(config))


def _run(node: Node, situation: Situation, replaces: str = "") -> Step:
    number = situation.count + 1
    inline = node.config.get("keyboard", "inline") == "inline"
    buttons = [
        Button(
            situation.plain(button["label"]),
            "choice",
            pack(ButtonRef(situation.session.release, node.id, button["id"], number)) if inline else "",
        )
        for button in node.config["buttons"]
    ]
    sent = say(
        node,
        situation,
        node.config["text"],
        media=media_of(node.config, situation),
        buttons=rows(buttons, node.config.get("columns", 2)),
        keyboard="inline" if inline else "reply",
        replaces=replaces or _edited(node, situation),
    )
    return Step(events=(sent,), wait=asking.wait(node, situation, menu=str(number)))


def _edited(node: Node, situation: Situation) -> str:
    """The message to change in place: the menu whose button brought the customer here."""
    return str(situation.session.variables.get("tapped_message", "")) if node.config.get("edit") else ""


def _resume(node: Node, situation: Situation, wait: Wait, stimulus: Stimulus) -> Step | None:
    match stimulus:
        case Tapped(data):
            ref = unpack(data)
            button = _button(node, lambda b: bool(ref) and b["id"] == ref.choice)  # type: ignore[union-attr]
            return _chosen(node, situation, button, wait) if button else None
        case Said(said):
            wanted = said.strip().casefold()
            button = _button(node, lambda b: situation.plain(b["label"]).strip().casefold() == wanted)
            return _chosen(node, situation, button, wait) if button else _something_else(node, situation)
    return asking.unanswered(stimulus)


def _button(node: Node, fits: Any) -> dict[str, Any] | None:
    return next((button for button in node.config["buttons"] if fits(button)), None)


def _chosen(node: Node, situation: Situation, button: dict[str, Any], wait: Wait) -> Step:
    label = situation.plain(button["label"])
    events: list[Event] = [FieldSet("session.tapped_message", wait.data.get("menu", ""))]
    if node.config.get("save_to"):
        events.append(FieldSet(node.config["save_to"], label))
    return go(button["id"], *events, why=f"the answer was “{label}”")


def _something_else(node: Node, situation: Situation) -> Step | None:
    policy = node.config.get("on_text", "leave")
    if policy == "exit":
        return go(OTHER, why="they wrote something else")
    if policy == "leave":
        return None
    hint = node.config.get("hint") or "Tap one of the buttons above."
    rejected = AnswerRejected(node.id, "the text is none of the buttons")
    return Step(events=(rejected, say(node, situation, hint)), rejected=True)


def _check(node: Node) -> Iterable[Finding]:
    labels: set[str] = set()
    for number, button in enumerate(node.config["buttons"]):
        label = pick(button["label"], "", "").strip().casefold()
        if label in labels:
            sentence = "Two buttons of {step} say “{label}”. People could not tell them apart."
            yield Finding(
                "same_buttons",
                sentence,
                f"buttons.{number}.label",
                values={"label": pick(button["label"], "", "")},
            )
        labels.add(label)


def _reads(config: Config) -> frozenset[str]:
    texts = [config["text"], *(button["label"] for button in config["buttons"])]
    return frozenset().union(*(names(one) for text in texts for one in every(text)))


NODE = NodeType(
    type="menu",
    label="Buttons",
    category="question",
    icon="mouse-pointer-click",
    order=10,
    help="Asks with buttons; each button is a way on. Buttons stand under the message, or in place of the keyboard.",
    config=config(
        ("text", "buttons"),
        text=text("What the bot says"),
        buttons=items(
            "Buttons, in the order people see them",
            row(("id", "label"), id=line("Id", pattern=CHOICE_ID), label=text("Text", widget="line_text")),
            widget="buttons",
            least=1,
        ),
        keyboard=choice(
            "Where", {"inline": "under the message", "reply": "in place of the keyboard"}, "inline"
        ),
        columns=number("Buttons in a row", 2, 1, 8),
        media=media(),
        edit=switch("Change the earlier message in place", help="For menus that lead into each other."),
        stays_live=switch(
            "Buttons stay live", help="A tap later goes that way again, as people expect of a menu."
        ),
        save_to=field_name("Keep the answer in"),
        on_text=choice(
            "When they write instead of tapping",
            {
                "leave": "see whether another flow knows it",
                "repeat": "remind them of the buttons",
                "exit": "go on by “something else”",
            },
            "leave",
        ),
        hint=text("The reminder", widget="line_text"),
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
    summary=lambda config: (pick(config["text"], "", ""),),
    reads=_reads,
    writes=lambda config: frozenset({config["save_to"]} if config.get("save_to") else ()),
    waits=lambda config: "answer",
)
