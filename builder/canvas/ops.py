"""What the drawing canvas asks for, carried out on a draft: draft in, new draft out. Pure.

An op is a small object that names one deed of the hand, such as {"op": "connect", "source": "ask", "exit":
"yes", "target": "bye"}. Ops about nodes that are gone change nothing. An op that comes again, as after a cut
connection, is kept away by once.py: each has a name of its own as its "deed"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from builder import edits
from builder.canvas import margins, parts
from builder.canvas.wire import Told, known_exit, place_of, places_of, text_of
from builder.edits import Draft, Gap
from flowbook.errors import FlowbookError, UnreadableFile
from flowbook.flow import Node, with_node
from flowbook.naming import node_id, numbered
from flowbook.nodes import exits_of, node_type, node_types
from flowbook.schema import NODE_LIMIT

Op = Mapping[str, Any]
UNDERSTOOD_NOT = Told("One change from the drawing could not be understood. It was left out.")
TOO_MANY = Told(
    "A flow holds {count} steps at most. Make another flow and go there.", {"count": f"{NODE_LIMIT:,}"}
)


@dataclass(frozen=True, slots=True)
class Ack:
    """`steps` are the drafts after each op that changed something. `names` maps ids that were taken to those
    given instead, `made` are the nodes that a copy or a paste made, `told` what a person should know."""

    steps: tuple[Draft, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What one op answers."""

    draft: Draft
    names: Mapping[str, str] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()


def apply(draft: Draft, ops: Iterable[Op]) -> tuple[Draft, Ack]:
    """Never raises: an op that cannot be read is left out and told of."""
    ack = Ack()
    for op in ops:
        done = _carried_out(draft, _renamed(op, ack.names))
        steps = ack.steps if done.draft == draft else (*ack.steps, done.draft)
        ack = Ack(steps, {**ack.names, **done.names}, done.made or ack.made, (*ack.told, *done.told))
        draft = done.draft
    return draft, ack


def _carried_out(draft: Draft, op: Op) -> Done:
    try:
        return DEEDS[str(op["op"])](draft, op)
    except UnreadableFile as error:
        return Done(draft, told=(Told(error.sentence),))
    except FlowbookError as error:
        return Done(draft, told=(Told(str(error)),))
    except (KeyError, TypeError, ValueError, AttributeError):
        return Done(draft, told=(UNDERSTOOD_NOT,))


def _renamed(op: Op, names: Mapping[str, str]) -> Op:
    """The op with ids that were taken replaced by those given instead."""
    if not names or not isinstance(op, Mapping):
        return op
    keys = ("id", "source", "target", "from_source")
    return {**op, **{key: names.get(op[key], op[key]) for key in keys if isinstance(op.get(key), str)}}


def _add(draft: Draft, op: Op) -> Done:
    """A node of the type, with its example as content, exactly where it was put."""
    kind, wished, at = node_types()[op["kind"]], text_of(op, "id"), place_of(op["at"])
    there = draft.flow.get(wished)
    if there and there.type == kind.type and draft.layout.places.get(wished) == at:
        return Done(draft)
    if len(draft.flow.nodes) >= NODE_LIMIT:
        return Done(draft, told=(TOO_MANY,))
    label = text_of(op, "title")[:100].strip() or kind.label
    title = numbered(label, {node.title for node in draft.flow.nodes})
    name = node_id(wished, draft.flow.by_id, fallback=kind.type)
    flow = with_node(draft.flow, Node(name, kind.type, title, dict(kind.example)))
    grown = edits.move(replace(draft, flow=flow), {name: at})
    return Done(grown, {} if name == wished else {wished: name})


def _insert(draft: Draft, op: Op) -> Done:
    """A new node behind an exit; what the exit led to comes behind the new node."""
    added = _add(draft, op)
    gap = Gap(text_of(op, "source"), text_of(op, "exit"))
    name = added.names.get(text_of(op, "id"), text_of(op, "id"))
    return replace(added, draft=_between(added.draft, gap, name))


def _splice(draft: Draft, op: Op) -> Done:
    """A node that is there already, put on an edge."""
    gap = Gap(text_of(op, "source"), text_of(op, "exit"))
    return Done(_between(draft, gap, text_of(op, "id")))


