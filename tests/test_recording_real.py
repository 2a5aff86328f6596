"""Conversations with real customers made into tests: the same way, and nothing of who they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowbook.copies import altered
from flowbook.customer import Customer, Order
from flowbook.dispatch import dispatch
from flowbook.events import TimerSet
from flowbook.notebook.reading import read_notebook
from flowbook.recording import Deed, NotRecorded, Scene, Talk
from flowbook.recording.anonymous import History, anonymous_from
from flowbook.recording.history import passages
from flowbook.recording.replay import after, began
from flowbook.setting import Setting, library_of
from flowbook.stimuli import (
    FileSent,
    HandedBack,
    LocationShared,
    OperatorSaid,
    Said,
    StartedByHand,
    TimerFired,
)
from flowbook.workspace import Field, Workspace
from flowbook.world import World, next_timer
from tests.chat import asks, flow, on, says, waits
from tests.conversations import Script, sample_flows, sample_workspace, scripts
from tests.talks import START, cells_of, history_of, made, met, tap_of

KNOWN_BY = ("first_name", "last_name", "phone", "email")
HANGS_ON_DATES = {
    "birthday: a regular has a birthday and comes": 1,
    "flowers: buys in spring, is silent, and answers the last call": 1,
}


@pytest.mark.parametrize("script", scripts(), ids=str)
def test_conversations_of_the_samples_become_tests_of_nobody(script: Script) -> None:
    history, flows = history_of(script), sample_flows()
    told = {name: str(history.customer.fields.get(name, "-none-")) for name in KNOWN_BY}
    refusals = []
    for number, passage in enumerate(history.passages):
        scene = Scene(flows[passage.flow], sample_workspace(), flows)
        try:
            text = anonymous_from(history, number, scene, "Real").recording.text()
        except NotRecorded as error:
            refusals.append(str(error))
            continue
        assert not [name for name, value in told.items() if value in text]
    assert len(refusals) == HANGS_ON_DATES.get(str(script), 0)
    assert all("very dates" in why for why in refusals)


ASK = flow(
    "ask",
    on("command", "who", name="ask"),
    ("who", "question", {"text": "Your name?", "kind": "text", "save_to": "name"}, {"answered": "hello"}),
    says("hello", "Hello {name}, dear {first_name}.", "age"),
    ("age", "question", {"text": "How old?", "kind": "number", "save_to": "age"}, {"answered": "old"}),
    (
        "old",
        "condition",
        {
            "branches": [
                {"id": "yes", "label": "Of age", "rule": {"field": "age", "op": "at_least", "value": 18}}
            ]
        },
        {"yes": "welcome", "otherwise": "sorry"},
    ),
    says("welcome", "Welcome."),
    says("sorry", "Come back later."),
)
FIELDS = Workspace(
    fields={
        "name": Field("name", "Name"),
        "age": Field("age", "Age", "number"),
        "city": Field("city", "City"),
    }
)


def test_names_are_invented_numbers_small_and_idle_facts_left_out() -> None:
    ona = Customer(
        "c-8123", START - timedelta(days=90), {"first_name": "Ona", "city": "Kaunas", "phone": "+37061234567"}
    )
    found = made(*met(ASK, ona, Said("/ask"), Said("Ona Onaitytė"), Said("43"), workspace=FIELDS))
    notebook = read_notebook(found.recording.text())
    assert notebook.customers[0]["set"] == {"first_name": "Sam"}
    assert [value for kind, value in cells_of(found) if kind == "say"] == ["/ask", "Something", "20"]
    assert ("City", "Kaunas", "") in [(one.what, one.before, one.after) for one in found.replaced]


letters = st.text(alphabet="bdfghjklmnprstvz", min_size=5, max_size=9)


@settings(max_examples=40, deadline=None)
@given(letters, letters, st.integers(10**8, 10**9 - 1), st.integers(18, 99))
def test_nothing_a_customer_is_known_by_stands_in_the_file(
    first: str, last: str, number: int, age: int
) -> None:
    fields = {
        "first_name": first.title(),
        "last_name": last.title(),
        "phone": f"+{number}",
        "email": f"{first}@{last}.com",
        "name": last,
    }
    who = Customer(
        f"c-{number}", START - timedelta(days=90), fields, orders=(Order(f"o-{number}", START, 17),)
    )
    said = f"{first.title()} {last.title()} {number}, {first}@{last}.com"
    text = (
        made(*met(ASK, who, Said("/ask"), Said(said), Said(str(age)), workspace=FIELDS))
        .recording.text()
        .casefold()
    )
    assert not [one for one in (first, last, str(number)) if one in text]


def test_pauses_that_matter_stay_as_long_and_on_the_same_weekday() -> None:
    later = flow(
        "later", on("command", "wait", name="later"), waits(2, "days", "more"), says("more", "Two days.")
    )
    found = made(*met(later, Customer("ana", START, {}), Said("/later"), timedelta(days=3)))
    notebook = read_notebook(found.recording.text())
    assert notebook.start.startswith("2026-03-05")
    assert next(value for kind, value in cells_of(found) if kind == "wait") == "next timer"


def test_what_the_staff_wrote_and_what_was_sent_is_invented() -> None:
    team = flow(
        "team",
        on("command", "take", name="team"),
        ("take", "hand_over", {"team": "shop"}, {"back": "bye"}),
        says("bye", "Bye."),
    )
    deeds = (
        Said("/team"),
        FileSent("photo", "AgADBAAD"),
        LocationShared(55.7, 21.1),
        OperatorSaid("Dear Ona, it is ready"),
        HandedBack(),
    )
    found = cells_of(made(*met(team, Customer("ana", START, {}), *deeds)))
    done = [value for kind, value in found if kind in ("say", "operator")]
    assert done == [
        "/team",
        {"photo": "a-file"},
        {"location": "54.6872, 25.2797"},
        {"says": "An answer of the staff."},
        {"does": "hands back"},
    ]


def test_a_word_that_decides_is_kept_without_what_stands_around_it() -> None:
    where = flow(
        "where", on("phrase", "tell", phrases=["parcel"], mode="contains"), says("tell", "On its way.")
    )
    found = made(*met(where, Customer("ana", START, {}), Said("Hi, Ona here, where is my parcel, 8612345?")))
    assert cells_of(found)[0] == ("say", "parcel")


def test_one_started_by_hand_is_started_by_hand_again() -> None:
    hello = flow("hello", on("command", "tell", name="x"), says("tell", "Hello."))
    assert cells_of(made(*met(hello, Customer("ana", START, {}), StartedByHand("hello"))))[0] == (
        "operator",
        {"starts": "on_command"},
    )


def test_what_was_planned_in_the_same_turn_does_not_hide_who_started_it() -> None:
    hello = flow("hello", on("command", "tell", name="x"), says("tell", "Hello."))
    scene, history = met(hello, Customer("ana", START, {}), StartedByHand("hello"))
    plan = altered(history.records[0], event=TimerSet("other.date", START), session="", flow="")
    found = made(scene, replace(history, records=(plan, *history.records)))
    assert cells_of(found)[0] == ("operator", {"starts": "on_command"})


def test_the_city_of_a_time_zone_is_no_secret_of_whoever_lives_there() -> None:
    hello = flow(
        "hello", on("command", "tell", name="hello"), says("tell", "Hello."), timezone="Europe/Vilnius"
    )
    scene, history = met(hello, Customer("ana", START, {"city": "Vilnius"}), Said("/hello"))
    assert "Europe/Vilnius" in read_notebook(made(scene, history).recording.text()).start


def test_buttons_are_tapped_by_what_they_say_then() -> None:
    shoes = flow(
        "shoes",
        on("command", "size", name="shoes"),
        asks("size", "Which?", {"small": "fine", "large": "fine"}),
        says("fine", "Fine."),
    )
    found = made(*met(shoes, Customer("ana", START, {}), Said("/shoes"), "Large"))
    assert ("tap", "Large") in cells_of(found)


def test_a_way_that_hangs_on_what_is_not_kept_is_refused_with_the_place() -> None:
    shoes = flow(
        "shoes",
        on("command", "size", name="shoes"),
        asks("size", "Which?", {"small": "fine", "large": "fine"}),
        says("fine", "Fine."),
    )
    scene, history = met(shoes, Customer("ana", START, {}), Said("/shoes"), "Large")
    other = replace(scene, flow=replace(shoes, nodes=tuple(one for one in shoes.nodes if one.id != "fine")))
    with pytest.raises(NotRecorded, match="In the talk the customer came to “fine”"):
        made(other, history)


def test_a_name_that_decides_the_way_is_refused() -> None:
    rule = {"field": "first_name", "op": "is", "value": "Ona"}
    vip = flow(
        "vip",
        on("command", "look", name="vip"),
        (
            "look",
            "condition",
            {"branches": [{"id": "yes", "label": "Yes", "rule": rule}]},
            {"yes": "hi", "otherwise": "who"},
        ),
        says("hi", "Hi."),
        says("who", "Who?"),
    )
    scene, history = met(vip, Customer("ana", START, {"first_name": "Rasa"}), Said("/vip"))
    assert ("say", "/vip") in cells_of(made(scene, history))
    scene, history = met(vip, Customer("ana", START, {"first_name": "Ona"}), Said("/vip"))
    assert read_notebook(made(scene, history).recording.text()).customers[0]["set"] == {"first_name": "Ona"}


def test_passages_begin_and_end_with_what_went_on() -> None:
    hello = flow("hello", on("command", "tell", name="hello"), says("tell", "Hello."))
    _, history = met(
        hello, Customer("ana", START, {}), Said("hm"), Said("/hello"), Said("hm"), Said("/hello")
    )
    assert [(one.flow, one.over) for one in passages(history.records)] == [("hello", True), ("hello", True)]
    first, second = passages(history.records)
    assert first.end <= second.begin
    assert passages(history.records[first.begin + 3 :])[0].begin > 0


def late(world: World, who: str, until: datetime, lag: timedelta) -> World:
    """Timers as the runtime fires them: a little after they were due."""
    while (timer := next_timer(world, who)) and timer.due + lag <= until:
        now = max(timer.due + lag, world.now)
        outcome = dispatch(world.states[who], TimerFired(timer.id), world.setting, now)
        states = {**world.states, who: outcome.state}
        world = altered(world, now=now, states=states, log=(*world.log, *outcome.records))
    return world


def test_timers_that_fired_late_are_found_again() -> None:
    reminder = flow(
        "reminder",
        on("command", "wait", name="go"),
        waits(3, "hours", "more"),
        says("more", "Three hours.", "last"),
        asks("last", "And now?", {"good": "fine", "bad": "fine"}),
        says("fine", "Fine."),
    )
    ana = Customer("ana", START, {})
    world = began(Setting(Workspace(), library_of(reminder)), Talk(ana, START, ()))
    world = after(world, "ana", Deed(START, Said("/go")))
    world = late(world, "ana", START + timedelta(hours=5), timedelta(seconds=40))
    world = after(world, "ana", Deed(START + timedelta(hours=5), tap_of(world, "Good")))
    found = made(Scene(reminder, Workspace()), History(world.states["ana"].customer, world.log))
    assert [kind for kind, _ in cells_of(found) if kind in ("say", "wait", "tap")] == [
        "say",
        "wait",
        "wait",
        "tap",
    ]
    assert ("tap", "Good") in cells_of(found)
