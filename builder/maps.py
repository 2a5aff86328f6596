"""A flow drawn as a map to look at and to choose a step on, with streamlit-agraph 0.0.45.

The component draws on a canvas of its own: boxes are SVG pictures, ports small nodes beside them, so that an
edge begins at the way out it belongs to. It would run the HTML in a node's `title` and open it as an address,
so titles are always blank."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import quote

from streamlit_agraph import _agraph

from builder import state
from builder.canvas.picture import Tested
from builder.look.boxes import Box, Way, box_size, draw_box, port_height
from builder.look.colours import colours, theme
from builder.texts import _
from flowbook.checks import Issue
from flowbook.flow import Edge, Flow, Node
from flowbook.layout import Layout, complete
from flowbook.nodes import exits_of, node_type
from flowbook.templates import shown as pieces

MOST = 300
LOWEST, HIGHEST, STEP = 320, 640, 80
"""Heights of a map; in steps, so that it does not jump with every edit."""
FAR = 0.55
"""Where the whole flow would be drawn smaller than this, boxes show large titles only."""
USUAL_WIDTH = 880
SEP = "|"
Data = dict[str, Any]


@dataclass(frozen=True)
class Overlay:
    """What is shown over a flow: the selected node, the path a conversation took and where it is now, the
    issues whose number stands on their nodes, what tests have seen."""

    selected: str = ""
    path: tuple[str, ...] = ()
    here: str = ""
    issues: tuple[Issue, ...] = ()
    tested: Tested | None = None


@dataclass(frozen=True)
class Drawing:
    """`large` for maps seen from afar: titles instead of content."""

    flow: Flow
    layout: Layout
    over: Overlay
    large: bool
    theme: str


def flow_map(
    flow: Flow, layout: Layout, over: Overlay = Overlay(), *, key: str, height: int = HIGHEST
) -> str | None:
    """The id of the node that was clicked since the last run, else None. One map at a time on a page, never
    in tabs; at most MOST nodes are drawn. `height` is the most it may take; a flat flow takes less."""
    shown = complete(flow, layout)
    far, height = _scale(shown, height) < FAR, _height(shown, height)
    drawing = Drawing(flow, shown, over, far, theme())
    memory = state.remembered(f"map {key}")
    data = map_data(drawing, _alias(over.selected, memory))
    value = _agraph(data=json.dumps(data), config=json.dumps(_options(height)), key=key, default=None)
    return _clicked(value, flow, memory)


def map_data(drawing: Drawing, alias: dict[str, str]) -> Data:
    """Nodes and edges as the component takes them. `alias` renames single nodes, see _alias."""
    nodes: list[Data] = []
    for node in drawing.flow.nodes[:MOST]:
        box = box_of(drawing, node)
        name = alias.get(node.id, node.id)
        x, y = drawing.layout.places[node.id]
        nodes.append(_picture(name, box, (x, y), drawing.theme))
        nodes += _ports(name, box, (x, y), drawing)
    drawn = {node.id for node in drawing.flow.nodes[:MOST]}
    edges = [
        _line(edge, drawing, alias) for edge in drawing.flow.edges() if {edge.source, edge.target} <= drawn
    ]
    return {"nodes": nodes, "edges": edges}


def box_of(drawing: Drawing, node: Node) -> Box:
    kind = node_type(node.type)
    found = [issue for issue in drawing.over.issues if issue.node == node.id]
    ways = tuple(
        Way(_(exit.label), exit.tone, exit.required and exit.id not in node.exits)
        for exit in kind.exits(node.config)
    )
    return Box(
        title=node.title,
        kind=_(kind.label),
        category=kind.category,
        glyph=kind.icon,
        body=tuple(_bare(line) for line in kind.summary(node.config) if line),
        ways=ways,
        ring=_ring(drawing.over, node),
        dim=bool(drawing.over.path) and node.id not in drawing.over.path,
        here=node.id == drawing.over.here,
        badge=len(found),
        severe=any(issue.severity == "error" for issue in found),
        large=drawing.large,
    )


def _ring(over: Overlay, node: Node) -> str:
    if node.id == over.selected:
        return "selected"
    if over.tested:
        return f"tested-{over.tested.steps.get(node.id, '')}"
    return "visited" if node.id in over.path else ""


def _bare(text: str) -> str:
    """A text with its fields by name, as “Hi first name!”."""
    return "".join(value if kind == "text" else value.replace("_", " ") for kind, value in pieces(text))


def _picture(name: str, box: Box, place: tuple[int, int], theme: str) -> Data:
    width, height = box_size(box)
    image = "data:image/svg+xml;charset=utf-8," + quote(draw_box(box, theme))
    middle = {"x": place[0] + width / 2, "y": place[1] + height / 2}
    size = {"useImageSize": True, "interpolation": False}
    return {"id": name, "shape": "image", "image": image, "shapeProperties": size, **middle, **_BLANK}


def _ports(name: str, box: Box, place: tuple[int, int], drawing: Drawing) -> list[Data]:
    """A dot for each way out, and one without size where edges arrive."""
    c = colours(drawing.theme)
    x, y = place
    width, height = box_size(box)
    arrival = height // 2 if drawing.large else 25
    into = {"id": f"{name}{SEP}", "x": x - 2, "y": y + arrival, "shape": "dot", "size": 0.1, **_BLANK}
    dots = [into]
    for number, way in enumerate(box.ways):
        colour = c["warn"] if way.open else c["ink-3"]
        dots.append(
            {
                "id": f"{name}{SEP}{number}",
                "x": x + width,
                "y": y + (height // 2 if drawing.large else port_height(box, number)),
                "shape": "dot",
                "size": 5 if not drawing.large else 7,
                "color": {"background": c["card"], "border": colour},
                "borderWidth": 1.6,
                "shapeProperties": {"borderDashes": [2, 2] if way.open else False},
                **_BLANK,
            }
        )
    return dots


def _line(edge: Edge, drawing: Drawing, alias: dict[str, str]) -> Data:
    c = colours(drawing.theme)
    over = drawing.over
    hot = (edge.source, edge.target) in set(zip(over.path, over.path[1:], strict=False))
    tested = over.tested.ways.get((edge.source, edge.exit), "") if over.tested else ""
    source = drawing.flow.by_id[edge.source]
    exits = [exit.id for exit in exits_of(source)]
    number = exits.index(edge.exit) if edge.exit in exits else 0
    return {
        "id": f"{edge.source}{SEP}{edge.exit}",
        "from": f"{alias.get(edge.source, edge.source)}{SEP}{number}",
        "to": f"{alias.get(edge.target, edge.target)}{SEP}",
        "color": {"color": c["act"] if hot else c[_TESTED.get(tested, "line-2")], "opacity": 1},
        "width": (3 if hot else 1.8) * (1.6 if drawing.large else 1),
        "dashes": [6, 5] if tested in UNTESTED else False,
    }


_TESTED = {"checked": "ok", "visited": "warn"}
UNTESTED = ("untouched", "never")
_BLANK: Data = {"label": "", "div": {"innerHTML": ""}, "fixed": True, "chosen": False}
"""Without a title: the component would run it, open it as an address, and show even an empty one as a
bubble."""


def _options(height: int) -> Data:
    bend = {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.5}
    arrow = {"to": {"enabled": True, "scaleFactor": 0.55}}
    edges = {"smooth": bend, "arrows": arrow, "chosen": False, "selectionWidth": 0, "hoverWidth": 0}
    still = {"dragNodes": False, "hover": False, "selectConnectedEdges": False, "hideEdgesOnDrag": False}
    return {
        "height": f"{height}px",
        "width": "100%",
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "hierarchical": {"enabled": False}},
        "interaction": still,
        "edges": edges,
    }


def _alias(selected: str, memory: Data) -> dict[str, str]:
    """New names for nodes on the map. The component repeats its last value on every run, so a second click on
    the same node would not be seen: as soon as something else is selected, the node clicked last is
    renamed."""
    last = memory.get("node", "")
    if last and last != selected and not memory.get("renamed"):
        memory["turn"] = memory.get("turn", 0) + 1
        memory["renamed"] = True
        memory["alias"] = {last: f"{last}{SEP * 2}{memory['turn']}"}
    return dict(memory.get("alias", {}))


def _clicked(value: Any, flow: Flow, memory: Data) -> str | None:
    """The node of a click that was not answered yet; a click on a port is one on its node."""
    if value == memory.get("value"):
        return None
    node = str(value or "").partition(SEP)[0]
    memory |= {"value": value, "node": node, "renamed": False}
    return node if node in flow.by_id else None


def _scale(layout: Layout, height: int) -> float:
    """How large the whole flow would be drawn; 1 is life size."""
    wide, high = _extent(layout)
    return min(1.0, USUAL_WIDTH / wide, height / high)


def _height(layout: Layout, most: int) -> int:
    """What the flow needs when it fills the width."""
    wide, high = _extent(layout)
    needed = high * min(1.0, USUAL_WIDTH / wide) + STEP
    return min(most, max(LOWEST, STEP * ceil(needed / STEP)))


def _extent(layout: Layout) -> tuple[int, int]:
    """Width and height of the flow with some air around it."""
    across = [x for x, _y in layout.places.values()] or [0]
    down = [y for _x, y in layout.places.values()] or [0]
    return max(across) - min(across) + 280, max(down) - min(down) + 220
