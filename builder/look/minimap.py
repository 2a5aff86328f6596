"""A small picture of a whole flow, drawn as SVG from its layout."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flowbook.flow import Flow
from flowbook.layout import BOX_WIDTH, COLUMN, Layout, box_height, complete
from flowbook.nodes import node_type

Box = tuple[int, int, int]
Boxes = dict[str, Box]
"""x, y and height by the node's id."""
PAD = 40
MOST_LINES, BETWEEN, STUB = 4, 70, 46


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
    dot. A long chain is folded into several lines, as a text is, so that its boxes can be told apart."""
    places = complete(flow, layout).places
    plain = {name: (x, y, box_height(flow, name)) for name, (x, y) in places.items()}
    boxes, lines = folded(plain, 300 / height)
    frame = _frame(boxes, 300 / height)
    drawn = [_edge(flow, boxes, way, path, lines) for way in _lines(flow, path)]
    drawn += [_box(flow, name, box, path) for name, box in boxes.items()]
    if here in boxes:
        x, y, _ = boxes[here]
        drawn.append(f'<circle class="here" cx="{x + BOX_WIDTH - 4}" cy="{y + 4}" r="24"/>')
    view = f"{frame.x:.0f} {frame.y:.0f} {frame.width:.0f} {frame.height:.0f}"
    return f'<svg class="map" viewBox="{view}" aria-hidden="true">{"".join(drawn)}</svg>'


def folded(boxes: Boxes, ratio: float) -> tuple[Boxes, dict[str, int]]:
    """The boxes in as many lines as show them largest, and the line of each."""
    tried = [_in_lines(boxes, count) for count in range(1, MOST_LINES + 1)] if boxes else []
    return max(tried, key=lambda one: _scale(one[0], ratio), default=(boxes, {}))


def _in_lines(boxes: Boxes, count: int) -> tuple[Boxes, dict[str, int]]:
    left = min(x for x, _, _ in boxes.values())
    columns = (max(x for x, _, _ in boxes.values()) - left) // COLUMN + 1
    width = -(-columns // count) * COLUMN
    lines = {name: int(x - left) // width for name, (x, _, _) in boxes.items()}
    found, drop = dict[str, Box](), 0
    for line in sorted(set(lines.values())):
        inside = {name: box for name, box in boxes.items() if lines[name] == line}
        top = min(y for _, y, _ in inside.values())
        found |= {name: (x - line * width, y - top + drop, high) for name, (x, y, high) in inside.items()}
        drop += max(y + high for _, y, high in inside.values()) - top + BETWEEN
    return {name: found[name] for name in boxes}, lines


def _scale(boxes: Boxes, ratio: float) -> float:
    frame = _frame(boxes, ratio)
    return 1 / frame.width


def _frame(boxes: Boxes, ratio: float) -> Frame:
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
    flow: Flow, boxes: Boxes, way: tuple[str, str], path: Collection[str], lines: dict[str, int]
) -> str:
    """From a line to another one only its two ends are drawn."""
    source, target = way
    x1, y1, high = boxes[source]
    x2, y2, _ = boxes[target]
    x1, y1, y2 = x1 + BOX_WIDTH, y1 + high // 2, y2 + 30
    hot = " hot" if source in path and target in path else ""
    bend = max(40, abs(x2 - x1) // 2)
    drawn = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    if lines.get(source) != lines.get(target):
        drawn = f"M{x1} {y1}h{STUB}M{x2 - STUB} {y2}h{STUB}"
    return f'<path class="e{hot}" d="{drawn}"/>'


def _box(flow: Flow, name: str, box: Box, path: Collection[str]) -> str:
    x, y, high = box
    category = node_type(flow.by_id[name].type).category
    look = "hot" if name in path else "dim" if path else ""
    size = f'x="{x}" y="{y}" width="{BOX_WIDTH}" height="{high}"'
    return (
        f'<g class="k-{category}"><rect class="n {look}" {size} rx="22"/>'
        f'<rect class="b" x="{x + 18}" y="{y + 18}" width="34" height="28" rx="9"/>'
        f'<rect class="t" x="{x + 66}" y="{y + 24}" width="96" height="15" rx="7"/></g>'
    )
