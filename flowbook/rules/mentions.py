"""What a rule reads: names of fields, tags, stages, segments, events, products, and figures of the orders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowbook.customer import NAMES, NOTHING
from flowbook.rules.segments import members_rule
from flowbook.rules.tree import Comparison, Membership, Node, read_rule, walk
from flowbook.workspace import Rule


@dataclass(frozen=True, slots=True)
class Mentions:
    """`fields` are named as the rule names them (`session.guests`, `orders.sum`), `stages` as written;
    `other` holds what has no name: stage, language, subscribed, silence, today."""

    fields: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()


def reads(rule: Rule, segments: Mapping[str, Rule] = NOTHING) -> frozenset[str]:
    """The fields named, `session.NAME` and `orders.sum` among them, and those of its segments where given."""
    return mentions(rule, segments).fields


def mentions(rule: Rule, segments: Mapping[str, Rule] = NOTHING) -> Mentions:
    found: dict[str, set[str]] = {}
    for node in _everywhere(read_rule(rule), segments):
        for kind, name in _named(node):
            found.setdefault(kind, set()).add(name)
    return Mentions(**{kind: frozenset(names) for kind, names in found.items()})


def _everywhere(node: Node, segments: Mapping[str, Rule]) -> Iterator[Node]:
    """The rule's own nodes and those of the segments it refers to, each segment once."""
    waiting, seen = [node], set()
    while waiting:
        for one in walk(waiting.pop()):
            yield one
            if isinstance(one, Membership) and one.segment not in seen:
                seen.add(one.segment)
                rule = members_rule(one.segment, segments)
                waiting += [read_rule(rule)] if rule is not None else []


def _named(node: Node) -> Iterator[tuple[str, str]]:
    if isinstance(node, Membership):
        yield "segments", node.segment
    if not isinstance(node, Comparison):
        return
    name = node.source.name
    match node.source.shape:
        case "field":
            yield "fields", name
        case "session":
            yield "fields", name if name.startswith(("event.", "answer.")) else f"session.{name}"
        case "orders":
            yield "fields", f"orders.{name}"
        case "full_name":
            yield from (("fields", one) for one in NAMES)
        case "stage":
            yield "other", "stage"
            written = node.value if isinstance(node.value, list | tuple) else [node.value]
            yield from (("stages", one) for one in written if isinstance(one, str))
        case "tag" | "event" | "product":
            yield f"{node.source.shape}s", name
        case shape:
            yield "other", shape
