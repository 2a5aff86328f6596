"""What a customer would see of one step: its messages as bubbles, written by the kernel itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from builder.look.chat import Bubble, Key
from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.errors import FlowbookError
from flowbook.events import MessageSent
from flowbook.flow import Flow, Node
from flowbook.messages import Button, Message
from flowbook.nodes import node_type
from flowbook.session import Session
from flowbook.setting import Setting
from flowbook.situation import Situation
from flowbook.workspace import Workspace, declared

MOMENT = datetime(2026, 3, 3, 10, 40, tzinfo=UTC)
SAMPLE = {"first_name": "Anna", "last_name": "Petrova", "username": "anna", "city": "Vilnius"}
OPEN, CLOSE = "‹", "›"
"""Around the label of a field that the sample customer has no value for; shown as a chip."""


def preview(flow: Flow, node: Node, workspace: Workspace, language: str) -> tuple[Bubble, ...]:
    """Empty for steps that send nothing."""
    situation = _situation(flow, node, workspace, language)
    try:
        events = node_type(node.type).run(node, situation).events
    except (FlowbookError, KeyError, ValueError):
        return ()
    return tuple(bubble_of(event.message) for event in events if isinstance(event, MessageSent))


def bubble_of(message: Message) -> Bubble:
    """The message as a bubble whose keys answer with their labels."""
    rows = tuple(tuple(_key(button) for button in row) for row in message.buttons)
    media = message.media.kind if message.media else ""
    html = re.sub(rf"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}", r'<span class="chip">\1</span>', message.html)
    return Bubble(html, at="10:40", rows=rows, media=media, reply=message.keyboard == "reply")


def _key(button: Button) -> Key:
    return Key(_unmarked(button.label), tap=f"key:{button.label}", link=button.kind == "link")


def _unmarked(label: str) -> str:
    return label.replace(OPEN, "").replace(CLOSE, "")


def _situation(flow: Flow, node: Node, workspace: Workspace, language: str) -> Situation:
    wanted = node_type(node.type).reads(node.config)
    labels = {name: f"{OPEN}{one.label}{CLOSE}" for name, one in declared(workspace).items()}
    fields: dict[str, Any] = {name: labels[name] for name in wanted if name in labels} | SAMPLE
    customer = Customer("preview", MOMENT, {**fields, "language": language}, invented=True)
    session = altered(Session("preview", flow.id, 0, node.id, MOMENT), variables=_variables(wanted))
    return Situation(Setting(workspace), flow, customer, session, MOMENT)


def _variables(wanted: frozenset[str]) -> Mapping[str, str]:
    """What only a conversation knows, by its name in words."""
    names = [name.removeprefix("session.") for name in wanted if name.startswith(("session.", "answer."))]
    return {name: f"{OPEN}{name.replace('_', ' ')}{CLOSE}" for name in names}
