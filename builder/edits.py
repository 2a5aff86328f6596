"""Every change a designer can make to a draft: draft in, new draft out. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flowbook.checks import Fix
from flowbook.flow import Config, Flow, Node, with_node
from flowbook.layout import BOX_WIDTH, COLUMN, ROW, Layout, arrange, box_height, complete
from flowbook.naming import node_id, numbered
from flowbook.nodes import exits_of, node_type

Place = tuple[int, int]
STEP_ASIDE = 48


@dataclass(frozen=True, slots=True)
class Draft:
    """A flow and where its boxes stand. Edits to nodes that are gone change nothing."""

    flow: Flow
    layout: Layout = field(default_factory=Layout)


@dataclass(frozen=True, slots=True)
class Gap:
    """The place behind one exit of a node: what stands there, or what shall stand there."""

    node: str
    exit: str


def add(draft: Draft, kind: str, title: str = "", place: Place | None = None) -> tuple[Draft, str]:
    """A new node of the type with its example as content, standing alone; and its id."""
    titles = {node.title for node in draft.flow.nodes}
    title = numbered(title or node_type(kind).label, titles)
    name = node_id(title, draft.flow.by_id, fallback=kind)
    flow = with_node(draft.flow, Node(name, kind, title, dict(node_type(kind).example)))
    return _placed(draft, flow, name, place or _below_all(draft)), name


def insert(draft: Draft, gap: Gap, kind: str, title: str = "") -> tuple[Draft, str]:
    """A new node behind the exit. What the exit led to comes behind the new node's first way out, so that
    this is also how a node is put on an edge."""
    source = draft.flow.get(gap.node)
    if source is None:
        return add(draft, kind, title)
    after = source.exits.get(gap.exit)
    x, y = complete(draft.flow, draft.layout).places[gap.node]
    grown, name = add(draft, kind, title, (x + COLUMN, y))
    grown = connect(grown, gap, name)
    onward = next(iter(exits_of(grown.flow.by_id[name])), None)
    if after and onward and after in grown.flow.by_id:
        grown = connect(grown, Gap(name, onward.id), after)
    return grown, name


def delete(draft: Draft, names: Collection[str], *, close: bool = True) -> Draft:
    """Without the nodes. With `close`, ways that led to a node which itself led to one other place lead there
    now."""
    onward = {name: _only_target(draft.flow, name) for name in names} if close else {}
    kept = [node for node in draft.flow.nodes if node.id not in names]
    nodes = tuple(_with_exits(node, _redirected(node, set(names), onward)) for node in kept)
    places = {name: place for name, place in draft.layout.places.items() if name not in names}
    flow = replace(draft.flow, nodes=nodes)
    return Draft(flow, complete(flow, replace(draft.layout, places=places)))


def connect(draft: Draft, gap: Gap, target: str) -> Draft:
    """The exit leads to the target, whatever it led to before."""
    node = draft.flow.get(gap.node)
    if node is None or target not in draft.flow.by_id:
        return draft
    return _with(draft, _with_exits(node, {**node.exits, gap.exit: target}))


def disconnect(draft: Draft, gap: Gap) -> Draft:
    node = draft.flow.get(gap.node)
    if node is None:
        return draft
    ways = {exit: target for exit, target in node.exits.items() if exit != gap.exit}
    return _with(draft, _with_exits(node, ways))


def rename(draft: Draft, name: str, title: str) -> Draft:
    """The id stays: releases, timers and notebooks know the node by it. An empty title changes nothing."""
    node, title = draft.flow.get(name), title.strip()
    return _with(draft, replace(node, title=title)) if node and title else draft


def annotate(draft: Draft, name: str, note: str) -> Draft:
    node = draft.flow.get(name)
    return _with(draft, replace(node, note=note.strip())) if node else draft


def set_config(draft: Draft, name: str, config: Config) -> Draft:
    """New content; ways out that the node no longer has are let go of."""
    node = draft.flow.get(name)
    if node is None:
        return draft
    changed = replace(node, config=dict(config))
    offered = {exit.id for exit in exits_of(changed)}
    ways = {exit: target for exit, target in node.exits.items() if exit in offered}
    return _with(draft, _with_exits(changed, ways))


def apply_fix(draft: Draft, name: str, fix: Fix) -> Draft:
    """The issue's own cure: values merged into config and exits, None takes a key away."""
    node = draft.flow.get(name)
    if node is None:
        return draft
    mended = set_config(draft, name, _merged(node.config, fix.config))
    ways = {
        exit: target for exit, target in fix.exits.items() if target is None or target in draft.flow.by_id
    }
    held = mended.flow.by_id[name]
    return _with(mended, _with_exits(held, _merged(held.exits, ways)))


