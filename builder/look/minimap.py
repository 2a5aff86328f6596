"""A small picture of a whole flow, drawn as SVG from its layout."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flowbook.flow import Flow
from flowbook.layout import BOX_WIDTH, Layout, box_height, complete
from flowbook.nodes import node_type

PAD = 40


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the layout's plane that the picture shows."""

    x: float
    y: float
    width: float
    height: float


def minimap(
    flow: Flow, layout: Layout, *, path: Collection[str] = (), here: str = "", height: int = 122
) -> str:
    """SVG for `tap`, 300 wide in proportion. `path` are nodes drawn as visited, `here` the one with the
    dot."""
    places = complete(flow, layout).places
    boxes = {name: (x, y, box_height(flow, name)) for name, (x, y) in places.items()}
    frame = _frame(boxes, 300 / height)
    drawn = [_edge(flow, boxes, source, target, path) for source, target in _lines(flow, path)]
    drawn += [_box(flow, name, box, path) for name, box in boxes.items()]
    if here in boxes:
        x, y, _ = boxes[here]
        drawn.append(f'<circle class="here" cx="{x + BOX_WIDTH - 4}" cy="{y + 4}" r="24"/>')
    view = f"{frame.x:.0f} {frame.y:.0f} {frame.width:.0f} {frame.height:.0f}"
    return f'<svg class="map" viewBox="{view}" aria-hidden="true">{"".join(drawn)}</svg>'


def _frame(boxes: dict[str, tuple[int, int, int]], ratio: float) -> Frame:
    """All boxes with a margin, widened or heightened to the ratio of width to height."""
    if not boxes:
        return Frame(0, 0, 300, 300 / ratio)
    x = min(box[0] for box in boxes.values()) - PAD
    y = min(box[1] for box in boxes.values()) - PAD
    width = max(box[0] for box in boxes.values()) + BOX_WIDTH + PAD - x
    height = max(box[1] + box[2] for box in boxes.values()) + PAD - y
    wide, high = max(width, height * ratio, 900), max(height, width / ratio, 900 / ratio)
    return Frame(x - (wide - width) / 2, y - (high - height) / 2, wide, high)


def _lines(flow: Flow, path: Collection[str]) -> list[tuple[str, str]]:
    """From and to of every edge once, those on the path last, so that they lie on top."""
    found = {(edge.source, edge.target) for edge in flow.edges() if edge.target in flow.by_id}
    return sorted(found, key=lambda line: (line[0] in path and line[1] in path, line))


def _edge(
    flow: Flow, boxes: dict[str, tuple[int, int, int]], source: str, target: str, path: Collection[str]
) -> str:
    x1, y1, high = boxes[source]
    x2, y2, _ = boxes[target]
    x1, y1, y2 = x1 + BOX_WIDTH, y1 + high // 2, y2 + 30
    bend = max(40, abs(x2 - x1) // 2)
    hot = " hot" if source in path and target in path else ""
    return f'<path class="e{hot}" d="M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"/>'


def _box(flow: Flow, name: str, box: tuple[int, int, int], path: Collection[str]) -> str:
    x, y, high = box
    category = node_type(flow.by_id[name].type).category
    look = "hot" if name in path else "dim" if path else ""
    size = f'x="{x}" y="{y}" width="{BOX_WIDTH}" height="{high}"'
    return (
        f'<g class="k-{category}"><rect class="n {look}" {size} rx="22"/>'
        f'<rect class="b" x="{x + 18}" y="{y + 18}" width="34" height="28" rx="9"/>'
        f'<rect class="t" x="{x + 66}" y="{y + 24}" width="96" height="15" rx="7"/></g>'
    )
