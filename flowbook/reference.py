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
INTRO = """# Node reference

Made by `python -m flowbook nodes --markdown`; a test holds it equal to the code.

A node is called a step on the screen. Below, each has the name it has on the screen, and in brackets the name
it has in the file. Its settings stand in the node's `config`; those in bold must be there. An exit that must
lead somewhere is in bold too. How a flow file is put together is told in [file formats](file-formats.md)."""
VALUES = {
    "text": "text, in one language or several",
    "line_text": "text, in one language or several",
    "phrase": "text, in one language or several",
    "line": "a line of text",
    "duration": 'a duration: `{"amount": 2, "unit": "hours"}`',
    "offset": 'a distance: `{"direction": "before", "amount": 2, "unit": "days"}`',
    "time": "a time of day: `10:00`",
    "date": "a date: `2026-09-01` or `2026-09-01T10:00`",
    "field": "a field's name",
    "event": "an event's name",
    "flow": "a flow's id",
    "trigger": "the id of one of that flow's triggers",
    "hours": "the name of opening hours",
    "rule": "a condition",
    "url": "an address",
    "media": '`{"kind": "photo", "source": "https://…"}`',
    "place": "latitude and longitude: `54.68, 25.28`",
    "pattern": "a pattern",
    "json": "any JSON",
    "number": "a number",
    "switch": "`true` or `false`",
}
Shape = Mapping[str, Any]


def reference() -> str:
    """The whole of docs/nodes.md, ending in a line break."""
    parts = [INTRO, ""]
    groups = [(name, list(kinds)) for name, kinds in groupby(node_types().values(), key=lambda k: k.category)]
    for name, kinds in groups:
        parts.append(f"- {HEADINGS[name]}: {', '.join(map(_link, kinds))}")
    for name, kinds in groups:
        parts += ["", f"## {HEADINGS[name]}"]
        for kind in kinds:
            parts += ["", *_type(kind)]
    return "\n".join(parts) + "\n"


def _link(kind: NodeType) -> str:
    words = f"{kind.label} {kind.type}".lower()
    anchor = "".join(sign for sign in words if sign.isalnum() or sign in " -_").replace(" ", "-")
    return f"[{kind.label}](#{anchor})"


def _type(kind: NodeType) -> Iterator[str]:
    yield f"### {kind.label} (`{kind.type}`)"
    yield f"\n{_escaped(kind.help)}\n"
    rows = list(_rows(kind.config))
    if rows:
        yield "| setting | what it is | value |\n|---|---|---|"
        yield from rows
        yield ""
    exits = [_exit(one.id, one.label, one.required) for one in kind.exits(kind.example)]
    yield f"Exits of the example: {', '.join(exits) or 'none'}.\n"
    example = json.dumps(kind.example, ensure_ascii=False, indent=2)
    yield f"```json\n{example}\n```"


def _exit(name: str, label: str, required: bool) -> str:
    shown = f"**`{name}`**" if required else f"`{name}`"
    return f"{shown} “{label}”" if label else shown


def _rows(config: Shape, above: str = "") -> Iterator[str]:
    """A line for each property; for a list of rows also one for each of a row's own."""
    required = set(config.get("required", ()))
    for name, shape in config.get("properties", {}).items():
        shown = f"`{above}{name}`"
        about = _escaped(". ".join(text for text in (shape.get("title"), shape.get("description")) if text))
        shown = f"**{shown}**" if name in required else shown
        yield f"| {shown} | {_cell(about)} | {_cell('; '.join(_value(shape)))} |"
        if _has_rows(shape):
            yield from _rows(shape["items"], f"{above}{name}[].")


def _has_rows(shape: Shape) -> bool:
    """Whether it is a list whose rows have settings of their own, and no shape that VALUES knows."""
    item = shape.get("items", {})
    return "properties" in item and item.get("widget") not in VALUES


def _value(shape: Shape) -> Iterator[str]:
    """What may stand there, when it counts, and what stands there by default."""
    yield _kind(shape)
    for name, wanted in shape.get("only", {}).items():
        yield f"only where `{name}` is {' or '.join(f'`{value}`' for value in wanted)}"
    default = shape.get("default")
    if default not in (None, ""):
        yield f"default `{json.dumps(default) if isinstance(default, bool) else default}`"


def _date(shape: Shape) -> str:
    yearly = "a day of every year: `--09-01`"
    named = {"written": VALUES["date"], "yearly": yearly, "either": f"{VALUES['date']}, or {yearly}"}
    return named[shape["year"]]


def _kind(shape: Shape) -> str:
    if shape.get("type") == "array":
        return _list(shape)
    if "enum" in shape:
        labels = shape.get("labels", shape["enum"])
        pairs = zip(shape["enum"], labels, strict=True)
        return ", ".join(f"`{value}`" if value == label else f"`{value}` “{label}”" for value, label in pairs)
    if "minimum" in shape or "maximum" in shape:
        return _bounds(shape)
    widget = str(shape.get("widget", ""))
    if widget == "date":
        return _date(shape)
    return VALUES.get(widget, f"the name of a {widget}")


def _list(shape: Shape) -> str:
    item = shape["items"]
    if "enum" in item:
        return f"a list of {', '.join(f'`{value}`' for value in item['enum'])}"
    if _has_rows(shape):
        size = f"{shape.get('minItems', 0)} to {shape.get('maxItems')}"
        return f"a list of {size} rows"
    known = VALUES.get(str(item.get("widget", "")))
    return f"a list: {known}" if known else "a list of names"


def _bounds(shape: Shape) -> str:
    least, most = shape.get("minimum"), shape.get("maximum")
    if least is None or most is None:
        return f"at least {least}" if most is None else f"at most {most}"
    return f"{least} to {most}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _escaped(text: str) -> str:
    """What Markdown would take for a tag of HTML, and not show."""
    return text.replace("<", "\\<")
