"""The builder's screens run without a browser, over a data folder of their own."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).resolve().parent.parent / "builder" / "app.py")
PATIENCE = 60
"""Seconds that a screen may take: two cores are shared with other work."""

for name in ("streamlit.runtime.scriptrunner_utils.script_run_context", "streamlit.runtime.state"):
    logging.getLogger(name).setLevel(logging.ERROR)


def open_screen(address: str, **query: str) -> AppTest:
    """One screen drawn as the app draws it; `FLOWBOOK_DATA` says over which folder."""
    found = AppTest.from_string(_SCRIPT.replace("ADDRESS", address), default_timeout=PATIENCE)
    for key, value in query.items():
        found.query_params[key] = value
    return found.run()


def open_part(body: str) -> AppTest:
    """Some lines of a page on their own, as for what a dialog shows: AppTest runs no fragments, so that a
    dialog closes with the first press in it."""
    script = _SCRIPT.partition("found =")[0] + body
    return AppTest.from_string(script, default_timeout=PATIENCE).run()


def html_of(page: AppTest) -> str:
    """All the HTML on the page: what `kit.show` put up and what components were given."""
    shown = [element.proto.body for element in page.main if element.type == "html"]
    given = [json.loads(one.proto.json).get("html", "") for one in components(page)]
    return "\n".join([*shown, *given])


def components(page: AppTest) -> list[Any]:
    return [element for element in page.main if element.type == "bidi_component"]


def press(page: AppTest, label: str) -> AppTest:
    """The first button of that label."""
    found = [button for button in page.button if button.label == label]
    assert found, f"there is no button “{label}”, only {[button.label for button in page.button]}"
    return found[0].click().run()


def draw(page: AppTest, flow: str, *ops: dict[str, Any]) -> AppTest:
    """Deeds on the drawing canvas, as the browser would send them."""
    page.session_state["deeds"] = (flow, ops)
    return page.run()


def drawn(page: AppTest) -> dict[str, Any]:
    """What the drawing canvas on the page was given."""
    return next(given for one in components(page) if "doc_id" in (given := json.loads(one.proto.json)))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLOWBOOK_DATA", str(tmp_path))
    # AppTest has no browser behind it: what stands in for its cookies answers to any name.
    monkeypatch.setattr(type(st.context), "cookies", {})
    return tmp_path


_SCRIPT = """
import streamlit as st
from builder import screens
from builder.guard import run_guarded

page = st.navigation(screens.pages(), position="top")
if "deeds" in st.session_state:
    from time import time_ns
    from builder.canvas import desk, face
    flow, ops = st.session_state.pop("deeds")
    desk.follow(flow, face.Event(time_ns(), flow, 0, ops))
found = next(one for one in screens.screens() if one.address == "ADDRESS")
run_guarded(found.page)
"""
