"""A node's config walked along its schema, so that a rule can ask for all texts, fields or addresses of any
type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flowbook.checks.issue import Case
from flowbook.customer import NOTHING
from flowbook.flow import Flow, Node
from flowbook.nodes import node_type
from flowbook.recall import by_identity
from flowbook.texts import every

TEXT_WIDGETS = ("text", "line_text")


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a config: `path` is dotted, `widget` the hint of its schema, `shape`."""

    node: Node
    path: str
    widget: str
    value: Any
    shape: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@by_identity
def parts(node: Node) -> tuple[Part, ...]:
    """Every value that the schema gives a widget to, lists and rows opened."""
    return tuple(_walk(node, "", node_type(node.type).config, node.config))


@by_identity
def reads_of(node: Node) -> frozenset[str]:
    """The fields that the step's texts, rules and addresses read."""
    return node_type(node.type).reads(node.config)


def parts_of(case: Case, *widgets: str) -> Iterator[Part]:
    """All parts of the flow that are drawn with one of the widgets, in flow order."""
    wanted = frozenset(widgets)
    for node in case.flow.nodes:
        if wanted & widgets_of(node.type):
            yield from (part for part in parts(node) if part.widget in wanted)


@cache
def widgets_of(kind: str) -> frozenset[str]:
    """Every widget that a config of the type can have: most walks through a flow need few of its steps."""
    return frozenset(_widgets(node_type(kind).config))


def _widgets(shape: Any) -> Iterator[str]:
    if isinstance(shape, Mapping):
        if isinstance(shape.get("widget"), str):
            yield shape["widget"]
        for part in shape.values():
            yield from _widgets(part)


@by_identity
def texts(node: Node) -> tuple[tuple[str, str], ...]:
    """(path, text) for every message text of the node, in every language it is written in."""
    written = (part for part in parts(node) if part.widget in TEXT_WIDGETS)
    return tuple((part.path, text) for part in written for text in every(part.value))


def called_flows(flow: Flow) -> set[str]:
    """The ids of the flows that its steps lead to."""
    calling = [node for node in flow.nodes if "flow" in widgets_of(node.type)]
    return {part.value for node in calling for part in parts(node) if part.widget == "flow" and part.value}


def _walk(node: Node, path: str, shape: Mapping[str, Any], value: Any) -> Iterator[Part]:
    if "widget" in shape and path:
        yield Part(node, path, shape["widget"], value, shape)
    if isinstance(value, Mapping):
        properties = shape.get("properties", {})
        for key, item in value.items():
            if key in properties:
                yield from _walk(node, f"{path}.{key}" if path else key, properties[key], item)
    elif isinstance(value, list) and isinstance(shape.get("items"), Mapping):
        for number, item in enumerate(value):
            yield from _walk(node, f"{path}.{number}", shape["items"], item)
