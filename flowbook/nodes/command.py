"""Command: a customer sends /help or taps it in the bot's menu."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from flowbook.events import FieldSet
from flowbook.flow import Config, Node
from flowbook.nodetype import COMMAND, Claim, Finding, NodeType, Words
from flowbook.shapes import config, items, line, text
from flowbook.situation import Situation
from flowbook.stimuli import Said, Stimulus, command_of
from flowbook.ways import Act, Around, Way

NAME = r"^[a-z0-9_]{1,32}$"
ARGUMENT = "session.argument"
OWN = "start"
"""What Telegram itself sends for a customer who opens the bot, links included."""


def _names(config: Config) -> tuple[str, ...]:
    return (config["name"], *config.get("aliases", ()))


def _claim(config: Config, stimulus: Stimulus, situation: Situation) -> Claim | None:
    command = command_of(stimulus.text) if isinstance(stimulus, Said) else None
    if not command or command[0] not in _names(config):
        return None
    return Claim(COMMAND, 0, {"command": command[0], "argument": command[1]})


def _check(node: Node) -> Iterable[Finding]:
    if OWN in _names(node.config):
        sentence = (
            "{step} takes /start, and with it every link to the bot. Use the step “Link or start” for that."
        )
        yield Finding("start_as_command", sentence, "name", "warning")


def _vocabulary(config: Config) -> tuple[Words, ...]:
    first, *others = dict.fromkeys(_names(config))
    named = Words("command", f"/{first}", config.get("description", ""))
    return (named, *(Words("command", f"/{name}") for name in others))


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    return tuple(
        Way(
            exit="next",
            effects=(FieldSet("session.command", name),),
            fields=(ARGUMENT,),
            told=partial(_told, name),
            samples={ARGUMENT: ("",)},
        )
        for name in dict.fromkeys(_names(config))
    )


def _told(name: str, wanted: Mapping[str, Any]) -> Act:
    return Said(f"/{name} {wanted.get(ARGUMENT) or ''}".strip())


NODE = NodeType(
    type="command",
    label="Command",
    category="trigger",
    icon="terminal",
    order=20,
    help="Begins when a customer sends a command such as /help. With a description it stands in the bot's "
    "menu of commands. What follows the command is then in {session.argument}: “17” for /order 17.",
    config=config(
        ("name",),
        name=line("Command, without the slash", "Small letters, digits and _", pattern=NAME),
        aliases=items("Other names for it", line("Name", pattern=NAME), widget="names", most=20),
        description=text("What the bot's menu says about it", widget="line_text"),
    ),
    example={"name": "help", "aliases": ["info"], "description": "What I can do for you"},
    wakes=(Said,),
    claim=_claim,
    check=_check,
    summary=lambda config: (" ".join(f"/{name}" for name in _names(config)),),
    writes=lambda config: frozenset({"session.command", "session.argument"}),
    vocabulary=_vocabulary,
    ways=_ways,
)
