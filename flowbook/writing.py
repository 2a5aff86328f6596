"""A flow to its file: canonical order, one value a line, so that a change of logic reads like a sentence in a
diff."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flowbook.flow import Flow, Node
from flowbook.nodes import node_type
from flowbook.schema import FORMAT


def write_flow(flow: Flow) -> str:
    """Equal flows give equal text; reading it again gives an equal flow."""
    return json.dumps(flow_to_json(flow), ensure_ascii=False, indent=2) + "\n"


def flow_to_json(flow: Flow) -> dict[str, Any]:
    """Keys in reading order, what has its default left out."""
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


def _node(node: Node) -> dict[str, Any]:
    kind = node_type(node.type)
    order = list(kind.config.get("properties", {}))
    config = {key: node.config[key] for key in order if key in node.config}
    exits = [exit.id for exit in kind.exits(node.config)]
    ways = {name: node.exits[name] for name in exits if name in node.exits}
    ways |= {name: target for name, target in sorted(node.exits.items()) if name not in ways}
    rest = {"config": config, "exits": ways, "note": node.note}
    told = {key: value for key, value in rest.items() if value}
    return {"id": node.id, "type": node.type, "title": node.title, **told}