def _between(draft: Draft, gap: Gap, name: str) -> Draft:
    node = draft.flow.get(name)
    if node is None or gap.node == name or not _may_lead(draft, gap, name):
        return draft
    after = draft.flow.by_id[gap.node].exits.get(gap.exit)
    grown = edits.connect(draft, gap, name)
    free = next((exit.id for exit in exits_of(node) if exit.id not in node.exits), None)
    if after and after != name and free and _may_lead(grown, Gap(name, free), after):
        grown = edits.connect(grown, Gap(name, free), after)
    return grown


def _may_lead(draft: Draft, gap: Gap, target: str) -> bool:
    """Nothing leads to a trigger, and only exits that are there lead anywhere."""
    there = draft.flow.get(target)
    return (
        there is not None
        and node_type(there.type).category != "trigger"
        and known_exit(draft, gap.node, gap.exit)
    )


def _connect(draft: Draft, op: Op) -> Done:
    """Also re-routes: an exit leads to one place. `from_source` and `from_exit` name the way let go of."""
    gap, target = Gap(text_of(op, "source"), text_of(op, "exit")), text_of(op, "target")
    if not _may_lead(draft, gap, target):
        return Done(draft)
    if "from_source" in op:
        draft = edits.disconnect(draft, Gap(text_of(op, "from_source"), text_of(op, "from_exit")))
    return Done(edits.connect(draft, gap, target))


def _disconnect(draft: Draft, op: Op) -> Done:
    for source, exit in op["ways"]:
        draft = edits.disconnect(draft, Gap(str(source), str(exit)))
    return Done(draft)


def _delete(draft: Draft, op: Op) -> Done:
    """Ways that led to a node with one place to go lead there now."""
    names = {str(name) for name in op.get("nodes", ())} & draft.flow.by_id.keys()
    drawn = edits.delete(draft, names) if names else draft
    drawn = _disconnect(drawn, {"ways": op.get("ways", ())}).draft
    return Done(margins.without(drawn, op.get("notes", ()), op.get("groups", ())))


def _move(draft: Draft, op: Op) -> Done:
    """Also what aligning and tidying in the drawing come to: it knows how large the boxes are."""
    moved = edits.move(draft, places_of(op.get("places", {})))
    return Done(margins.move_notes(moved, places_of(op.get("notes", {}))))


def _tidy(draft: Draft, op: Op) -> Done:
    """By the measured boxes where the drawing sends places, else by the kernel's own arrangement."""
    return _move(draft, op) if op.get("places") else Done(edits.tidy(draft))


def _duplicate(draft: Draft, op: Op) -> Done:
    names = [node.id for node in draft.flow.nodes if node.id in set(op["nodes"])]
    if len(draft.flow.nodes) + len(names) > NODE_LIMIT:
        return Done(draft, told=(TOO_MANY,))
    grown, twins = edits.duplicate(draft, names)
    return Done(grown, made=tuple(twins.values()))


def _paste(draft: Draft, op: Op) -> Done:
    pasted = parts.paste(draft, op["part"], place_of(op["at"]))
    return Done(pasted.draft, made=pasted.made, told=pasted.told)


def _collapse(draft: Draft, op: Op) -> Done:
    names = {str(name) for name in op["nodes"]} & draft.flow.by_id.keys()
    now = draft.layout.collapsed
    kept = now | names if op["on"] else now - names
    return Done(replace(draft, layout=replace(draft.layout, collapsed=frozenset(kept))))


def _rename(draft: Draft, op: Op) -> Done:
    return Done(edits.rename(draft, text_of(op, "id"), text_of(op, "title")[:120]))


DEEDS: Mapping[str, Callable[[Draft, Op], Done]] = {
    "add": _add,
    "insert": _insert,
    "splice": _splice,
    "connect": _connect,
    "disconnect": _disconnect,
    "delete": _delete,
    "move": _move,
    "align": _move,
    "tidy": _tidy,
    "duplicate": _duplicate,
    "paste": _paste,
    "collapse": _collapse,
    "rename": _rename,
    "note": lambda draft, op: Done(margins.put_note(draft, op)),
    "group": lambda draft, op: Done(margins.put_group(draft, op)),
}
