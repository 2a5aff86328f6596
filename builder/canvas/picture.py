"""What the drawing canvas shows of a draft: boxes with content and exits, edges, notes, groups. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from builder.edits import Draft
from flowbook import marks as authors
from flowbook.checks import Issue
from flowbook.flow import Node
from flowbook.layout import complete
from flowbook.nodes import exits_of, node_type, node_types
from flowbook.nodetype import CATEGORIES, NodeType
from flowbook.recall import by_identity
from flowbook.templates import shown
from flowbook.unknown import is_unknown

Data = dict[str, Any]
Say = Callable[[str], str]
CHIP = "\x1f"
"""Stands before and behind the name of a field in a line: "Hi \x1ffirst name\x1f!"."""
LINES, LONGEST_LINE = 3, 150
_PASSAGE_FIELD = re.compile(r"(?<![\w.{])(session\.[a-z]\w*)(?![^{}]*\})")
PASSAGE = ("session.", "event.", "answer.")


@dataclass(frozen=True)
class Tested:
    """Checked, visited, untouched or never, as flowbook.notebook.covered has it: `steps` by id, `ways` by
    step and exit."""

    steps: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Marks:
    """What is shown over the boxes and never moves them. `trace` are the nodes a conversation took and `here`
    is where it is now; `people` counts who is at a node, `tested` says what tests have seen."""

    issues: tuple[tuple[Issue, str], ...] = ()
    trace: tuple[str, ...] = ()
    here: str = ""
    people: Mapping[str, int] = field(default_factory=dict)
    tested: Tested | None = None


@dataclass(frozen=True)
class Words:
    """How the interface says things: `say` translates, `labels` are the fields' names for people,
    `categories` those of the palette's shelves, `icon` gives an icon's strokes as SVG."""

    say: Say = str
    labels: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    icon: Callable[[str], str] = lambda name: ""

    @cached_property
    def content(self) -> Callable[[Node], Data]:
        """What is drawn of a step wherever it stands; put into words once. Nobody may change it."""
        return by_identity(partial(_content, words=self))

    @cached_property
    def kinds(self) -> list[Data]:
        """The types of the palette. Nobody may change them."""
        return [_kind(kind, self) for kind in node_types().values()]


def picture(draft: Draft, words: Words = Words(), marks: Marks = Marks()) -> Data:
    """Everything that is drawn, as plain JSON: doc_id, nodes, edges, notes, groups, kinds, and the marks."""
    layout = complete(draft.flow, draft.layout)
    return {
        "doc_id": draft.flow.id,
        "nodes": [{**words.content(node), "at": list(layout.places[node.id])} for node in draft.flow.nodes],
        "edges": [[edge.source, edge.exit, edge.target] for edge in draft.flow.edges()],
        "collapsed": sorted(layout.collapsed),
        "notes": [_shape(name, note) for name, note in layout.notes.items()],
        "groups": [_shape(name, group) for name, group in layout.groups.items()],
        "kinds": words.kinds,
        "strangers": [_kind(node_type(one), words) for one in _strangers(draft)],
        "categories": [{"id": name, "label": words.categories.get(name, name)} for name in CATEGORIES],
        "issues": _issues(marks.issues),
        "trace": list(marks.trace),
        "here": marks.here,
        "people": dict(marks.people),
        "coverage": _tested(marks.tested),
    }


def _strangers(draft: Draft) -> list[str]:
    """Types that the palette does not offer, because nobody here knows them."""
    return sorted({node.type for node in draft.flow.nodes if is_unknown(node.type)})


def structure(draft: Draft) -> str:
    """A fingerprint of what is drawn by hand: boxes, ways, places, notes and groups, but no content."""
    layout = draft.layout
    shape = [
        [[n.id, n.type, sorted(n.exits.items()), [e.id for e in exits_of(n)]] for n in draft.flow.nodes],
        sorted(layout.places.items()),
        sorted(layout.collapsed),
        sorted((name, _shape(name, note)) for name, note in layout.notes.items()),
        sorted((name, _shape(name, group)) for name, group in layout.groups.items()),
    ]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:16]


def lines_of(kind: NodeType, config: Mapping[str, Any], words: Words) -> list[str]:
    """At most three lines of content, fields as chips, marks such as ** taken out."""
    found = [line_of(text, words.labels) for text in kind.summary(config) if text]
    return [line for line in found if line][:LINES]


def line_of(text: str, labels: Mapping[str, str]) -> str:
    """One line of content: fields between CHIPs, by their names for people; at most 150 characters."""
    text = _PASSAGE_FIELD.sub(r"{\1}", text.replace(CHIP, " ").replace(authors.GAP, " "))
    found = shown(text)
    names = [_field(value, labels) for what, value in found if what == "field"]
    bare = "".join(value if what == "text" else authors.GAP for what, value in found)
    plain = _unmarked(authors.read(bare))
    if len(plain) > LONGEST_LINE:
        plain = plain[: LONGEST_LINE - 1].rstrip() + "…"
    first, *rest = plain.split(authors.GAP)
    return first + "".join(f"{CHIP}{name}{CHIP}{after}" for name, after in zip(names, rest, strict=False))


def _unmarked(pieces: Iterable[authors.Piece]) -> str:
    return "".join(
        piece.text if isinstance(piece, authors.Words) else _unmarked(getattr(piece, "label", ()))
        for piece in pieces
    )


def _field(name: str, labels: Mapping[str, str]) -> str:
    if name in labels:
        return labels[name]
    for prefix in PASSAGE:
        name = name.removeprefix(prefix)
    return name.replace("_", " ").replace(".", " ")


def _content(node: Node, words: Words) -> Data:
    """`config` and `note` are there to be copied; nothing is drawn from them."""
    kind = node_type(node.type)
    return {
        "id": node.id,
        "kind": node.type,
        "title": node.title,
        "lines": lines_of(kind, node.config, words),
        "ports": _ports(kind, node.config, words),
        "config": dict(node.config),
        "note": node.note,
    }


def _ports(kind: NodeType, config: Mapping[str, Any], words: Words) -> list[Data]:
    return [
        {
            "id": exit.id,
            "label": line_of(words.say(exit.label), words.labels) if exit.label else "",
            "tone": exit.tone,
            "needed": exit.required,
        }
        for exit in kind.exits(config)
    ]


def _kind(kind: NodeType, words: Words) -> Data:
    return {
        "kind": kind.type,
        "label": words.say(kind.label),
        "help": words.say(kind.help),
        "category": kind.category,
        "icon": words.icon(kind.icon),
        "lines": lines_of(kind, kind.example, words),
        "ports": _ports(kind, kind.example, words),
    }


def _shape(name: str, shape: Any) -> Data:
    values = {key: getattr(shape, key) for key in shape.__slots__}
    return {"id": name, **{key: list(v) if isinstance(v, tuple) else v for key, v in values.items()}}


def _tested(tested: Tested | None) -> Data | None:
    if tested is None:
        return None
    ways = {f"{node}|{exit}": standing for (node, exit), standing in tested.ways.items()}
    return {"steps": dict(tested.steps), "ways": ways}


def _issues(issues: Iterable[tuple[Issue, str]]) -> dict[str, list[Data]]:
    """By node: level, sentence, and the port it concerns."""
    found: dict[str, list[Data]] = {}
    for issue, sentence in issues:
        if not issue.node:
            continue
        port = issue.field.removeprefix("exits.") if issue.field.startswith("exits.") else ""
        found.setdefault(issue.node, []).append({"level": issue.severity, "text": sentence, "port": port})
    return found
