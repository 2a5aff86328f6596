"""Buttons of earlier messages: recognised, answered, and never taken for the present question."""

import pytest

from flowbook.stimuli import Tapped
from tests.chat import HOURS, Chat, asks, flow, on, says


def test_an_old_button_is_answered_and_never_taken_for_the_present_question() -> None:
    two = flow(
        "two",
        on("start", "first"),
        asks("first", "First?", {"yes": "second", "no": "second"}),
        asks("second", "Second?", {"yes": "end", "no": "end"}),
        says("end", "The end."),
    )
    chat = Chat(two)
    chat.say("/start")
    assert chat.tap("Yes") == ["Second?"]
    assert chat.tap("No", "First?") == []
    assert chat.notice == "This is no longer asked."
    assert chat.tap("No", "Second?") == ["The end."]
    assert chat.notice == ""
    assert chat.tap("Yes", "Second?") == []
    assert chat.notice == "This is no longer asked."


def test_the_same_question_asked_again_is_another_question() -> None:
    loop = flow(
        "loop",
        on("start", "ask"),
        asks("ask", "Again?", {"yes": "ask", "no": "end"}),
        says("end", "The end."),
    )
    chat = Chat(loop)
    chat.say("/start")
    first = chat.messages[-1]
    chat.tap("Yes")
    assert chat.happen(Tapped(first.message.buttons[0][1].value, "No", "q")) == []
    assert chat.notice == "This is no longer asked."


LIVE = flow(
    "live",
    on("start", "menu"),
    asks("menu", "What?", {"prices": "prices", "size": "size"}, stays_live=True, save_to="choice"),
    says("prices", "From 5.", "size"),
    asks("size", "Which size?", {"small": "end"}),
    says("end", "Kept."),
)


def test_a_live_button_goes_its_way_again() -> None:
    chat = Chat(LIVE)
    chat.say("/start")
    assert chat.tap("Prices") == ["From 5.", "Which size?"]
    assert chat.tap("Small") == ["Kept."]
    assert chat.customer.fields["choice"] == "Prices"
    assert chat.tap("Size") == ["Which size?"]
    assert chat.notice == ""
    assert chat.customer.fields["choice"] == "Size"
    assert chat.tap("Prices") == ["From 5.", "Which size?"]
    assert chat.say("small") == ["Kept."]
    assert not chat.state.sessions


def test_a_live_button_of_a_release_that_is_gone_is_over() -> None:
    chat = Chat(LIVE)
    chat.say("/start")
    chat.tap("Size")
    chat.publish(HOURS)
    assert chat.tap("Prices") == []
    assert chat.notice == "This is no longer asked."


@pytest.mark.parametrize(
    "data", ["", "x", "a.b.c.d", "1.menu.prices", "99.menu.prices.2", "1.gone.prices.2", "1.menu.gone.2"]
)
def test_a_button_that_nobody_knows_is_answered(data: str) -> None:
    chat = Chat(LIVE)
    chat.say("/start")
    chat.tap("Prices")
    assert chat.happen(Tapped(data, "?", "q")) == []
    assert chat.notice == "This is no longer asked."
