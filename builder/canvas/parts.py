"""A part of a flow on the clipboard, and pasting it: ids are made unique, session fields kept apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from builder import edits
from builder.canvas import margins
from builder.canvas.wire import Told, place_of
from builder.edits import Draft, Place
from flowbook.flow import Flow, Node
from flowbook.marginalia import MOST as MOST_MARGINS
from flowbook.naming import node_id, numbered
from flowbook.nodes import node_type
from flowbook.reading import flow_from_json
from flowbook.schema import FORMAT, NODE_LIMIT
from flowbook.unknown import MARK, is_unknown

SESSION = "session."
LONGEST_NAME = 40
MOST = 1000
NOT_A_PART = Told("What was copied is no part of a flow. Copy steps here or in another flow first.")
TOO_LARGE = Told("These are {count} steps; {most} can be pasted at once. Copy fewer.")
FULL = Told("This flow would have more than {most} steps. Paste less, or begin another flow.")

RENAMED = Told("“{old}” of the pasted steps is “{new}” here, because this flow has its own “{old}”.")


@dataclass(frozen=True, slots=True)
class Pasted:
    draft: Draft
    made: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()


def paste(draft: Draft, part: Any, at: Place) -> Pasted:
    """`at` is where the part's upper left corner goes. Raises UnreadableFile where a step in it cannot be
    read: nothing is pasted then."""
    if (
        not isinstance(part, Mapping)
        or part.get("flowbook") != "part"
        or not (_steps(part) or part.get("notes"))
    ):
        return Pasted(draft, told=(NOT_A_PART,))
    count = len(_steps(part))
    if count > MOST:
        return Pasted(draft, told=(replace(TOO_LARGE, values={"count": f"{count:,}", "most": f"{MOST:,}"}),))
    if count + len(draft.flow.nodes) > NODE_LIMIT:
        return Pasted(draft, told=(replace(FULL, values={"most": f"{NODE_LIMIT:,}"}),))
    read = _read(part)
    read, told = _kept_apart(draft.flow, read) if part.get("flow") != draft.flow.id else (read, ())
    grown, twins = _grown(draft, read)
    placed = edits.move(grown, _places(part, twins, at))
    return Pasted(_with_margins(placed, part, twins, at), tuple(twins.values()), told)


def _steps(part: Mapping[str, Any]) -> list[Any]:
    steps = part.get("nodes")
    return steps if isinstance(steps, list) else []


def _read(part: Mapping[str, Any]) -> Flow:
    """The part as a flow of its own, read as strictly as a file."""
    keys = ("id", "type", "title", "config", "exits", "note")
    carried = any(is_unknown(str(step.get("type", ""))) for step in _steps(part))
    nodes = [{key: step[key] for key in keys if key in step} for step in map(_as_filed, _steps(part))]
    return flow_from_json({"format": FORMAT, "id": "part", "title": "Part", "nodes": nodes}, carry=carried)


def _as_filed(step: Mapping[str, Any]) -> Mapping[str, Any]:
    """A step of a type that nobody here knows as a file would have it."""
    if not is_unknown(str(step.get("type", ""))):
        return step
    carried = step.get("config", {})
    ways = dict.fromkeys(carried.get("exits", {}), "") | dict(step.get("exits", {}))
    return {
        **step,
        "type": step["type"].removeprefix(MARK),
        "config": carried.get("config", {}),
        "exits": ways,
    }


def _grown(draft: Draft, read: Flow) -> tuple[Draft, dict[str, str]]:
    """The draft with the part's nodes behind its own, and old id -> new id. Ways out of the part are let go
    of."""
    taken, titles = set(draft.flow.by_id), {node.title for node in draft.flow.nodes}
    twins: dict[str, str] = {}
    copies: list[Node] = []
    for node in read.nodes:
        twins[node.id] = node_id(node.id, taken, fallback=node.type)
        title = numbered(node.title, titles)[:120]
        taken.add(twins[node.id])
        titles.add(title)
        copies.append(replace(node, id=twins[node.id], title=title))
    led = [
        replace(copy, exits={exit: twins[to] for exit, to in copy.exits.items() if to in twins})
        for copy in copies
    ]
    return replace(draft, flow=replace(draft.flow, nodes=(*draft.flow.nodes, *led))), twins


def _places(part: Mapping[str, Any], twins: Mapping[str, str], at: Place) -> dict[str, Place]:
    corner = _corner(part)
    return {
        twins[step["id"]]: _shifted(step.get("at", (0, 290 * number)), corner, at)
        for number, step in enumerate(_steps(part))
    }


def _corner(part: Mapping[str, Any]) -> Place:
    known = [place_of(step["at"]) for step in _steps(part) if "at" in step]
    return min((x for x, _ in known), default=0), min((y for _, y in known), default=0)


def _shifted(place: Any, corner: Place, at: Place) -> Place:
    x, y = place_of(place)
    return x - corner[0] + at[0], y - corner[1] + at[1]


def _with_margins(draft: Draft, part: Mapping[str, Any], twins: Mapping[str, str], at: Place) -> Draft:
    """With the part's notes and groups."""
    corner = _corner(part)
    for note in list(part.get("notes", ()))[:MOST_MARGINS]:
        draft = margins.put_note(
            draft,
            {**note, "id": _fresh(draft.layout.notes, "note")} | {"at": _shifted(note["at"], corner, at)},
        )
    for group in list(part.get("groups", ()))[:MOST_MARGINS]:
        nodes = [twins[name] for name in group["nodes"] if name in twins]
        name = _fresh(draft.layout.groups, "group")
        draft = margins.put_group(draft, {**group, "id": name, "nodes": nodes})
    return draft


