"""What waits while a run is at work is not put aside by a page that looks for news."""

from __future__ import annotations

from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from builder.runs import keep_in_order


def test_a_look_for_news_does_not_bring_back_the_page_that_was_left() -> None:
    keep_in_order()
    waiting = ScriptRequests()
    assert waiting.request_rerun(RerunData(page_script_hash="flows"))
    assert waiting.request_rerun(RerunData(page_script_hash="draw", fragment_id="news", is_auto_rerun=True))
    found = waiting.on_scriptrunner_yield()
    assert found
    assert found.rerun_data.page_script_hash == "flows"


def test_a_look_for_news_is_taken_where_nothing_waits() -> None:
    keep_in_order()
    waiting = ScriptRequests()
    assert waiting.request_rerun(RerunData(page_script_hash="draw", fragment_id="news", is_auto_rerun=True))
    assert waiting.on_scriptrunner_ready().rerun_data.fragment_id_queue == ["news"]
