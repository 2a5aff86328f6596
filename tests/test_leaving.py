"""Going to another page while the page that is left still asks for itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from builder.leaving import steadied

HOME = RerunData(page_script_hash="home", page_name="", query_string="")
DRAW = RerunData(page_script_hash="draw", query_string="flow=salon")
DRAWN = replace(DRAW, widget_states=WidgetStates(widgets=[WidgetState(id="canvas", json_trigger_value="{}")]))
CLOCK = RerunData(
    page_script_hash="draw", query_string="flow=salon", fragment_id="others", is_auto_rerun=True
)


def taken(*asked: RerunData, shown: str) -> RerunData:
    """What a run begins with after all that was asked while another one was at work."""
    requests = ScriptRequests()
    for one in asked:
        told = steadied(one, requests, shown)
        assert told is None or requests.request_rerun(told)
    return requests.on_scriptrunner_ready().rerun_data


@pytest.mark.parametrize("late", [CLOCK, DRAW, DRAWN], ids=["a clock", "a field", "a canvas"])
def test_what_the_page_that_is_left_asks_brings_it_not_back(late: RerunData) -> None:
    begun = taken(HOME, late, shown="draw")
    assert (begun.page_script_hash, begun.query_string, begun.fragment_id_queue) == ("home", "", [])


def test_somebody_who_thinks_better_of_it_stays() -> None:
    """A page asked for that was not shown last is where somebody went."""
    other = RerunData(page_script_hash="test", query_string="flow=salon")
    assert taken(HOME, other, shown="draw").page_script_hash == "test"


def test_what_is_drawn_is_heard_without_bringing_the_page_back() -> None:
    """The run of the page that somebody went to is at work already."""
    requests = ScriptRequests()
    requests.request_rerun(HOME)
    requests.on_scriptrunner_ready()
    told = steadied(DRAWN, requests, "home")
    assert told is not None
    assert (told.page_script_hash, told.widget_states) == ("home", DRAWN.widget_states)


def test_clocks_of_a_page_that_was_left_are_not_heard() -> None:
    assert steadied(CLOCK, ScriptRequests(), "home") is None


def test_clocks_of_the_page_that_is_shown_go_on() -> None:
    assert taken(CLOCK, shown="draw").fragment_id_queue == ["others"]
    assert taken(DRAW, CLOCK, shown="draw").fragment_id_queue == []
