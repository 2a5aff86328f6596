"""What a new test can begin with, made for the flow it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from builder.simulator.openings import openings
from builder.texts import _
from flowbook.flow import Flow
from flowbook.nodes import node_type


@dataclass(frozen=True, slots=True)
class Template:
    """`cells` as they are written in a file."""

    name: str
    title: str
    cells: tuple[dict[str, Any], ...]


def templates(flow: Flow) -> list[Template]:
    return list(_templates(flow))


def _templates(flow: Flow) -> Iterator[Template]:
    first = _first(flow)
    seen: dict[str, Any] = {"id": "as-before", "snapshot": "replies"}
    yield Template("first", _("A first conversation"), (first, seen))
    if _has(flow, lambda waits: waits.startswith("time")):
        wait = {"id": "later", "wait": "next timer"}
        yield Template(
            "later", _("Something that happens by itself"), (first, seen, wait, {**seen, "id": "then"})
        )
    calls = [node for node in flow.nodes if node_type(node.type).waits(node.config).startswith("call")]
    for node in calls[:1]:
        mock = {"id": "fails", "mock": {"node": node.id, "replies": ["timeout"]}}
        yield Template("fails", _("Another system does not answer"), (mock, first, seen))
    yield Template("empty", _("Only a greeting"), (first,))


def _first(flow: Flow) -> dict[str, Any]:
    opening = openings(flow)[0]
    if opening.tap.startswith("say:"):
        return {"id": "hello", "say": opening.says}
    trigger = next((node.id for node in flow.nodes if node_type(node.type).category == "trigger"), "")
    return {"id": "hello", "operator": {"starts": trigger}} if trigger else {"id": "hello", "say": "…"}


def _has(flow: Flow, wanted: Callable[[str], bool]) -> bool:
    return any(wanted(node_type(node.type).waits(node.config)) for node in flow.nodes)
