"""The screen Health: what runs, what waits, what failed, and what can be done about one of it or all."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowbook.customer import Customer
from flowbook.events import HttpRequested, MessageSent
from flowbook.messages import Message
from flowbook.session import Timer
from flowbook.store import Store, open_store
from flowbook.store.audit import list_deeds
from flowbook.store.bots import Bot, add_bot, set_bot_state
from flowbook.store.calls import HELD, mark_call, open_calls, put_call
from flowbook.store.customers import add_customer, need_state
from flowbook.store.inbox import TIMER, UPDATE, Arrival, bury, count_waiting
from flowbook.store.letters import list_dead
from flowbook.store.outbox import (
    MESSAGE,
    Draft,
    find_outgoing,
    list_outgoing,
    put_outgoing,
    queued,
    set_aside,
)
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


def sure(page: AppTest) -> AppTest:
    """In the dialog that asks first."""
    (button,) = [one for one in page.button if "-sure" in (one.key or "")]
    return button.click().run()


def held_calls(store: Store, count: int) -> None:
    for number in range(1, count + 1):
        url = f"https://shop.example/{number}"
        put_call(
            store, "anna", "4242", HttpRequested(f"r{number}", "order", "POST", url, {"Key": "secret"}), now()
        )
        mark_call(store, number, HELD)


def unanswered(store: Store, *texts: str) -> None:
    for text in texts:
        body = {"message": {"text": text, "from": {"first_name": "Ben"}}}
        bury(store, Arrival(0, "4242", UPDATE, to_text(body)), "The program itself broke here.", now())


def deeds(store: Store, about: str) -> list[tuple[str, str]]:
    return [(deed.what, deed.detail) for deed in list_deeds(store, about)]


def unsent(store: Store, state: str, text: str = "Your order is here") -> int:
    draft = Draft("4242", "7", "anna", MESSAGE, MessageSent("1", Message(text)), "1")
    return put_outgoing(store, draft, now(), state=state, why="The connection broke.")


def test_an_empty_house_says_what_is_the_matter_and_how_to_start_it(house: Store) -> None:
    page = opened()
    html = html_of(page)
    assert "The bots&#x27; program does not run" in html
    assert "python -m runtime" in page.code[0].value
    for words in ("when the connection broke off", "when Telegram refuses it", "fails at it three times"):
        assert words in html, "an empty list says what would stand on it"
    beat(house)
    assert "The bots&#x27; program runs" in html_of(opened())


def test_timers_of_sample_people_are_explained_by_counting_them(house: Store) -> None:
    assert "sample" not in html_of(opened())
    add_customer(house, Customer("mia", now(), {"first_name": "Mia"}, invented=True))
    assert '<dt>Customers</dt><dd><b class="num">1</b> <span class="mut sm">and 1 sample person<' in html_of(
        opened()
    )


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
    held_calls(house, 2)
    page = opened()
    assert "POST shop.example" in html_of(page)
    assert "secret" not in html_of(page)
    page = press(page, "Ask now")
    assert [call.request.url[-1] for call in open_calls(house)] == ["1"]
    page = press(page, "Leave it")
    assert open_calls(house, "held") == []
    assert "shop.example" not in html_of(page)


def test_a_dead_letter_is_tried_again(house: Store) -> None:
    unanswered(house, "hello?")
    page = opened()
    assert "<b>Ben</b>: hello?" in html_of(page)
    press(page, "Try again")
    assert (list_dead(house), count_waiting(house)) == ([], 1)


def test_a_dead_letter_that_cannot_be_mended_is_left(house: Store) -> None:
    unanswered(house, "hello?")
    (letter,) = list_dead(house)
    page = press(opened(), "Leave it")
    assert (list_dead(house), count_waiting(house)) == ([], 0)
    assert "It is off the list." in html_of(page)
    assert deeds(house, str(letter.id)) == [("left unanswered", "")]


def test_all_that_a_restore_holds_is_sent_again_at_once(house: Store) -> None:
    for number in range(12):
        unsent(house, "held", f"News {number}.")
    page = press(opened(), "Send all again")
    assert len(list_outgoing(house, "held")) == 12, "it asks first"
    unsent(house, "held", "This came while somebody thought.")
    page = sure(page)
    assert "12 go out again now." in html_of(page)
    assert "This came while somebody thought." in html_of(page)
    sent = [row.event().message.text for row in queued(house, "4242", urgent=False)]
    assert sent == [f"News {number}." for number in range(12)]
    assert deeds(house, "held") == [("sent again", "12 at once.")]


def test_all_in_one_list_are_left_and_the_other_lists_stay(house: Store) -> None:
    for state in ("doubt", "failed", "failed"):
        unsent(house, state)
    page = sure(press(opened(), "Leave all"))
    assert "2 are off the list." in html_of(page)
    assert (len(list_outgoing(house, "doubt")), list_outgoing(house, "failed")) == (1, [])
    assert "Leave all" not in [one.label for one in page.button], "for one alone there is no need"


@pytest.mark.parametrize(("pressed", "waiting"), [("Ask all now", ["1", "2"]), ("Leave all", [])])
def test_all_requests_that_are_held_are_decided_at_once(
    house: Store, pressed: str, waiting: list[str]
) -> None:
    held_calls(house, 2)
    sure(press(opened(), pressed))
    assert [call.request.url[-1] for call in open_calls(house)] == waiting
    assert open_calls(house, HELD) == []


@pytest.mark.parametrize(("pressed", "waiting"), [("Try all again", 3), ("Leave all", 0)])
def test_all_that_could_not_be_answered_is_decided_at_once(house: Store, pressed: str, waiting: int) -> None:
    unanswered(house, "one", "two", "three")
    sure(press(opened(), pressed))
    assert (list_dead(house), count_waiting(house)) == ([], waiting)


def test_who_comes_too_late_with_an_answer_is_told_so(house: Store) -> None:
    rows = [unsent(house, "held") for _ in range(2)]
    page = press(opened(), "Send all again")
    set_aside(house, *rows)
    assert "This is not on the list any more." in html_of(sure(page))
    assert (queued(house, "4242", urgent=False), deeds(house, "held")) == ([], [])


def test_a_timer_that_failed_says_what_it_is(house: Store) -> None:
    timer = Timer("anna.1.next", now(), "anna.1", 1, "salon", "wait", "next")
    bury(house, Arrival(0, "", TIMER, to_text(timer), "anna"), "The program itself broke here.", now())
    page = opened()
    assert "a timer was due" in html_of(page)
    press(page, "Try again")
    assert (list_dead(house), need_state(house, "anna").timers) == ([], {timer.id: timer})


def test_the_token_is_nowhere_on_the_page(house: Store) -> None:
    assert "a" * 35 not in html_of(opened())
