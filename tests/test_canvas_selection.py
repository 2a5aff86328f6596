"""What is selected on the drawing beside the form of one step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.builder_pages import components, data, open_part
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]
DRAWN = """
from builder import drafts
from builder.canvas import desk
from builder.canvas.face import CanvasAnswer
draft = drafts.load("FLOW")
first, second, third = [node.id for node in draft.flow.nodes[:3]]
desk.drawing(draft, look=desk.Look(first))
desk._heard("FLOW", False, CanvasAnswer(selection=(second, third)))
desk.drawing(draft, look=desk.Look(SHOWN), key="again")
"""


def drawn(data: Path, shown: str) -> dict[str, Any]:
    """What the canvas is told once two other steps than that of the form are selected."""
    folder_with_shoes(data)
    page = open_part(DRAWN.replace("FLOW", FLOW).replace("SHOWN", shown))
    assert not page.exception
    told: dict[str, Any] = json.loads(components(page)[-1].proto.json)
    return told


def test_several_steps_stay_selected_beside_the_form_of_another(data: Path) -> None:
    assert drawn(data, "first")["focus"] is None


def test_a_form_that_becomes_another_steps_has_it_selected(data: Path) -> None:
    told = drawn(data, "draft.flow.nodes[3].id")
    assert told["focus"]["id"] == told["selected"]
