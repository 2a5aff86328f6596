"""Undo and redo: one history over structure, content and places. Each visit takes back its own changes alone:
what others did since stays. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from builder.edits import Draft
from builder.merging import Clash, merge
from flowbook.layout import read_layout, write_layout
from flowbook.naming import node_id
from flowbook.reading import flow_from_json
from flowbook.writing import flow_to_json

Data = dict[str, Any]
MOST = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One change: the draft before it and after it, as `to_json` gives them."""

    before: Data
    after: Data


@dataclass(frozen=True, slots=True)
class History:
    """What was done and what was undone, newest last."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """After a step back or forth: the history, the draft, and the parts that others have changed since, which
    stay as they are."""

    history: History
    now: Data
    kept: tuple[Clash, ...] = ()


def do(history: History, before: Data, after: Data) -> History:
    """A change; what could have been redone is gone. A state equal to the present one is no change."""
    if before == after:
        return history
    return History((*history.done, Step(before, shared(after, before)))[-MOST:])


def undo(history: History, now: Data) -> Moved:
    if not history.done:
        return Moved(history, now)
    *rest, last = history.done
    after, kept = _taken_over(last.after, last.before, now)
    undone = (*history.undone, Step(now, after)) if after != now else history.undone
    return Moved(History(tuple(rest), undone), after, kept)


def redo(history: History, now: Data) -> Moved:
    """What was undone is done again."""
    if not history.undone:
        return Moved(history, now)
    *rest, last = history.undone
    after, kept = _taken_over(last.after, last.before, now)
    done = (*history.done, Step(now, after)) if after != now else history.done
    return Moved(History(done, tuple(rest)), after, kept)


def _taken_over(left: Data, wanted: Data, now: Data) -> tuple[Data, tuple[Clash, ...]]:
    """`now` with the change from `left` to `wanted`, as far as nobody else has changed the same parts."""
    merged, clashes = merge(left, wanted, now, keep="theirs")
    merged, needed = _without_loose_ends(merged, now)
    return shared(merged, now), (*clashes, *needed)


def _without_loose_ends(merged: Data, now: Data) -> tuple[Data, tuple[Clash, ...]]:
    """A step that another one leads to meanwhile stays; ways to steps that are nowhere are let go of."""
    before, there = _nodes(now), _nodes(merged)
    lost = {name: node for name, node in before.items() if name not in there}
    back = dict[str, Any]()
    while wanted := _targets([*there.values(), *back.values()]) & (lost.keys() - back.keys()):
        back |= {name: lost[name] for name in wanted}
    known = there.keys() | back.keys()
    nodes = [_with_ends_in(node, known, before) for node in [*there.values(), *back.values()]]
    places = {name: place for name, place in now["layout"]["places"].items() if name in back}
    layout = {**merged["layout"], "places": {**merged["layout"]["places"], **places}}
    clashes = tuple(Clash(("flow", "nodes", name), None, node) for name, node in back.items())
    return {**merged, "flow": {**merged["flow"], "nodes": nodes}, "layout": layout}, clashes


def _nodes(data: Data) -> dict[str, Data]:
    return {node["id"]: node for node in data["flow"]["nodes"]}


def _targets(nodes: list[Data]) -> set[str]:
    return {target for node in nodes for target in node.get("exits", {}).values()}


def _with_ends_in(node: Data, known: Collection[str], before: Mapping[str, Data]) -> Data:
    """A way that led nowhere all along is the checks' business."""
    ways, old = node.get("exits", {}), before.get(node["id"], {}).get("exits", {})
    kept = {exit: target for exit, target in ways.items() if target in known or old.get(exit) == target}
    return node if kept == ways else {**node, "exits": kept}


def together(base: Data, mine: Data, theirs: Data) -> Data:
    """What both have made of `base`; where both changed the same, mine. A new step of mine whose id somebody
    else has given meanwhile gets another one."""
    own, given = _nodes(mine), _nodes(theirs).keys() - _nodes(base).keys()
    names: dict[str, str] = {}
    for name in sorted(own.keys() & given):
        if own[name] != _nodes(theirs)[name]:
            names[name] = node_id(name, {*own, *given, *names.values()})
    merged: Data = merge(base, _with_ids(mine, names), theirs)[0]
    return merged


def _with_ids(data: Data, names: Mapping[str, str]) -> Data:
    if not names:
        return data
    nodes = [
        {
            **node,
            "id": names.get(node["id"], node["id"]),
            **_led({exit: names.get(to, to) for exit, to in node.get("exits", {}).items()}),
        }
        for node in data["flow"]["nodes"]
    ]
    places = {names.get(name, name): place for name, place in data["layout"]["places"].items()}
    layout = {**data["layout"], "places": places}
    return {**data, "flow": {**data["flow"], "nodes": nodes}, "layout": layout}


def _led(ways: Mapping[str, str]) -> Data:
    return {"exits": dict(ways)} if ways else {}


def kept_steps(kept: tuple[Clash, ...], now: Data) -> list[str]:
    """Titles of the steps among the parts that stay; those of notes, groups and the flow itself count as the
    flow."""
    titles = {name: node["title"] for name, node in _nodes(now).items()}
    named = [titles.get(name, "") for clash in kept for name in clash.path[2:3]]
    return list(dict.fromkeys(title for title in named if title))


def shared(data: Data, other: Data) -> Data:
    """Equal to `data`, its nodes and its layout those of `other` where these are equal: long histories stay
    small."""
    known = _nodes(other)
    nodes = [known[node["id"]] if known.get(node["id"]) == node else node for node in data["flow"]["nodes"]]
    layout = other["layout"] if other["layout"] == data["layout"] else data["layout"]
    return {**data, "flow": {**data["flow"], "nodes": nodes}, "layout": layout}


def to_json(draft: Draft) -> Data:
    return {"flow": flow_to_json(draft.flow), "layout": json.loads(write_layout(draft.layout))}


def from_json(data: Mapping[str, Any]) -> Draft:
    return Draft(flow_from_json(data["flow"], carry=True), read_layout(json.dumps(data["layout"])))
