"""A rehearsal played on a stage: what is said, tapped and waited for, and going back."""

import json
from datetime import timedelta

import pytest

from builder.simulator import stage as stages
from builder.simulator.deeds import hear
from builder.simulator.facts import known
from builder.simulator.openings import openings
from builder.simulator.reasons import drawn, last_turn, reasons
from builder.simulator.rehearsal import (
    Rehearsal,
    answer_calls,
    begin,
    turn_clock,
)
from builder.simulator.stage import Played, Stage, play, stage_of
from builder.simulator.talk import Entry, entries, open_keyboard
from flowbook.flow import Flow, Node
from flowbook.mocks import Mock, Reply
from flowbook.workspace import Workspace, workspace_from_json
from tests.shoe_shop import START, WORKSPACE, anna, shoes


@pytest.fixture
def stage() -> Stage:
    return stage_of(shoes(), workspace_from_json(WORKSPACE), ())


def talk(stage: Stage, *pressed: str, before: Rehearsal | None = None) -> Rehearsal:
    rehearsal = before or begin(anna(), START)
    for one in pressed:
        rehearsal = hear(rehearsal, play(stage, rehearsal), one)
    return rehearsal


def answered(rehearsal: Rehearsal, *replies: Reply) -> Rehearsal:
    return answer_calls(rehearsal, Mock("stock", replies=replies))


def to_next(stage: Stage, rehearsal: Rehearsal) -> Rehearsal:
    due = min(timer.due for timer in play(stage, rehearsal).state.timers.values())
    return turn_clock(rehearsal, due)


def said(stage: Stage, rehearsal: Rehearsal) -> list[str]:
    """The plain words of bubbles and lines."""
    return [words(entry) for entry in entries(play(stage, rehearsal), rehearsal)]


def words(entry: Entry) -> str:
    return entry.text if hasattr(entry, "text") else entry.html.rpartition("</span>")[2]


def why(stage: Stage, played: Played) -> str:
    return drawn(reasons(last_turn(played), stage.setting.workspace), played)


def test_a_rehearsal_is_plain_json(stage: Stage) -> None:
    rehearsal = turn_clock(talk(stage, "say:/start", "photo", "event"), START + timedelta(days=1))
    again = json.loads(json.dumps(rehearsal))
    assert again == rehearsal
    assert play(stage, again).world == play(stage, rehearsal).world


def test_words_and_taps_lead_through_the_flow(stage: Stage) -> None:
    rehearsal = talk(stage, "say:/start", "tap:1.size.large.3")
    assert said(stage, rehearsal) == [
        "Tuesday 3 March",
        "/start",
        "Hi Anna! Looking for your next pair?",
        "Which size shall we keep for you?",
        "39–41",
        "The bot asked another system: GET https://shop.example/stock. In a rehearsal nobody answers it.",
        "We cannot look that up now.",
    ]
    assert play(stage, rehearsal).state.customer.fields["size"] == "39–41"


def test_the_tapped_button_is_marked_and_the_question_is_over(stage: Stage) -> None:
    rehearsal = talk(stage, "say:/start")
    (menu,) = [one for one in entries(play(stage, rehearsal), rehearsal) if getattr(one, "rows", ())]
    assert (menu.chosen, menu.old) == ("", False)
    rehearsal = talk(stage, "tap:1.size.large.3", before=rehearsal)
    (menu,) = [one for one in entries(play(stage, rehearsal), rehearsal) if getattr(one, "rows", ())]
    assert (menu.chosen, menu.old) == ("39–41", True)


def test_an_old_tap_shows_what_telegram_would_show(stage: Stage) -> None:
    rehearsal = talk(stage, "say:/start", "tap:1.size.large.3", "tap:1.size.small.3")
    assert said(stage, rehearsal)[-1] == "Telegram shows for a moment: “This is no longer asked.”"


def test_an_answer_to_a_call_plays_the_talk_again(stage: Stage) -> None:
    rehearsal = answered(talk(stage, "say:/start", "tap:1.size.large.3"), Reply(200, {"left": 4}))
    played = play(stage, rehearsal)
    assert "booked" in played.state.customer.tags
    assert said(stage, rehearsal)[-1].endswith("Your answer: 200.")
    late = answered(rehearsal, Reply(failure="timeout"))
    assert said(stage, late)[-2:] == [
        "The bot asked another system: GET https://shop.example/stock. Your answer: no answer in time.",
        "We cannot look that up now.",
    ]


def test_the_clock_brings_what_was_planned(stage: Stage) -> None:
    rehearsal = answered(talk(stage, "say:/start", "tap:1.size.large.3"), Reply())
    rehearsal = to_next(stage, rehearsal)
    assert said(stage, rehearsal)[-2:] == [
        "23 h 20 min later · Wednesday 4 March",
        "Your pair in 39–41 is still here. Will you come by?",
    ]
    assert "<b>Wait till 10:00</b> the time was up" in why(stage, play(stage, rehearsal))


def test_time_that_passes_without_a_word_is_told(stage: Stage) -> None:
    rehearsal = turn_clock(talk(stage, "say:/start"), START + timedelta(minutes=30))
    assert said(stage, rehearsal)[-1] == "30 min later"


