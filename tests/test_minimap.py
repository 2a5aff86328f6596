"""The small picture of a flow: long chains are folded into lines, nothing is lost or covered."""

from __future__ import annotations

from itertools import combinations

import pytest

from builder.look.minimap import Boxes, folded, minimap
from flowbook.flow import Flow, Node
from flowbook.layout import BOX_WIDTH, COLUMN, Layout

RATIO = 300 / 122


def chain(length: int) -> Boxes:
    return {f"n{number}": (number * COLUMN, 0, 96) for number in range(length)}


@pytest.mark.parametrize(("length", "lines"), [(3, 1), (12, 3), (30, 4)])
def test_a_long_chain_is_folded(length: int, lines: int) -> None:
    boxes, line_of = folded(chain(length), RATIO)
    assert len(set(line_of.values())) == lines
    assert list(boxes) == list(chain(length))


def test_folded_boxes_cover_no_other() -> None:
    boxes, _lines = folded({**chain(20), "low": (4 * COLUMN, 300, 200)}, RATIO)
    for (x1, y1, high1), (x2, y2, high2) in combinations(boxes.values(), 2):
        assert abs(x1 - x2) >= BOX_WIDTH or y1 + high1 <= y2 or y2 + high2 <= y1


def test_every_box_and_way_is_drawn_folded_or_not() -> None:
    nodes = tuple(
        Node(f"n{number}", "message", "Hi", {"text": "Hi"}, {"next": f"n{number + 1}"} if number < 29 else {})
        for number in range(30)
    )
    places = {name: (x, y) for name, (x, y, _) in chain(30).items()}
    drawn = minimap(Flow("long", "Long", nodes), Layout(places))
    assert (drawn.count('class="n '), drawn.count('class="e')) == (30, 29)


def test_an_empty_flow_has_a_picture_too() -> None:
    assert "<svg" in minimap(Flow("none", "None"), Layout())
