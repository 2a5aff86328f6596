"""The node reference: every node type in Markdown, derived from what it declares."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from flowbook.nodes import node_types
from flowbook.nodetype import NodeType

HEADINGS = {
    "trigger": "Triggers: what starts a flow",
    "message": "Messages",
    "question": "Questions",
    "logic": "Decisions",
    "time": "Time",
    "data": "Data",
    "people": "People",
}


def reference() -> str:
    """The whole of docs/nodes.md, ending in a line break."""
    made = "Made by `python -m flowbook nodes --markdown`; a test holds it equal to the code."
    intro = f"# Node reference\n\n{made}\n"
    parts = [intro]
    for category, kinds in groupby(node_types().values(), key=lambda kind: kind.category):
        parts.append(f"## {HEADINGS[category]}\n")
        parts += ["\n".join(_type(kind)) for kind in kinds]
    return "\n".join(parts)


def _type(kind: NodeType) -> Iterator[str]:
    yield f"### {kind.label} (`{kind.type}`)\n"
    yield f"{kind.help}\n"
    rows = list(_properties(kind.config))
    if rows:
        yield "| setting | in the form | value |\n|---|---|---|"
        yield "\n".join(rows) + "\n"
    exits = ", ".join(f"`{exit.id}` {exit.label}".strip() for exit in kind.exits(kind.example))
    yield f"Exits of the example: {exits or 'none'}.\n"
    example = json.dumps(kind.example, ensure_ascii=False, indent=2)
    yield f"```json\n{example}\n```\n"


def _properties(config: Mapping[str, Any]) -> Iterator[str]:
    required = set(config.get("required", ()))
    for name, shape in config.get("properties", {}).items():
        mark = "**" if name in required else ""
        about = " ".join(text for text in (shape.get("title", ""), shape.get("description", "")) if text)
        yield f"| {mark}`{name}`{mark} | {_cell(about)} | {_cell(_value(shape))} |"


def _value(shape: Mapping[str, Any]) -> str:
    """What may stand there, and what stands there by default."""
    if "enum" in shape:
        text = ", ".join(f"`{item}`" for item in shape["enum"])
    elif "minimum" in shape:
        text = f"{shape['minimum']} to {shape['maximum']}"
    else:
        text = str(shape.get("widget", "")).replace("_", " ")
    default = shape.get("default")
    return f"{text}; default `{default}`" if default not in (None, "") else text


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
