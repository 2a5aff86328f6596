"""What was done as the cell that does it again, from where the conversation stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flowbook.messages import Button, unpack
from flowbook.nodes import node_type
from flowbook.notebook.acting import shown_buttons
from flowbook.notebook.kinds.event import REASONS
from flowbook.notebook.kinds.operator import HANDS_BACK
from flowbook.notebook.kinds.say import FILES
from flowbook.notebook.kinds.tap import find_button
from flowbook.notebook.stage import Stage
from flowbook.options import TICK
from flowbook.recording.refusal import NotRecorded
from flowbook.recording.spelling import escaped, field_text
from flowbook.stimuli import (
    Changed,
    ContactShared,
    EventReported,
    FileSent,
    HandedBack,
    LocationShared,
    NotDelivered,
    OperatorSaid,
    Said,
    StartedByHand,
    Stimulus,
    Tapped,
)

Doing = tuple[str, Any]
"""A kind of cell, and what stands behind its name."""
ON = 80
"""Characters of a message that tell under which one a button is."""


def cell_of(stage: Stage, stimulus: Stimulus) -> Doing:
    """Raises NotRecorded for what no cell can do."""
    spell = _SPELLED.get(type(stimulus))
    if spell is None:
        raise NotRecorded(f"A test has no cell for “{type(stimulus).__name__}”.")
    return spell(stage, stimulus)


def _said(stage: Stage, stimulus: Said) -> Doing:
    """A key of an open keyboard says its own label."""
    label = escaped(stimulus.text)
    button = find_button(stage, stimulus.text, "")
    typed_by_key = button is not None and button.kind == "choice" and not button.value
    return ("tap" if typed_by_key else "say"), label


def _tapped(stage: Stage, stimulus: Tapped) -> Doing:
    wanted = unpack(stimulus.data)
    for sent, button in shown_buttons(stage):
        if button.kind == "choice" and button.value and _is_same(button, stimulus, wanted):
            label = button.label.removeprefix(TICK)
            for on in ("", sent.message.text[:ON]):
                if find_button(stage, label, on) is button:
                    spelled = escaped(label)
                    return "tap", {"button": spelled, "on": escaped(on)} if on else spelled
    name = stimulus.label or stimulus.data
    raise NotRecorded(f"The button “{name}” stands on no message any more, so a test cannot tap it.")


def _is_same(button: Button, stimulus: Tapped, wanted: Any) -> bool:
    """Releases have other numbers elsewhere."""
    found = unpack(button.value)
    if wanted is None or found is None:
        return button.value == stimulus.data
    return (found.node, found.choice, found.ask) == (wanted.node, wanted.choice, wanted.ask)


def _sent(stage: Stage, stimulus: FileSent) -> Doing:
    if stimulus.media not in FILES:
        raise NotRecorded(f"A test cannot send a {stimulus.media}; it can send a {', a '.join(FILES)}.")
    caption = {"caption": stimulus.caption} if stimulus.caption else {}
    return "say", {stimulus.media: stimulus.file, **caption}


def _reported(stage: Stage, stimulus: EventReported) -> Doing:
    data = dict(stimulus.data)
    return "event", {"name": stimulus.name, "data": data} if data else stimulus.name


def _undelivered(stage: Stage, stimulus: NotDelivered) -> Doing:
    last = next(stage.sent(), None)
    if last is None or last.key != stimulus.key:
        raise NotRecorded("A message before the last was not delivered; a test can say so of the last only.")
    blocked, failed = REASONS
    return "event", {"undelivered": blocked if stimulus.blocked else failed}


def _started(stage: Stage, stimulus: StartedByHand) -> Doing:
    own = stimulus.flow == stage.ground.flow.id
    release = stage.ground.setting.library.live.get(stimulus.flow)
    nodes = release.flow.nodes if release else ()
    first = next((node.id for node in nodes if node_type(node.type).category == "trigger"), "")
    node = stimulus.node or first
    if not node:
        raise NotRecorded(f"The flow “{stimulus.flow}” has no trigger that it could be started from.")
    return "operator", {"starts": node if own else f"{stimulus.flow}.{node}"}


def _changed(stage: Stage, stimulus: Changed) -> Doing:
    """Somebody in the shop has changed the customer."""
    match stimulus.what:
        case "field":
            return "customer", {"set": {stimulus.name: field_text(stimulus.value)}}
        case "tag_added":
            return "customer", {"tags": [stimulus.name]}
        case "tag_removed":
            return "customer", {"tags": [f"-{stimulus.name}"]}
        case "stage":
            return "customer", {"stage": stimulus.name}
    raise NotRecorded(f"A test cannot let somebody change “{stimulus.name}” by hand.")


_SPELLED: Mapping[type, Callable[[Stage, Any], Doing]] = {
    Said: _said,
    Tapped: _tapped,
    ContactShared: lambda stage, one: ("say", {"contact": escaped(one.phone)}),
    LocationShared: lambda stage, one: ("say", {"location": f"{one.latitude!r}, {one.longitude!r}"}),
    FileSent: _sent,
    EventReported: _reported,
    NotDelivered: _undelivered,
    OperatorSaid: lambda stage, one: ("operator", {"says": escaped(one.text)}),
    HandedBack: lambda stage, one: ("operator", {"does": HANDS_BACK}),
    StartedByHand: _started,
    Changed: _changed,
}
