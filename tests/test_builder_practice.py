"""The screen Practice: a published flow talked to as it really runs, through the store alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from builder.simulator import practising
from flowbook.stimuli import Said
from flowbook.store import PRACTICE, Store
from flowbook.store.customers import find_customer
from flowbook.store.inbox import new_arrivals
from flowbook.store.publishing import publish
from flowbook.store.pulse import beat
from runtime.worker import Worker
from tests.builder_pages import data, html_of, open_screen
from tests.shoe_shop import FLOW, folder_with_shoes, shoes

__all__ = ["data"]


@pytest.fixture
def shop(data: Path) -> Store:
    return folder_with_shoes(data)


def opened() -> AppTest:
    page = open_screen("practice", flow=FLOW)
    assert not page.exception
    return page


def work(shop: Store) -> None:
    worker = Worker(shop, lambda: None)
    while worker.work(datetime.now(UTC)):
        pass


def test_a_flow_that_is_not_live_is_led_to_publish(shop: Store) -> None:
    page = opened()
    assert "is not live in practice" in html_of(page)
    assert "To Publish" in [button.label for button in page.button]


def test_it_says_when_nobody_would_answer_and_how_to_change_that(shop: Store) -> None:
    publish(shop, shoes(), [PRACTICE])
    page = opened()
    assert "The bots&#x27; program does not run" in html_of(page)
    assert "python3 run.py" in page.code[0].value
    beat(shop)
    assert "The bots&#x27; program runs" in html_of(opened())


def test_what_is_said_goes_to_the_running_program_and_its_answer_is_shown(shop: Store) -> None:
    publish(shop, shoes(), [PRACTICE])
    who = practising.say(practising.NOBODY, Said("/start"))
    found = find_customer(shop, who)
    assert found is not None
    assert found.invented
    (arrival,) = new_arrivals(shop)
    assert (arrival.customer, arrival.bot) == (who, PRACTICE)
    work(shop)
    played = practising.talk(shoes(), who)
    assert any(session.channel == PRACTICE for session in played.state.sessions.values())
    page = opened()
    page.selectbox[0].set_value(who).run()
    html = html_of(page)
    assert "/start" in html
    assert 'class="rew"' not in html, "what really happened cannot be unsaid"
    assert "data-tap=" in html


def test_what_is_written_while_nobody_answers_stands_in_the_chat_at_once(shop: Store) -> None:
    publish(shop, shoes(), [PRACTICE])
    who = practising.say(practising.NOBODY, Said("/start"))
    practising.say(who, Said("shoes & <b>boots</b>"))
    page = opened()
    page.selectbox[0].set_value(who).run()
    html = html_of(page)
    assert html.index("/start") < html.index("shoes &amp; &lt;b&gt;boots&lt;/b&gt;")
    assert html.count(", waits") == 2
    work(shop)
    html = html_of(page.run())
    assert ", waits" not in html
    assert html.count("boots&lt;/b&gt;") >= 1
