"""The card about what customers would notice: sentences, both chats, the bar's work done once."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.testing.v1 import AppTest

from flowbook.store import PRACTICE, Store
from flowbook.store.folder import flow_path, save_flow
from flowbook.store.publishing import publish
from tests.builder_pages import data, html_of, open_screen, press
from tests.shoe_shop import FLOW, folder_with_shoes, greeting_otherwise, shoes

__all__ = ["data"]

TEST = """\
notebook: Somebody asks for a pair
flow: shoes
customers:
  - {id: ann, set: {first_name: Ann}}
  - {id: bob, set: {first_name: Bob}}
cells:
  - {id: begin, say: /start}
  - {id: pick, tap: 36–38}
"""


@pytest.fixture
def shop(data: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The flow is live, and its draft greets otherwise."""
    monkeypatch.setattr("builder.publishing.talks._found", {})
    monkeypatch.setattr("builder.publishing.testing._verdicts", {})
    found = folder_with_shoes(data)
    publish(found, shoes(), [PRACTICE])
    save_flow(data, greeting_otherwise())
    return found


@pytest.fixture
def with_test(shop: Store) -> Store:
    flow_path(shop.data, FLOW).with_name("asks.test.yaml").write_text(TEST, "utf-8")
    return shop


def opened() -> AppTest:
    page = open_screen("publish", flow=FLOW)
    assert not page.exception
    return page


def buttons(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def test_the_same_customers_talk_to_both_versions(with_test: Store) -> None:
    html = html_of(opened())
    assert "2 customers talked to version 1 and to your draft" in html
    assert "<b>0</b> get the same as before" in html
    assert "<b>2</b> read other words" in html
    assert "“Say hello” says something else to 2 of 2 customers." in html
    assert "Because: “Say hello”: What the bot says: “Hi!”" in html


def test_one_conversation_is_shown_before_and_now(with_test: Store) -> None:
    html = html_of(opened())
    before, _, now = html.partition("<small>Your draft</small>")
    assert "Hi Ann! Looking for your next pair?" in before
    assert "Hi!" in now
    assert "Ann, Bob. From the test “Somebody asks for a pair”." in now


def test_it_is_worked_out_once(with_test: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    opened()
    monkeypatch.setattr("builder.publishing.talks.compare_behaviour", None)
    assert "2 customers talked" in html_of(opened())


def test_nothing_is_said_where_the_draft_is_what_is_live(shop: Store, data: Path) -> None:
    save_flow(data, shoes())
    assert "What customers would notice" not in html_of(opened())


def test_without_tests_conversations_are_found_when_asked_for(shop: Store) -> None:
    page = opened()
    assert "There are no tests to talk with." in html_of(page)
    html = html_of(press(page, "Find conversations and compare"))
    assert "“Say hello” says something else to" in html
    assert "There are no tests to talk with." not in html


def test_more_conversations_can_be_looked_for(with_test: Store) -> None:
    page = press(opened(), "Look for more conversations")
    assert "2 customers talked" not in html_of(page)
    assert "Look for more conversations" not in buttons(page)


def test_a_press_on_the_map_opens_the_step_in_draw(with_test: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    page, went = opened(), []
    shown = page.toggle(key="noticed-map").set_value(True)
    monkeypatch.setattr("builder.publishing.noticed.flow_map", lambda *_, **__: "hello")
    monkeypatch.setattr("builder.screens.go", lambda *place, **query: went.append((place, query)))
    done = shown.run()
    assert went == [(("draw",), {"flow": FLOW})]
    assert "hello" in str(done.session_state)


def test_nothing_is_claimed_before_it_was_compared(with_test: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def stop_here(*_: object, **__: object) -> None:
        said.append("talking")
        raise StopException

    monkeypatch.setattr("builder.publishing.talks.compare_behaviour", stop_here)
    html = html_of(opened())
    assert said
    assert "The same customers are talking to version 1 and to your draft." in html
    assert "say the same" not in html


def test_what_was_stopped_is_told_as_stopped(with_test: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.publishing.work.Job.stopped", property(lambda _job: True))
    page = opened()
    html = html_of(page)
    assert "You stopped it before version 1 and your draft were compared." in html
    assert "say the same" not in html
    assert "Talk to both versions" in buttons(page)
