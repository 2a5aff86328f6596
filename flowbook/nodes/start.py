"""Start: a customer opens the bot, or comes by a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowbook.events import FieldSet
from flowbook.flow import Config
from flowbook.nodetype import DEEP_LINK, FIRST_CONTACT, Claim, NodeType, Words
from flowbook.shapes import config, line, switch
from flowbook.situation import Situation
from flowbook.stimuli import ContactShared, FileSent, LocationShared, Said, Stimulus, command_of
from flowbook.ways import Act, Around, Way

PAYLOAD = "session.payload"


def _claim(config: Config, stimulus: Stimulus, situation: Situation) -> Claim | None:
    command = command_of(stimulus.text) if isinstance(stimulus, Said) else None
    wanted = config.get("payload", "")
    if command and command[0] == "start":
        fits = wanted in ("", command[1])
        return Claim(DEEP_LINK, 1 if wanted else 0, {"payload": command[1]}) if fits else None
    if situation.newcomer and _greets(config):
        return Claim(FIRST_CONTACT, 0, {"payload": ""})
    return None


def _greets(config: Config) -> bool:
    return bool(config.get("first_contact", True)) and not config.get("payload")


def _vocabulary(config: Config) -> tuple[Words, ...]:
    link = Words("link", f"/start {config.get('payload', '')}".strip())
    return (link, Words("first", "anything, from somebody new")) if _greets(config) else (link,)


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    if config.get("payload"):
        said = Said(f"/start {config['payload']}")
        return (Way(exit="next", acts=(said,), effects=(FieldSet(PAYLOAD, config["payload"]),)),)
    return (Way(exit="next", fields=(PAYLOAD,), told=_told, samples={PAYLOAD: ("",)}),)


def _told(wanted: Mapping[str, Any]) -> Act | None:
    payload = str(wanted.get(PAYLOAD) or "")
    return None if " " in payload.strip() else Said(f"/start {payload}".strip())


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
    "With a link word it begins only for that link; without one it takes every start. The link word that "
    "brought them is then in {session.payload}.",
    config=config(
        payload=line(
            "Link word", "Letters, digits, _ and -; empty for every start.", pattern=r"^[A-Za-z0-9_-]{0,64}$"
        ),
        first_contact=switch("Also when somebody new writes anything", True),
    ),
    example={"payload": "window"},
    wakes=(Said, ContactShared, LocationShared, FileSent),
    claim=_claim,
    summary=_summary,
    writes=lambda config: frozenset({"session.payload"}),
    vocabulary=_vocabulary,
    ways=_ways,
)
