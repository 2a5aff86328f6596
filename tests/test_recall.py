"""What is worked out once of a step holds over a save, for all but the steps that were changed."""

import gc
import weakref
from pathlib import Path

import pytest

from builder import drafts, edits
from builder.edits import Draft, Gap
from builder.home.cards import _picture
from flowbook.flow import Flow, Node
from flowbook.layout import Layout
from flowbook.recall import MOST, by_identity


def test_what_was_found_is_found_again_for_the_same_value_only() -> None:
    asked: list[object] = []
    found = by_identity(lambda value: asked.append(value) or len(asked))
    first, equal = {"a": 1}, {"a": 1}
    assert [found(first), found(first), found(equal)] == [1, 1, 2]


def test_what_is_known_of_a_value_never_passes_to_another_at_its_place_in_memory() -> None:
    found = by_identity(lambda value: value["number"])
    assert all(found({"number": number}) == number for number in range(2 * MOST))


def test_a_bound_of_ones_own_lets_go_of_what_came_before() -> None:
    class Thing:
        pass

    first = Thing()
    gone = weakref.ref(first)
    found = by_identity(id, most=3)
    found(first)
    del first
    for thing in [Thing() for _ in range(4)]:
        found(thing)
    assert gone() is None


def test_pictures_of_flows_that_are_gone_do_not_stay() -> None:
    for number in range(400):
        _picture(Draft(Flow(f"f{number}", "F", ()), Layout()))
    kept = [one for one in gc.get_objects() if isinstance(one, Draft) and one.flow.title == "F"]
    assert len(kept) <= 100


def test_steps_that_a_save_did_not_touch_stay_the_very_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWBOOK_DATA", str(tmp_path))
    steps = tuple(Node(name, "message", name, {"text": f"I am {name}"}) for name in ("a", "b", "c"))
    drafts.save(Draft(Flow("f", "F", steps)))
    before = drafts.load("f").flow
    drafts.save(edits.connect(drafts.load("f"), Gap("a", "next"), "b"))
    after = drafts.load("f").flow
    assert after.by_id["a"].exits == {"next": "b"}
    assert after.by_id["b"] is before.by_id["b"]
    assert after.by_id["c"] is before.by_id["c"]


def test_a_step_that_was_changed_behind_the_builders_back_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWBOOK_DATA", str(tmp_path))
    drafts.save(Draft(Flow("f", "F", (Node("a", "message", "A", {"text": "Hello"}),))))
    drafts.load("f")
    path = tmp_path / "flows" / "f" / "f.flow.json"
    path.write_text(path.read_text("utf-8").replace("Hello", "Good morning"), "utf-8")
    assert drafts.load("f").flow.by_id["a"].config["text"] == "Good morning"
