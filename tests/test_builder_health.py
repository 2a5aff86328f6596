"""The screen Health: what runs, what waits, what failed, and the two things that can be done about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowbook.customer import Customer
from flowbook.events import HttpRequested, MessageSent
from flowbook.messages import Message
from flowbook.session import Timer
from flowbook.store import Store, open_store
from flowbook.store.bots import Bot, add_bot, set_bot_state
from flowbook.store.calls import HELD, mark_call, open_calls, put_call
from flowbook.store.customers import add_customer, need_state
from flowbook.store.inbox import TIMER, Arrival, bury, count_waiting
from flowbook.store.letters import list_dead
from flowbook.store.outbox import MESSAGE, Draft, find_outgoing, list_outgoing, put_outgoing, queued
from flowbook.store.pulse import beat
from flowbook.store.values import now, to_text
from tests.builder_pages import data, html_of, open_screen, press

__all__ = ["data"]


@pytest.fixture
def house(data: Path) -> Store:
    store = open_store(data)
    add_bot(store, Bot("4242", "Salon", "salon_bot", "4242:" + "a" * 35))
    add_customer(store, Customer("anna", now(), {"first_name": "Anna <b>"}))
    return store


def opened() -> AppTest:
    page = open_screen("health")
    assert not page.exception
    return page


def unsent(store: Store, state: str, text: str = "Your order is here") -> int:
    draft = Draft("4242", "7", "anna", MESSAGE, MessageSent("1", Message(text)), "1")
    return put_outgoing(store, draft, now(), state=state, why="The connection broke.")


def test_an_empty_house_says_what_is_the_matter_and_how_to_start_it(house: Store) -> None:
    page = opened()
    html = html_of(page)
    assert "The bots&#x27; program does not run" in html
    assert "python -m runtime" in page.code[0].value
    beat(house)
    assert "The bots&#x27; program runs" in html_of(opened())


def test_a_stopped_bot_says_why(house: Store) -> None:
    set_bot_state(house, "4242", "stopped", "Another program polls this bot.")
    html = html_of(opened())
    assert "Another program polls this bot." in html
    assert ">Stopped<" in html


def test_what_is_in_doubt_can_be_sent_again_and_what_is_held_left(house: Store) -> None:
    doubt, held = unsent(house, "doubt"), unsent(house, "held")
    page = opened()
    html = html_of(page)
    assert "Your order is here" in html
    assert "Anna &lt;b&gt;" in html
    page = press(page, "Send again")
    assert len(queued(house, "4242", urgent=True)) == 1
    assert "It goes out again now." in html_of(page)
    press(page, "Leave it")
    assert (list_outgoing(house, "doubt"), list_outgoing(house, "held")) == ([], [])
    states = [one.state for row in (doubt, held) if (one := find_outgoing(house, row))]
    assert states == ["repeated", "left"]


def test_the_latest_that_was_not_sent_stands_first_and_the_others_follow(house: Store) -> None:
    with house.transaction():
        for number in range(640):
            unsent(house, "failed", f"News {number}.")
    page = opened()
    html = html_of(page)
    assert ">640<" in html
    assert "News 639." in html
    assert "News 600." not in html
    html = html_of(press(press(page, "Next page"), "Next page"))
    assert "21–30 of 640" in html
    assert "News 619." in html
    assert "News 610." in html


def test_where_the_last_page_is_settled_the_one_before_is_shown(house: Store) -> None:
    for number in range(11):
        unsent(house, "doubt", f"News {number}.")
    page = press(opened(), "Next page")
    assert "News 10." not in html_of(page)
    page = press(page, "Leave it")
    assert "News 10." in html_of(page)
    assert "Next page" not in [one.label for one in page.button]


def test_a_request_held_since_a_restore_is_asked_or_left(house: Store) -> None:
    for number in (1, 2):
        asked = HttpRequested(
            f"r{number}", "order", "POST", f"https://shop.example/{number}", {"Key": "secret"}
        )
        put_call(house, "anna", "4242", asked, now())
        mark_call(house, number, HELD)
    page = opened()
    assert "POST shop.example" in html_of(page)
    assert "secret" not in html_of(page)
    page = press(page, "Ask now")
    assert [call.request.url[-1] for call in open_calls(house)] == ["1"]
    page = press(page, "Leave it")
    assert open_calls(house, "held") == []
    assert "shop.example" not in html_of(page)


def test_a_dead_letter_is_tried_again(house: Store) -> None:
    body = '{"message": {"text": "hello?", "from": {"first_name": "Ben"}}}'
    house.conn.execute(
        "INSERT INTO dead_letters(at, bot, customer, kind, body, why)"
        " VALUES (0, '4242', NULL, 'update', ?, 'x')",
        (body,),
    )
    page = opened()
    assert "<b>Ben</b>: hello?" in html_of(page)
    press(page, "Try again")
    assert (list_dead(house), count_waiting(house)) == ([], 1)


def test_a_timer_that_failed_says_what_it_is(house: Store) -> None:
    timer = Timer("anna.1.next", now(), "anna.1", 1, "salon", "wait", "next")
    bury(house, Arrival(0, "", TIMER, to_text(timer), "anna"), "The program itself broke here.", now())
    page = opened()
    assert "a timer was due" in html_of(page)
    press(page, "Try again")
    assert (list_dead(house), need_state(house, "anna").timers) == ([], {timer.id: timer})


def test_the_token_is_nowhere_on_the_page(house: Store) -> None:
    assert "a" * 35 not in html_of(opened())
