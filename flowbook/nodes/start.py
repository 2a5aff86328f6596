"""Start: a customer opens the bot, or comes by a link."""

from __future__ import annotations

from flowbook.flow import Config
from flowbook.nodetype import COMMAND, DEEP_LINK, FIRST_CONTACT, Claim, NodeType
from flowbook.shapes import config, line, switch
from flowbook.situation import Situation
from flowbook.stimuli import Said, Stimulus, command_of


def _claim(config: Config, stimulus: Stimulus, situation: Situation) -> Claim | None:
    if not isinstance(stimulus, Said):
        return None
    command = command_of(stimulus.text)
    wanted = config.get("payload", "")
    if command and command[0] == "start":
        payload = command[1]
        if wanted:
            return Claim(DEEP_LINK - 10, 1, {"payload": payload}) if payload == wanted else None
        return Claim(COMMAND, 0, {"payload": payload})
    if (
        config.get("first_contact", True)
        and not wanted
        and situation.customer.last_seen == situation.customer.created
    ):
        return Claim(FIRST_CONTACT)
    return None


def _summary(config: Config) -> tuple[str, ...]:
    payload = config.get("payload", "")
    return (f"t.me/…?start={payload}",) if payload else ("/start",)


NODE = NodeType(
    type="start",
    label="Link or start",
    category="trigger",
    icon="zap",
    order=10,
    help="Begins when a customer presses Start, or comes by a link such as t.me/your_bot?start=window. "
    "With a link word it begins only for that link; without one it takes every start.",
    config=config(
        payload=line(
            "Link word", "Letters, digits, _ and -; empty for every start.", pattern=r"^[A-Za-z0-9_-]{0,64}$"
        ),
        first_contact=switch("Also when somebody new writes anything", True),
    ),
    example={"payload": "window"},
    wakes=(Said,),
    claim=_claim,
    summary=_summary,
)
