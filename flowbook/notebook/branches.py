"""The rules by which a step decides: which exit each of them opens, and what they were asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flowbook.checks.configs import parts
from flowbook.flow import Node
from flowbook.nodes import exits_of
from flowbook.workspace import Rule


@dataclass(frozen=True, slots=True)
class Branch:
    exit: str
    rule: Rule


def branches_of(node: Node) -> tuple[Branch, ...]:
    """Rows of the step's config that have a rule and the name of an exit."""
    return tuple(_branches(node))


def _branches(node: Node) -> Iterator[Branch]:
    exits = {exit.id for exit in exits_of(node)}
    for part in parts(node):
        row = _row(node.config, part.path) if part.widget == "rule" else None
        if row and row.get("id") in exits:
            yield Branch(row["id"], part.value)


def _row(config: Any, path: str) -> Mapping[str, Any] | None:
    """What the last key of the path stands in."""
    for key in path.split(".")[:-1]:
        config = config[int(key)] if isinstance(config, list) else config[key]
    return config if isinstance(config, Mapping) else None