def test_going_back_to_words_of_the_customer_lets_them_say_something_else(stage: Stage) -> None:
    rehearsal = talk(stage, "say:/start", "tap:1.size.large.3")
    index = next(
        n
        for n, one in enumerate(play(stage, rehearsal).world.log)
        if "39–41" in repr(one.event) and "Received" in repr(one.event)
    )
    back = talk(stage, f"back:{index}", before=rehearsal)
    assert said(stage, back)[-1] == "Which size shall we keep for you?"
    assert "size" not in play(stage, back).state.customer.fields


def test_going_back_into_a_turn_of_the_clock_stops_it_there(stage: Stage) -> None:
    rehearsal = answered(talk(stage, "say:/start", "tap:1.size.large.3"), Reply())
    rehearsal = turn_clock(rehearsal, START + timedelta(days=20))
    reminder = next(
        one for one in entries(play(stage, rehearsal), rehearsal) if words(one).startswith("Your pair")
    )
    back = talk(stage, reminder.rewind, before=rehearsal)
    played = play(stage, back)
    assert played.world.now == START + timedelta(hours=23, minutes=20)
    assert words(entries(played, back)[-1]).startswith("Your pair")


def test_a_person_answers_and_hands_back(stage: Stage) -> None:
    rehearsal = talk(
        stage, "say:/start", "tap:1.size.person.3", "say:Is it warm?", "staff:It is.", "hand_back"
    )
    assert said(stage, rehearsal)[-5:] == [
        "Shop floor has the conversation.",
        "Is it warm?",
        "It is.",
        "The bot is back: a person handed the conversation back",
        "See you!",
    ]


def test_pictures_from_elsewhere_wait_until_they_are_asked_for(stage: Stage) -> None:
    address = "https://pictures.example/pair.jpg"
    rehearsal = talk(stage, "say:/start")
    hello = next(one for one in entries(play(stage, rehearsal), rehearsal) if "Looking" in words(one))
    assert "<img" not in hello.html
    assert address in hello.html
    shown = talk(stage, f"picture:{address}", before=rehearsal)
    hello = next(one for one in entries(play(stage, shown), shown) if "Looking" in words(one))
    assert f'<img class="photo" src="{address}"' in hello.html


def test_what_people_write_cannot_become_markup(stage: Stage) -> None:
    rehearsal = talk(stage, "say:<img src=x onerror=alert(1)>")
    bubble = entries(play(stage, rehearsal), rehearsal)[1]
    assert bubble.html == "&lt;img src=x onerror=alert(1)&gt;"


def test_what_is_new_is_marked(stage: Stage) -> None:
    rehearsal = answered(talk(stage, "say:/start", "tap:1.size.large.3"), Reply(200, {"left": 4}))
    html = known(play(stage, rehearsal))
    assert '<dd class="new">39–41 · new</dd>' in html
    assert "booked · new" in html
    assert ">runner<" in html
    assert "<dt>left</dt>" in html
    assert "Wait till 10:00" in html


def test_why_names_steps_their_reasons_and_what_they_saved(stage: Stage) -> None:
    rehearsal = answered(talk(stage, "say:/start", "tap:1.size.large.3"), Reply(200, {"left": 4}))
    html = why(stage, play(stage, rehearsal))
    assert "<b>Pick a size</b> saved “39–41” as" in html
    assert "<b>Reserve the pair</b> added the tag “booked”" in html


def test_a_changed_draft_plays_the_same_talk_anew(stage: Stage) -> None:
    rehearsal = talk(stage, "say:/start")
    kept = [node for node in shoes().nodes if node.id != "hello"]
    hello = Node("hello", "message", "Say hello", {"text": "Good morning."}, {"next": "size"})
    changed = stage_of(Flow("shoes", "Shoe order", (*kept, hello)), stage.setting.workspace, ())
    assert said(changed, rehearsal)[2] == "Good morning."


def test_a_world_that_was_forgotten_is_played_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    rehearsal = talk(stage, "say:/start", "tap:1.size.large.3")
    before = play(stage, rehearsal).world
    monkeypatch.setattr(stages, "_worlds", type(stages._worlds)())
    assert play(stage, rehearsal).world == before


def test_a_reply_keyboard_stands_below_and_its_keys_say_their_words() -> None:
    buttons = [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]
    asked = {"text": "Come by?", "buttons": buttons, "keyboard": "reply"}
    nodes = (
        Node("start", "start", "Start", {}, {"next": "ask"}),
        Node("ask", "menu", "Ask", asked, {"yes": "thanks"}),
        Node("thanks", "message", "Thanks", {"text": "See you."}),
    )
    stage = stage_of(Flow("visit", "Visit", nodes), Workspace(), ())
    rehearsal = talk(stage, "say:/start")
    assert [[key.label for key in row] for row in open_keyboard(play(stage, rehearsal))] == [["Yes", "No"]]
    rehearsal = talk(stage, "say:Yes", before=rehearsal)
    assert open_keyboard(play(stage, rehearsal)) == ()
    assert said(stage, rehearsal)[-1] == "See you."


def test_a_talk_can_begin_by_what_the_triggers_listen_for() -> None:
    assert [one.tap for one in openings(shoes())] == ["say:/start"]
    silent = Flow("cart", "Cart", (Node("cart", "event", "Cart", {"name": "cart_abandoned"}),))
    assert [one.tap for one in openings(silent)] == ["start"]
