"""All that may be changed in one step: its settings, its rules, its ways on."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from flowbook.checks.configs import Part, parts
from flowbook.flow import Config, Flow, Node, with_node
from flowbook.mutation.mutant import (
    BECAME,
    CUT,
    DROPPED,
    GONE,
    IS_GONE,
    LEFT_OUT,
    ORDER,
    SWAPPED,
    TEXT,
    Change,
    Mutant,
)
from flowbook.mutation.rules import variants
from flowbook.mutation.telling import lost, told
from flowbook.mutation.values import other_values
from flowbook.nodes import exits_of, labels_of, node_type
from flowbook.rules import words
from flowbook.schema import config_faults

IN_ORDER = "{step}, “{what}”: the order is {after}."
RULE = "In {step}, “{after}” is asked in place of “{before}”."
SWAP = "In {step}, “{one}” and “{other}” lead where the other one should."
LACKS = "{step}, “{what}”: “{gone}” is missing."
NOWHERE = "In {step}, “{exit}” leads nowhere; it led to {target}."
PASSED_OVER = "{step} is passed over."
UNSEEN = frozenset({"columns", "typing", "weight", "description", "label"})
"""Settings that change how something looks, or for how many; with `label` the names of branches and arms. A
text that customers read is a `line_text`, and is looked at whatever it is called."""
SEEN_WIDGETS = frozenset({"line_text", "text"})
KEPT_WIDGETS = frozenset({"choice", "switch", "number"})
"""Left out, they have their default: that is another choice, and told as such."""


def mutants_of(flow: Flow, node: Node) -> Iterator[Mutant]:
    """Each with a step that can be read and has no fault of its own that it had not before."""
    for change in _changes(node):
        config = _changed(node.config, change.path, change.after)
        after = _with_config(node, config)
        if config != node.config and _stands(node, after):
            yield _mutant(flow, after, change)
    yield from _swaps(flow, node)
    yield from _cuts(flow, node)
    yield from _left_out(flow, node)


def _changes(node: Node) -> Iterator[Change]:
    for part in parts(node):
        name = part.path.rpartition(".")[2]
        if name in UNSEEN and part.widget not in SEEN_WIDGETS:
            continue
        what = str(part.shape.get("title") or name)
        if part.widget == "rule":
            yield from _rule_changes(part)
        for kind, after in other_values(part):
            yield _became(part, kind, after, what)
        # A row of a list goes with the list it stands in.
        if part.widget not in KEPT_WIDGETS and part.value not in ("", [], {}) and not name.isdecimal():
            values = {"what": what, "before": told(part, part.value)}
            yield Change(DROPPED, part.path, GONE, IS_GONE, values)


def _rule_changes(part: Part) -> Iterator[Change]:
    for one in variants(part.value):
        values = {"before": words(one.before), "after": words(one.now)}
        yield Change(one.kind, part.path, one.rule, RULE, values)


def _became(part: Part, kind: str, after: Any, what: str) -> Change:
    if kind == ORDER:
        return Change(kind, part.path, after, IN_ORDER, {"what": what, "after": told(part, after)})
    if kind == DROPPED:
        gone = [row for row in part.value if row not in after]
        return Change(kind, part.path, after, IS_GONE, {"what": what, "before": told(part, gone)})
    if kind == TEXT:
        return Change(kind, part.path, after, LACKS, {"what": what, "gone": lost(part.value, after)})
    values = {"what": what, "before": told(part, part.value), "after": told(part, after)}
    return Change(kind, part.path, after, BECAME, values)


def _changed(config: Config, path: str, after: Any) -> dict[str, Any]:
    whole: dict[str, Any] = deepcopy(dict(config))
    *way, last = path.split(".")
    at: Any = whole
    for key in way:
        at = at[int(key)] if isinstance(at, list) else at[key]
    if isinstance(at, list):
        at[int(last)] = after
    elif after is GONE:
        del at[last]
    else:
        at[last] = after
    return whole


def _with_config(node: Node, config: Config) -> Node:
    """A way on that is no longer there leads nowhere."""
    try:
        names = {exit.id for exit in node_type(node.type).exits(config)}
    except (KeyError, TypeError):
        names = set()
    return replace(node, config=config, exits={k: v for k, v in node.exits.items() if k in names})


def _stands(before: Node, after: Node) -> bool:
    if next(config_faults(after.type, after.config), None):
        return False
    return _faults(after) <= _faults(before)


def _faults(node: Node) -> set[tuple[str, str]]:
    found = node_type(node.type).check(node)
    return {(one.code, one.field) for one in found if one.severity == "error"}


def _swaps(flow: Flow, node: Node) -> Iterator[Mutant]:
    """Neighbours that lead to different steps."""
    for (one, first), (other, second) in pairwise(node.exits.items()):
        if first != second:
            after = replace(node, exits={**node.exits, one: second, other: first})
            label = partial(_label, node)
            yield _mutant(
                flow,
                after,
                Change(SWAPPED, f"exits.{one}", GONE, SWAP, {"one": label(one), "other": label(other)}),
            )


def _cuts(flow: Flow, node: Node) -> Iterator[Mutant]:
    for name, target in node.exits.items():
        after = replace(node, exits={k: v for k, v in node.exits.items() if k != name})
        values = {"exit": _label(node, name) or "next", "target": flow.title_of(target)}
        yield _mutant(flow, after, Change(CUT, f"exits.{name}", GONE, NOWHERE, values))


def _left_out(flow: Flow, node: Node) -> Iterator[Mutant]:
    """A step with a single way on that is no trigger: whoever comes to it goes on to the next."""
    kind = node_type(node.type)
    exits = exits_of(node)
    if kind.category == "trigger" or len(exits) != 1:
        return
    target = node.exits.get(exits[0].id, "")
    if target == node.id:
        return
    nodes = tuple(_led_past(one, node.id, target) for one in flow.nodes)
    values = {"step": f"“{node.title}”"}
    if nodes != flow.nodes:
        yield Mutant(replace(flow, nodes=nodes), node.id, LEFT_OUT, PASSED_OVER, values)


def _led_past(node: Node, passed: str, target: str) -> Node:
    if passed not in node.exits.values() or node.id == passed:
        return node
    led = {name: target if to == passed else to for name, to in node.exits.items()}
    return replace(node, exits={name: to for name, to in led.items() if to})


def _label(node: Node, exit: str) -> str:
    return labels_of(node).get(exit) or exit


def _mutant(flow: Flow, after: Node, change: Change) -> Mutant:
    values = {"step": f"“{after.title}”", **change.values}
    return Mutant(with_node(flow, after), after.id, change.kind, change.text, values, change.path)
