"""Undo and redo of one visit, alone and beside the changes of others."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from builder import edits, history
from builder.edits import Draft, Gap
from builder.history import History, Moved
from builder.merging import merge
from flowbook.flow import Flow, Node
from flowbook.layout import Layout

Data = dict[str, Any]


@pytest.fixture
def draft() -> Draft:
    menu = {"text": "Which?", "buttons": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}
    nodes = (
        Node("start", "start", "Start", {}, {"next": "ask"}),
        Node("ask", "menu", "Ask", menu, {"a": "yes", "b": "no"}),
        Node("yes", "message", "Say yes", {"text": "Yes"}, {"next": "bye"}),
        Node("no", "message", "Say no", {"text": "No"}),
        Node("bye", "message", "Say goodbye", {"text": "Bye"}),
    )
    places = {"start": (0, 0), "ask": (290, 0), "yes": (580, 0), "no": (580, 200), "bye": (870, 0)}
    return Draft(Flow("shop", "Shop", nodes), Layout(places))


def done(*drafts: Draft) -> tuple[History, Data]:
    """A history of these drafts one after the other, and the last one."""
    past, sheets = History(), [history.to_json(draft) for draft in drafts]
    for before, after in pairwise(sheets):
        past = history.do(past, before, after)
    return past, sheets[-1]


def undone(past: History, now: Data | Draft) -> Moved:
    return history.undo(past, history.to_json(now) if isinstance(now, Draft) else now)


def draft_of(moved: Moved) -> Draft:
    return history.from_json(moved.now)


def test_undo_and_redo_over_structure_and_content(draft: Draft) -> None:
    first = edits.rename(draft, "yes", "Agree")
    second = edits.delete(first, ["no"])
    once = undone(*done(draft, first, second))
    twice = undone(once.history, once.now)
    assert (draft_of(once), draft_of(twice)) == (first, draft)
    again = history.redo(twice.history, twice.now)
    assert draft_of(history.redo(again.history, again.now)) == second
    assert undone(twice.history, twice.now).now == twice.now


def test_a_new_change_forgets_what_was_undone(draft: Draft) -> None:
    back = undone(*done(draft, edits.delete(draft, ["no"])))
    onward = history.do(back.history, back.now, history.to_json(edits.rename(draft, "yes", "Agree")))
    assert onward.undone == ()


def test_no_change_is_no_step(draft: Draft) -> None:
    assert done(draft, replace(draft))[0].done == ()


def test_the_history_has_an_end(draft: Draft) -> None:
    titles = [edits.rename(draft, "yes", f"Title {number}") for number in range(history.MOST + 20)]
    assert len(done(draft, *titles)[0].done) == history.MOST


def test_a_long_history_keeps_what_stays_once(draft: Draft) -> None:
    renamed = replace(draft, flow=replace(draft.flow, title="Another name"))
    before = history.to_json(draft)
    after = history.shared(history.to_json(renamed), before)
    assert after == history.to_json(renamed)
    assert after["layout"] is before["layout"]
    assert all(
        one is other for one, other in zip(after["flow"]["nodes"], before["flow"]["nodes"], strict=True)
    )


def test_undo_takes_back_ones_own_change_alone(draft: Draft) -> None:
    mine = edits.rename(draft, "yes", "Agree")
    theirs = edits.set_config(edits.rename(mine, "no", "Refuse"), "yes", {"text": "Yes!"})
    back = undone(done(draft, mine)[0], theirs)
    flow = draft_of(back).flow.by_id
    assert (flow["yes"].title, flow["yes"].config["text"], flow["no"].title) == ("Say yes", "Yes!", "Refuse")
    assert back.kept == ()
    assert draft_of(history.redo(back.history, back.now)) == theirs


def test_what_somebody_changed_since_stays_and_is_told(draft: Draft) -> None:
    mine = edits.rename(edits.rename(draft, "yes", "Agree"), "no", "Refuse")
    theirs = edits.rename(mine, "yes", "Theirs")
    back = undone(done(draft, mine)[0], theirs)
    assert [draft_of(back).flow.by_id[name].title for name in ("yes", "no")] == ["Theirs", "Say no"]
    assert history.kept_steps(back.kept, back.now) == ["Theirs"]


def test_a_deleted_step_comes_back_where_it_was(draft: Draft) -> None:
    mine = edits.delete(draft, ["no"])
    theirs = edits.add(mine, "message", "Theirs")[0]
    flow = draft_of(undone(done(draft, mine)[0], theirs)).flow
    assert [node.id for node in flow.nodes] == ["start", "ask", "yes", "no", "bye", "theirs"]
    assert flow.by_id["ask"].exits == {"a": "yes", "b": "no"}


def test_a_step_that_others_lead_to_meanwhile_stays(draft: Draft) -> None:
    mine, new = edits.add(draft, "message", "Mine")
    theirs = edits.connect(mine, Gap("bye", "next"), new)
    back = undone(done(draft, mine)[0], theirs)
    assert draft_of(back).flow.by_id["bye"].exits == {"next": new}
    assert history.kept_steps(back.kept, back.now) == ["Mine"]


def test_ways_to_what_is_gone_do_not_come_back(draft: Draft) -> None:
    mine = edits.delete(draft, ["yes"], close=False)
    theirs = edits.delete(mine, ["bye"])
    flow = draft_of(undone(done(draft, mine)[0], theirs)).flow
    assert flow.by_id["yes"].exits == {}
    assert flow.by_id["ask"].exits["a"] == "yes"


def test_buttons_are_merged_one_by_one() -> None:
    one, two, three = ({"id": name, "label": name.upper()} for name in "abc")
    mine = [{**one, "label": "Mine"}, two]
    theirs = [one, {**two, "label": "Theirs"}, three]
    merged, clashes = merge([one, two], mine, theirs)
    assert [button["label"] for button in merged] == ["Mine", "Theirs", "C"]
    assert clashes == ()


def test_an_order_i_changed_is_mine_and_what_they_added_stands_behind_its_neighbour() -> None:
    merged, clashes = merge(["a", "b", "c"], ["c", "a", "b"], ["a", "x", "b", "c"])
    assert (merged, clashes) == (["c", "a", "x", "b"], ())


def test_both_changed_one_text_the_wished_side_is_kept() -> None:
    base, mine, theirs = {"en": "A", "ru": "А"}, {"en": "B", "ru": "А"}, {"en": "C", "ru": "Б"}
    kept, clashes = merge(base, mine, theirs)
    assert kept == {"en": "B", "ru": "Б"}
    assert [(clash.path, clash.mine, clash.theirs) for clash in clashes] == [(("en",), "B", "C")]
    assert merge(base, mine, theirs, keep="theirs")[0] == {"en": "C", "ru": "Б"}


def test_two_new_steps_of_one_id_stay_two(draft: Draft) -> None:
    mine, new = edits.insert(draft, Gap("no", "next"), "message", "Mine")
    theirs, other = edits.insert(draft, Gap("bye", "next"), "message", "Mine")
    theirs = edits.set_config(theirs, other, {"text": "Theirs"})
    assert new == other
    both = history.from_json(history.together(*map(history.to_json, (draft, mine, theirs)))).flow
    added = [node for node in both.nodes if node.title == "Mine"]
    assert len(added) == 2
    assert both.by_id[both.by_id["bye"].exits["next"]].config == {"text": "Theirs"}
    assert both.by_id["no"].exits["next"] != both.by_id["bye"].exits["next"]
