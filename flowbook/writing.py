"""A flow to its file: canonical order, one value a line, so that a change of logic reads like a sentence in a
diff."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import msgspec

from flowbook.flow import Flow, Node
from flowbook.nodes import node_type
from flowbook.nodetype import NodeType
from flowbook.recall import by_identity
from flowbook.schema import FORMAT
from flowbook.unknown import is_unknown, unwrapped

RULE_ORDER = (
    *("all", "any", "not", "field", "tag", "stage", "language", "orders", "event", "segment"),
    *("op", "value", "within_days", "times"),
)


def write_flow(flow: Flow) -> str:
    """Equal flows give equal text; reading it again gives an equal flow."""
    # With an indent json would write in Python, five times as slowly.
    plain = json.dumps(flow_to_json(flow), ensure_ascii=False)
    return msgspec.json.format(plain, indent=2) + "\n"


def flow_to_json(flow: Flow) -> dict[str, Any]:
    """Keys in reading order, what has its default left out. Its steps are shared: nobody may change them."""
    data: dict[str, Any] = {"format": FORMAT, "id": flow.id, "title": flow.title}
    if flow.about:
        data["about"] = flow.about
    data["languages"] = list(flow.languages)
    if flow.timezone:
        data["timezone"] = flow.timezone
    if flow.expires_days != 30:
        data["expires_days"] = flow.expires_days
    data["nodes"] = [_node(node) for node in flow.nodes]
    return data


def fingerprint(flow: Flow) -> str:
    """The SHA-256 of the flow's canonical text, in hex: what a release is known by."""
    return hashlib.sha256(write_flow(flow).encode()).hexdigest()


def _in_order(value: Any, shape: Mapping[str, Any]) -> Any:
    """The value with its keys as the schema has them; keys that no schema orders stand by the alphabet, a
    rule's as a sentence would."""
    if isinstance(value, Mapping):
        properties = shape.get("properties", {})
        names = [name for name in (*properties, *RULE_ORDER) if name in value]
        names += sorted(value.keys() - set(names))
        return {name: _in_order(value[name], properties.get(name, {})) for name in dict.fromkeys(names)}
    if isinstance(value, list | tuple):
        return [_in_order(item, shape.get("items", {})) for item in value]
    return value


def _exits(kind: NodeType, node: Node) -> list[str]:
    """None where the config lacks what they are made from: it is written as it is, and reading it says what
    is missing."""
    try:
        return [exit.id for exit in kind.exits(node.config)]
    except (KeyError, TypeError):
        return []


@by_identity
def _node(node: Node) -> dict[str, Any]:
    if is_unknown(node.type):
        return unwrapped(node)
    kind = node_type(node.type)
    config = _in_order(node.config, kind.config)
    ways = {name: node.exits[name] for name in _exits(kind, node) if name in node.exits}
    ways |= {name: target for name, target in sorted(node.exits.items()) if name not in ways}
    rest = {"config": config, "exits": ways, "note": node.note}
    told = {key: value for key, value in rest.items() if value}
    return {"id": node.id, "type": node.type, "title": node.title, **told}