def duplicate(draft: Draft, names: Collection[str]) -> tuple[Draft, dict[str, str]]:
    """Copies a little aside, and old id -> new id. Ways between the copied nodes are copied too; others are
    not, so that the copies can be led to where they belong."""
    placed = complete(draft.flow, draft.layout).places
    grown, twins = draft, dict[str, str]()
    for node in [node for node in draft.flow.nodes if node.id in names]:
        x, y = placed[node.id]
        grown, twins[node.id] = add(grown, node.type, node.title, (x + STEP_ASIDE, y + STEP_ASIDE))
    for old, new in twins.items():
        source, copy = draft.flow.by_id[old], grown.flow.by_id[new]
        ways = {exit: twins[target] for exit, target in source.exits.items() if target in twins}
        grown = _with(grown, replace(copy, config=source.config, note=source.note, exits=ways))
    return grown, twins


def move(draft: Draft, places: Mapping[str, Place]) -> Draft:
    known = {name: place for name, place in places.items() if name in draft.flow.by_id}
    return _at(draft, known)


def tidy(draft: Draft) -> Draft:
    return _at(draft, arrange(draft.flow).places)


def set_flow(draft: Draft, **changes: Any) -> Draft:
    """The flow's own facts: title, about, languages, timezone, expires_days."""
    return replace(draft, flow=replace(draft.flow, **changes))


def _with(draft: Draft, node: Node) -> Draft:
    return replace(draft, flow=with_node(draft.flow, node))


def _at(draft: Draft, places: Mapping[str, Place]) -> Draft:
    return replace(draft, layout=replace(draft.layout, places={**draft.layout.places, **places}))


def _with_exits(node: Node, ways: Mapping[str, str | None]) -> Node:
    return replace(node, exits={exit: target for exit, target in ways.items() if target})


def _merged(old: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**old, **patch}.items() if value is not None}


def _only_target(flow: Flow, name: str) -> str | None:
    """Where a node leads if all its ways lead to one place other than itself."""
    node = flow.get(name)
    targets = set(node.exits.values()) - {name} if node else set()
    return targets.pop() if len(targets) == 1 else None


def _redirected(node: Node, gone: set[str], onward: Mapping[str, str | None]) -> dict[str, str | None]:
    return {exit: _past_gone(target, gone, onward) for exit, target in node.exits.items()}


def _past_gone(target: str | None, gone: set[str], onward: Mapping[str, str | None]) -> str | None:
    seen: set[str] = set()
    while target in gone and target not in seen:
        seen.add(target)
        target = onward.get(target)
    return None if target in gone else target


def _placed(draft: Draft, flow: Flow, name: str, wished: Place) -> Draft:
    """With the new node at the first place below the wished one where it covers no other."""
    others = [
        (x, y, box_height(draft.flow, other))
        for other, (x, y) in complete(draft.flow, draft.layout).places.items()
    ]
    x, y = wished
    high = box_height(flow, name)
    while covered := _covered((x, y), high, others):
        y = max(top + tall for _, top, tall in covered) + ROW
    return _at(replace(draft, flow=flow), {name: (x, y)})


def _covered(place: Place, high: int, boxes: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    x, y = place
    return [
        box
        for box in boxes
        if abs(box[0] - x) < BOX_WIDTH and y < box[1] + box[2] + ROW // 2 and box[1] < y + high + ROW // 2
    ]


def _below_all(draft: Draft) -> Place:
    placed = complete(draft.flow, draft.layout).places
    bottoms = [y + box_height(draft.flow, name) + ROW for name, (_, y) in placed.items()]
    return (min((x for x, _ in placed.values()), default=0), max(bottoms, default=0))
