"""What other systems must have answered in a conversation, judged by the ways that were taken and the fields
that were kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flowbook.events import ExitTaken, FieldSet, HttpRequested, Record
from flowbook.flow import Node
from flowbook.mocks import Mock, Reply
from flowbook.nodes import node_type
from flowbook.notebook.stage import Ground
from flowbook.ways import Around, Replied


def mocks_of(ground: Ground, records: Sequence[Record]) -> Iterator[Mock]:
    """One for each step that called, its answers in their order."""
    replies: dict[str, list[Reply]] = {}
    for number, record in enumerate(records):
        if isinstance(record.event, HttpRequested):
            replies.setdefault(record.event.node, []).append(_reply(ground, records, number))
    yield from (Mock(node, replies=tuple(some)) for node, some in replies.items())


def _reply(ground: Ground, records: Sequence[Record], number: int) -> Reply:
    call = records[number]
    values: dict[str, Any] = {}
    for record in records[number + 1 :]:
        if record.session != call.session:
            continue
        match record.event:
            case FieldSet(name, value):
                values[name] = value
            case ExitTaken(node, exit) if isinstance(call.event, HttpRequested) and node == call.event.node:
                found = ground.node(f"{call.flow}.{node}")
                return _that_leads_to(ground, found[1], exit, values) if found else Reply()
    return Reply(failure="timeout")


def _that_leads_to(ground: Ground, node: Node, exit: str, values: Mapping[str, Any]) -> Reply:
    around = Around(ground.workspace)
    ways = node_type(node.type).ways
    for way in ways(node.config, around) if ways else ():
        if way.exit == exit:
            act = way.told(values) if way.told else next(iter(way.acts), None)
            if isinstance(act, Replied):
                return act.reply
    return Reply(failure="unreachable")
