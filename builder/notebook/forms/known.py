"""What a cell's form offers to choose from: steps, buttons in sight, fields, tags, people."""

from __future__ import annotations

from collections.abc import Mapping

from builder.notebook import files
from builder.notebook.desk import Desk
from builder.notebook.kept import keys_of, looked_up
from builder.notebook.results import deck_of
from builder.notebook.rows import Row
from flowbook.notebook.acting import shown_buttons
from flowbook.workspace import declared

Known = Mapping[str, Mapping[str, str]]


def known_of(desk: Desk, row: Row) -> Known:
    """By the name of a part: labels by value."""
    ground = desk.ground
    if ground is None:
        return {}
    space = ground.workspace
    steps = {node.id: node.title for node in desk.flow.nodes}
    fields = {name: f"{one.label} ({name})" for name, one in declared(space).items()}
    buttons = _buttons(desk, row)
    tags = {tag: tag for tag in space.tags}
    people = {one.id: f"{one.name} ({one.id})" for one in ground.pool.values()}
    people |= {one.customer.id: one.customer.name for one in desk.scenarios}
    return {
        "node": steps,
        "starts": steps,
        "split": {name: desk.flow.title_of(name) for name in ground.splits},
        "arm": {arm: arm for arms in ground.splits.values() for arm in arms},
        "button": buttons,
        "tap": buttons,
        "buttons": buttons,
        "tag": tags,
        "tags": tags,
        "stage": {stage: stage for stage in space.stages},
        "fields": fields,
        "event": {name: name for name in space.events},
        "use": people,
        "for": people,
        "customer": people,
        "customers": people,
        "notebook": {name: name for name in files.names(desk.flow.id)},
        "include": {name: name for name in files.names(desk.flow.id)},
    }


def _buttons(desk: Desk, row: Row) -> dict[str, str]:
    """Those that the customer who is seen can tap at this cell."""
    deck = deck_of(desk)
    if deck is None or desk.seen is None or row.number == 0:
        return {}
    before = looked_up([keys_of(deck, desk.seen)[row.number - 1]])[0]
    if before is None or before.stage is None:
        return {}
    labels = dict.fromkeys(button.label for _, button in shown_buttons(before.stage))
    return {label: label for label in labels}