def _fresh(taken: Mapping[str, Any], base: str) -> str:
    return node_id(base, taken)


def _kept_apart(flow: Flow, read: Flow) -> tuple[Flow, tuple[Told, ...]]:
    """The part with new names for session fields that it fills by a name of its author's and that the flow
    knows already."""
    known = _session_names(flow.nodes)
    own = {name for node in read.nodes for name in _filled(node)}
    names: dict[str, str] = {}
    for name in sorted(own & known):
        names[name] = _free(name, known | own | set(names.values()))
    if not names:
        return read, ()
    nodes = tuple(replace(node, config=_reworded(node.config, names)) for node in read.nodes)
    told = tuple(replace(RENAMED, values={"old": old, "new": new}) for old, new in names.items())
    return replace(read, nodes=nodes), told


def _session_names(nodes: Iterable[Node]) -> set[str]:
    kinds = [(node_type(node.type), node.config) for node in nodes]
    names = {name for kind, config in kinds for name in (*kind.reads(config), *kind.writes(config))}
    return {name for name in names if name.startswith(SESSION)}


def _filled(node: Node) -> set[str]:
    """The session fields a node fills that stand in its content as they are; what a type names by itself, as
    `session.payload`, cannot be called otherwise."""
    written = {name for name in node_type(node.type).writes(node.config) if name.startswith(SESSION)}
    return written & set(_texts(node.config))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _free(name: str, taken: set[str]) -> str:
    bare = name.removeprefix(SESSION)
    for number in range(2, 100_000):
        tail = f"_{number}"
        tried = SESSION + bare[: LONGEST_NAME - len(tail)] + tail
        if tried not in taken:
            return tried
    raise AssertionError("a flow has fewer fields than that")


def _reworded(value: Any, names: Mapping[str, str]) -> Any:
    """All texts in a config with the names replaced, those in templates too."""
    if isinstance(value, str):
        for old, new in names.items():
            value = re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w.])", new, value)
        return value
    if isinstance(value, Mapping):
        return {key: _reworded(one, names) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_reworded(one, names) for one in value]
    return value
