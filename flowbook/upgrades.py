"""Older flow files made into the current format, one step at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowbook.errors import UnreadableFile
from flowbook.schema import FORMAT

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]


def upgrade(data: dict[str, Any], *, path: str = "") -> dict[str, Any]:
    """Raises UnreadableFile for a format from the future, or one that is no whole number."""
    found = data.get("format", 0)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise UnreadableFile(
            f"The format should be a whole number up to {FORMAT}.", path=path, place="format"
        )
    if found > FORMAT:
        sentence = (
            f"The file has format {found}; this Flowbook knows up to {FORMAT}. Upgrade Flowbook to open it."
        )
        raise UnreadableFile(sentence, path=path, place="format")
    for number in range(found, FORMAT):
        data = {**UPGRADES[number](data), "format": number + 1}
    return data


def _separate_edges(data: dict[str, Any]) -> dict[str, Any]:
    """Format 0 had a list of edges beside the nodes; since 1 each node names where its exits lead."""
    edges = data.get("edges", [])
    nodes = [dict(node) for node in data.get("nodes", [])]
    for node in nodes:
        own = {
            edge.get("exit", "next"): edge.get("target")
            for edge in edges
            if edge.get("source") == node.get("id")
        }
        if own:
            node["exits"] = {**node.get("exits", {}), **own}
    return {**{key: value for key, value in data.items() if key != "edges"}, "nodes": nodes}


UPGRADES: dict[int, Upgrade] = {0: _separate_edges}
