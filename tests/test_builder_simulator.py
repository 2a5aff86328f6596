"""The screen Try: choosing somebody, the clock, the phone, and what stands beside it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from streamlit.testing.v1 import AppTest

from builder.simulator.plans import plans_of
from builder.simulator.rehearsal import act
from flowbook.stimuli import EventReported, Said
from flowbook.store.folder import delete_flow
from flowbook.store.notebooks import notebook_paths
from tests.builder_pages import data, html_of, open_part, open_screen, press
from tests.chat import Chat, order
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]


@pytest.fixture
def page(data: Path) -> AppTest:
    folder_with_shoes(data)
    return open_screen("try", flow=FLOW)


def do(page: AppTest, stimulus: object) -> AppTest:
    """What the phone would do; AppTest cannot press inside a component."""
    talks = page.session_state[f"rehearsals {FLOW}"]
    talks[talks["who"]] = act(talks[talks["who"]], stimulus)
    return page.run()


def choose(page: AppTest, name: str) -> AppTest:
    box = page.selectbox[0]
    return box.select(next(option for option in box.options if option.startswith(name))).run()


def test_it_begins_with_somebody_new_and_says_how_to_begin(page: AppTest) -> None:
    assert not page.exception
    assert [option.partition(" · ")[0] for option in page.selectbox[0].options] == [
        "Somebody new",
        "Somebody new",
        "Anna Petrova",
    ]
    html = html_of(page)
    assert "Nobody has written yet" in html
    assert 'data-tap="say:/start"' in html
    assert "Nothing is planned" in html


def test_one_talks_as_the_customer_chosen_and_other_talks_stay(page: AppTest) -> None:
    do(page, Said("/start"))
    assert "Hi Sam!" in html_of(page)
    choose(page, "Anna")
    assert "Hi Sam!" not in html_of(page)
    assert "Write as Anna" in html_of(page)
    do(page, Said("/start"))
    assert "Hi Anna!" in html_of(page)
    page.selectbox[0].select_index(0).run()
    assert "Hi Sam!" in html_of(page)


def test_the_newcomer_of_another_language_reads_it(page: AppTest) -> None:
    page.selectbox[0].select_index(1).run()
    do(page, Said("/start"))
    assert "Здравствуйте, Sam!" in html_of(page)


def test_going_to_the_next_thing_brings_it(page: AppTest) -> None:
    do(page, Said("/start"))
    assert "“Pick a size”: no answer in 2 hours" in html_of(page)
    press(page, "Go there")
    html = html_of(page)
    assert "2 h later" in html
    assert "See you!" in html
    assert "Nothing is planned" in html


def test_an_hour_and_a_day_turn_the_clock(page: AppTest) -> None:
    start = datetime.fromisoformat(talk_of(page)["start"])
    press(page, "+1 hour")
    press(page, "+1 day")
    until = datetime.fromisoformat(talk_of(page)["acts"][-1]["until"])
    assert start + timedelta(hours=24) <= until.astimezone(UTC) <= start + timedelta(hours=26)


def test_a_jump_to_the_past_is_refused_with_a_sentence(page: AppTest) -> None:
    assert "The clock only goes forward" in html_of(page)
    assert next(b for b in page.button if b.label == "Turn the clock").disabled


def test_a_jump_to_a_day_turns_the_clock_there(page: AppTest) -> None:
    day = page.date_input[0].value + timedelta(days=40)
    page.date_input[0].set_value(day).run()
    press(page, "Turn the clock")
    until = datetime.fromisoformat(talk_of(page)["acts"][-1]["until"])
    assert abs(until.date() - day) <= timedelta(days=1)


def test_starting_over_forgets_the_talk(page: AppTest) -> None:
    do(page, Said("/start"))
    press(page, "Start over")
    assert "Nobody has written yet" in html_of(page)
    press(page, "Undo")
    assert "Hi Sam!" in html_of(page)


def test_events_from_outside_begin_the_flow(page: AppTest) -> None:
    do(page, EventReported("cart_abandoned", {"total": 20}))
    html = html_of(page)
    assert "Which size shall we keep for you?" in html
    assert "<dt>event.total</dt>" in html


def test_a_flow_that_is_gone_says_so(data: Path) -> None:
    folder_with_shoes(data)
    delete_flow(data, FLOW)
    page = open_screen("try", flow=FLOW)
    assert "There is no flow “shoes”" in html_of(page)


def test_without_a_flow_it_leads_to_the_flows(data: Path) -> None:
    folder_with_shoes(data)
    assert "No flow is open" in html_of(open_screen("try"))


def test_a_long_talk_stays_quick(page: AppTest) -> None:
    for _ in range(10):
        talks = page.session_state[f"rehearsals {FLOW}"]
        talks[talks["who"]] = act(talks[talks["who"]], Said("/start"))
    page.run()
    assert html_of(page).count('<div class="m') >= 30
    spent = []
    for _ in range(3):
        begun = perf_counter()
        do(page, Said("/start"))
        spent.append(perf_counter() - begun)
    assert min(spent) < 0.3


def talk_of(page: AppTest) -> dict:
    talks = page.session_state[f"rehearsals {FLOW}"]
    return talks[talks["who"]]


def saving(who: str = "Customer") -> AppTest:
    """What the dialog of “Save as test” shows for a talk with somebody who wrote /start."""
    return open_part(_SAVING.replace("INVENTED", str(who == "Customer")))


def test_saving_as_a_test_waits_until_something_was_said(page: AppTest) -> None:
    assert next(button for button in page.button if button.label == "Save as test").disabled
    do(page, Said("/start"))
    assert not next(button for button in page.button if button.label == "Save as test").disabled


def test_every_line_of_a_talk_can_be_tightened_before_it_is_a_test(data: Path) -> None:
    folder_with_shoes(data)
    shown = saving()
    assert shown.text_input[0].value == "Shoe order: Ana"
    assert "They write “/start”" in html_of(shown)
    assert [box.label.partition(" ")[2] for box in shown.checkbox] == [
        "Hi Ana! Looking for your next pair?",
        r"size shall we keep for you? \[36–38 | 39–41 | Ask us\]",
    ]
    press(shown, "Save as a test")
    (path,) = notebook_paths(data, FLOW)
    assert path.name == "shoe_order_ana.test.yaml"
    assert "“Shoe order: Ana” is a test now" in html_of(shown)


def test_a_talk_with_a_copy_of_a_real_customer_is_no_test(data: Path) -> None:
    folder_with_shoes(data)
    shown = saving("Somebody real")
    assert "whose name would stand in the file" in html_of(shown)
    assert not shown.button


_SAVING = """
from datetime import datetime
from builder import drafts
from builder.simulator.rehearsal import act, begin
from builder.simulator.saving import saving
from builder.simulator.stage import play, stage_of
from flowbook.customer import Customer
from flowbook.stimuli import Said

start = datetime.fromisoformat("2026-03-03T08:40:00+00:00")
ana = Customer("ana", start, {"first_name": "Ana"}, invented=INVENTED)
talk = act(begin(ana, start), Said("/start"))
saving(talk, play(stage_of(drafts.load("shoes").flow, drafts.workspace(), ()), talk))
"""


def test_what_only_ends_the_conversation_is_told_by_its_flow() -> None:
    chat = Chat(order())
    chat.say("/order")
    ((_, step, what),) = plans_of(chat.state, chat.setting)
    assert (step, what) == (order().title, "the conversation ends, nobody has answered")
