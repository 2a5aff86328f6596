"""Steps that a newer Flowbook wrote: shown, led elsewhere, copied, never harmed, never published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from builder import edits, history
from builder.canvas.ops import apply
from builder.canvas.picture import picture
from builder.edits import Draft, Gap
from flowbook.checks import blocks, check
from flowbook.errors import UnreadableFile
from flowbook.layout import arrange
from flowbook.nodes import exits_of
from flowbook.reading import read_flow
from flowbook.store.folder import flow_path, load_flow
from flowbook.workspace import Workspace
from flowbook.writing import write_flow
from tests.builder_pages import data, html_of, open_screen

__all__ = ["data"]

FILE: dict[str, Any] = {
    "format": 1,
    "id": "newer",
    "title": "From a newer Flowbook",
    "languages": ["en"],
    "nodes": [
        {"id": "start", "type": "start", "title": "Start", "exits": {"next": "glow"}},
        {
            "id": "glow",
            "type": "hologram",
            "title": "Glow",
            "config": {"zeta": [1, {"b": 2, "a": 1}], "alpha": "über", "exits": {"x": 1}},
            "exits": {"seen": "bye", "blinked": "bye"},
            "note": "Ask the newer one",
        },
        {"id": "bye", "type": "message", "title": "Say goodbye", "config": {"text": "Bye"}},
    ],
}
TEXT = json.dumps(FILE, ensure_ascii=False, indent=2) + "\n"


@pytest.fixture
def draft() -> Draft:
    flow = read_flow(TEXT, carry=True)
    return Draft(flow, arrange(flow))


def test_a_draft_is_written_as_it_was_read(draft: Draft) -> None:
    assert write_flow(draft.flow) == TEXT
    assert history.from_json(history.to_json(draft)) == draft


def test_elsewhere_such_a_file_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="no step of the type “hologram”"):
        read_flow(TEXT)
    with pytest.raises(UnreadableFile):
        read_flow(TEXT.replace('"hologram"', '"?hologram"'))


def test_it_is_drawn_with_its_ways_and_keeps_the_flow_from_being_published(draft: Draft) -> None:
    drawn = picture(draft)
    assert [kind["label"] for kind in drawn["strangers"]] == ["Unknown step"]
    glow = next(node for node in drawn["nodes"] if node["id"] == "glow")
    assert ([port["id"] for port in glow["ports"]], glow["lines"]) == (["seen", "blinked"], ["hologram"])
    (issue,) = [one for one in check(draft.flow, Workspace()) if one.node == "glow"]
    assert blocks(issue)
    assert "“hologram”, which this Flowbook does not know" in issue.sentence


def test_its_ways_its_title_and_its_note_can_be_changed(draft: Draft) -> None:
    changed = edits.connect(edits.rename(draft, "glow", "Shine"), Gap("glow", "seen"), "glow")
    filed = json.loads(write_flow(edits.annotate(changed, "glow", "").flow))["nodes"][1]
    assert filed == {
        **{key: FILE["nodes"][1][key] for key in ("id", "type", "config")},
        "title": "Shine",
        "exits": {"seen": "glow", "blinked": "bye"},
    }


def test_a_copy_in_another_flow_is_whole(draft: Draft) -> None:
    glow = next(node for node in picture(draft)["nodes"] if node["id"] == "glow")
    step = {"id": "glow", "type": glow["kind"], **{key: glow[key] for key in ("title", "config", "at")}}
    part = {"flowbook": "part", "flow": "newer", "nodes": [{**step, "exits": {}}]}
    grown, ack = apply(draft, [{"op": "paste", "part": part, "at": [0, 900]}])
    (twin,) = ack.made
    assert grown.flow.by_id[twin].config["config"] == FILE["nodes"][1]["config"]
    assert [exit.id for exit in exits_of(grown.flow.by_id[twin])] == ["seen", "blinked"]
    copied, twins = edits.duplicate(draft, ["glow"])
    assert copied.flow.by_id[twins["glow"]].config == draft.flow.by_id["glow"].config


def test_its_form_says_what_it_is_and_changes_nothing(data: Path) -> None:
    path = flow_path(data, "newer")
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, "utf-8")
    page = open_screen("draw", flow="newer", step="glow")
    assert not page.exception
    assert "This Flowbook does not know steps of this type." in html_of(page)
    name = next(box for box in page.text_input if box.label == "Name of the step")
    name.set_value("Shine").run()
    assert path.read_text("utf-8") == TEXT.replace('"title": "Glow"', '"title": "Shine"')
    assert load_flow(data, "newer").title_of("glow") == "“Shine”"
