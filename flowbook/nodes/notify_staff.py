"""Notify staff: a team gets a note; the conversation goes on."""

from __future__ import annotations

from collections.abc import Iterable

from flowbook.asking import read_by
from flowbook.events import StaffNotified
from flowbook.flow import Node
from flowbook.nodetype import Finding, NodeType, Step, go
from flowbook.shapes import config, line, name_of
from flowbook.situation import Situation


def _run(node: Node, situation: Situation) -> Step:
    return go("next", StaffNotified(node.config["team"], situation.raw(node.config["text"])))


def _check(node: Node) -> Iterable[Finding]:
    for key, what in (("team", "whom to tell"), ("text", "what to tell them")):
        if not node.config[key].strip():
            yield Finding(f"no_{key}", "{step} does not say {what}.", key, values={"what": what})


NODE = NodeType(
    type="notify_staff",
    label="Tell staff",
    category="people",
    icon="megaphone",
    order=20,
    help="Sends a note to a team, in their group or by e-mail. The customer sees nothing of it and goes on "
    "at once.",
    config=config(
        ("team", "text"),
        team=name_of("team", "Team"),
        text=line("What they read", "Fields can stand in it, such as {first_name} and {phone}."),
    ),
    example={"team": "sales", "text": "{first_name} wants to be called back: {phone}"},
    run=_run,
    check=_check,
    summary=lambda config: (f"{config['team']}: {config['text']}",),
    reads=lambda config: read_by(config["text"]),
)
