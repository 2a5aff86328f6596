"""Runs that are overtaken: what somebody pressed is done once, whatever the page asks for meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from builder import state
from builder.canvas import desk, face


class Overtaken(Exception):
    """What a run of Streamlit ends with at its next touch of the session, once a newer request is there."""


class Session(dict[str, Any]):
    """As Streamlit keeps it: every touch is a place where the run may end."""

    _yield_callback: Callable[[], None]

    def __getitem__(self, key: str) -> Any:
        self._yield_callback()
        return super().__getitem__(key)


@pytest.fixture
def overtaken(monkeypatch: pytest.MonkeyPatch) -> Session:
    """A visit in the middle of a run that a newer request has overtaken."""

    def ends() -> None:
        raise Overtaken

    session = Session()
    session._yield_callback = ends
    visit = type("Context", (), {"session_state": session, "session_id": "visit"})()
    monkeypatch.setattr(state, "get_script_run_ctx", lambda suppress_warning: visit)
    monkeypatch.setattr(state.st, "session_state", session)
    return session


def test_a_step_selected_on_the_canvas_is_selected_though_the_run_is_overtaken(overtaken: Session) -> None:
    dict.update(overtaken, canvas={"selection": ["hours"]})
    face._heard("canvas", partial(desk._heard, "shop", False))
    overtaken._yield_callback = lambda: None
    assert state.selected("shop") == "hours"


def test_a_press_waits_for_the_run_that_comes_to_the_button(overtaken: Session) -> None:
    state.press("publish")
    with pytest.raises(Overtaken):
        state.take_press("publish")
    overtaken._yield_callback = lambda: None
    assert state.take_press("publish")
    assert not state.take_press("publish")


def test_a_press_on_what_is_no_longer_there_is_forgotten() -> None:
    def page() -> None:
        import streamlit as st

        from builder import state
        from builder.look import kit

        if not st.session_state.get("gone"):
            kit.button("Go", key="go")
        st.session_state["gone"] = True
        if st.session_state.get("back") and kit.button("Go", key="go"):
            st.write("gone twice")
        state.forget_presses()

    shown = AppTest.from_function(page).run()
    shown.button(key="go").click()
    shown.run()
    shown.session_state["back"] = True
    shown.run()
    assert not shown.exception
    assert not shown.markdown


def test_a_long_visit_keeps_what_its_last_forms_need_and_forgets_the_oldest(overtaken: Session) -> None:
    overtaken._yield_callback = lambda: None
    for number in range(state.MOST_PASSING):
        state.passing(f"form {number}")["typed"] = number
        state.show(f"way {number}", "next")
    state.passing("form 0")
    for number in range(state.MOST_PASSING // 2):
        state.passing(f"later form {number}")
        state.show(f"later way {number}", "next")
    assert state.passing("form 0") == {"typed": 0}
    assert state.passing(f"form {state.MOST_PASSING - 1}") == {"typed": state.MOST_PASSING - 1}
    assert state.passing("form 1") == {}
    assert len(overtaken["passing"]) <= state.MOST_PASSING
    assert len(overtaken["shown"]) <= state.MOST_PASSING


def test_a_field_shows_what_changed_behind_its_back_and_else_what_was_chosen(overtaken: Session) -> None:
    overtaken._yield_callback = lambda: None
    state.show("way", "a")
    overtaken["way"] = "chosen"
    state.show("way", "a")
    assert overtaken["way"] == "chosen"
    state.show("way", "b")
    assert overtaken["way"] == "b"
