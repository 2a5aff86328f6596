"""Steps of types that nobody here knows, as a newer Flowbook writes them: a draft keeps them as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flowbook.flow import Config, Node
from flowbook.nodetype import Exit, Finding, NodeType, Step

MARK = "?"
"""Stands before the name of such a type while its flow is open; in files it stands nowhere."""


def is_unknown(kind: str) -> bool:
    return kind.startswith(MARK)


def wrapped(data: Mapping[str, Any]) -> tuple[str, Config]:
    """Type and config for a step of a file: what it said is carried along unread."""
    carried = {key: data[key] for key in ("config", "exits") if key in data}
    return MARK + data["type"], carried


def unwrapped(node: Node) -> dict[str, Any]:
    """The step as its file said it, with the title, the ways and the note that it has now."""
    ways = node.config.get("exits", {})
    now = {name: node.exits[name] for name in ways if name in node.exits}
    now |= {name: target for name, target in node.exits.items() if name not in now}
    told = {"config": node.config["config"]} if "config" in node.config else {}
    told |= {"exits": now} if now or "exits" in node.config else {}
    note = {"note": node.note} if node.note else {}
    return {"id": node.id, "type": node.type.removeprefix(MARK), "title": node.title, **told, **note}


def stand_in(kind: str) -> NodeType:
    """A type that can be drawn, moved and led elsewhere, and that nobody can publish."""
    name = kind.removeprefix(MARK)
    return NodeType(
        type=kind,
        label="Unknown step",
        category="data",
        icon="circle-dashed",
        help="This Flowbook does not know steps of this type. It is kept as it is, word for word.",
        config={"type": "object", "properties": {}},
        example={},
        exits=_exits,
        run=lambda node, situation: Step(why=f"this Flowbook does not know steps of the type “{name}”"),
        check=lambda node: _finding(name),
        summary=lambda config: (name,),
    )


def _exits(config: Config) -> tuple[Exit, ...]:
    ways = config.get("exits", {})
    return tuple(Exit(name, name, required=False) for name in ways) if isinstance(ways, Mapping) else ()


def _finding(name: str) -> Iterable[Finding]:
    sentence = (
        "{step} is of the type “{type}”, which this Flowbook does not know. It is kept as it is. Update "
        "Flowbook, or put another step in its place."
    )
    yield Finding("unknown_type", sentence, values={"type": name})
