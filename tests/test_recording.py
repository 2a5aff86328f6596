"""Talks recorded as test notebooks: what is written plays as the talk went."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowbook.copies import altered
from flowbook.customer import Customer, Occurrence
from flowbook.events import MessageSent
from flowbook.flow import Flow
from flowbook.mocks import Mock, Reply
from flowbook.notebook.reading import read_notebook
from flowbook.recording import Deed, NotRecorded, Scene, Talk, record
from flowbook.recording.replay import after, replayed
from flowbook.setting import Setting, library_of
from flowbook.stimuli import (
    Changed,
    EventReported,
    FileSent,
    NotDelivered,
    Said,
    StartedByHand,
    Stimulus,
    Tapped,
)
from flowbook.workspace import Field, Workspace
from flowbook.world import World, world_of
from tests.chat import asks, flow, on, says, waits
from tests.conversations import Script, sample_flows, sample_workspace, scripts
from tests.talks import scene_of, talk_of

START = datetime.fromisoformat("2026-03-10T12:00:00+00:00")
TEXTS = (
    "/start",
    "/book",
    "/start salon",
    "birthday",
    "3",
    "13 March",
    "Friday",
    "14:30",
    "cancel",
    "yes",
    "{first_name}",
    "no 1: x",
    "? a",
    "- b\n\nc",
)


def had(
    flow: Flow, *deeds: Stimulus | timedelta, workspace: Workspace | None = None, **more: object
) -> tuple[Scene, Talk]:
    """A talk with a flow; a length of time turns the clock. `more` of the talk: customer, mocks."""
    scene = Scene(flow, workspace or Workspace())
    customer = more.pop("customer", Customer("ana", START, {"first_name": "Ana"}))
    talk = Talk(customer, START, (), **more)
    setting = Setting(scene.workspace, library_of(flow))
    now, done = START, []
    for deed in deeds:
        now += deed if isinstance(deed, timedelta) else timedelta(0)
        done.append(Deed(now, None if isinstance(deed, timedelta) else deed))
    talk = altered(talk, deeds=tuple(done))
    return scene, altered(talk, records=replayed(setting, talk))


def cells(scene: Scene, talk: Talk, *tight: tuple[int, int]) -> list[tuple[str, object]]:
    notebook = read_notebook(record(scene, talk, "A talk").text(tight=tight))
    return [(cell.kind, cell.value) for cell in notebook.cells]


@pytest.mark.parametrize("script", scripts(), ids=str)
def test_every_talk_of_the_samples_plays_again_from_its_file(script: Script) -> None:
    text = record(scene_of(script), talk_of(script), script.name).text("Recorded.")
    assert text.startswith("notebook: ")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(sample_flows())), st.lists(st.integers(0, 200), min_size=1, max_size=12), st.data()
)
def test_whatever_is_done_with_a_sample_plays_again_from_its_file(
    name: str, lots: list[int], data: st.DataObject
) -> None:
    flows, workspace = sample_flows(), sample_workspace()
    person = Customer(
        "visitor", START, {"first_name": "Rūta", "language": data.draw(st.sampled_from(["en", "ru", "hy"]))}
    )
    world = world_of(Setting(workspace, library_of(flows[name])), START, [person])
    deeds = [Deed(START, StartedByHand(name))]
    for lot in lots:
        world = after(world, "visitor", deeds[-1])
        deeds.append(_deed(world, lot))
    talk = Talk(person, START, tuple(deeds))
    talk = altered(talk, records=replayed(Setting(workspace, library_of(flows[name])), talk))
    text = record(Scene(flows[name], workspace, {name: flows[name]}), talk, "By lot").text()
    assert read_notebook(text).flow == name


def _deed(world: World, lot: int) -> Deed:
    """A tap, a text, or a turn of the clock."""
    sent = [one.event for one in world.log if isinstance(one.event, MessageSent)]
    buttons = (
        [b for row in sent[-1].message.buttons for b in row if b.kind == "choice" and b.value] if sent else []
    )
    if lot < 100 and buttons:
        button = buttons[lot % len(buttons)]
        return Deed(world.now, Tapped(button.value, button.label))
    if lot < 140:
        return Deed(world.now, Said(TEXTS[lot % len(TEXTS)]))
    return Deed(world.now + timedelta(minutes=(lot - 139) ** 2 * 7))


REMINDER = flow(
    "reminder",
    on("command", "wait", name="go"),
    waits(1, "days", "first"),
    says("first", "One day is over.", "more"),
    ("more", "delay", {"after": {"amount": 3, "unit": "hours"}}, {"next": "second"}),
    says("second", "Three hours more."),
)


def test_a_turn_of_the_clock_stops_where_a_timer_fired() -> None:
    found = cells(*had(REMINDER, Said("/go"), timedelta(days=5)))
    assert [value for kind, value in found if kind == "wait"] == [
        "next timer",
        "next timer",
        "until 2026-03-15 12:00",
    ]


def test_a_turn_of_the_clock_that_brings_nothing_says_how_long_it_was() -> None:
    found = cells(*had(REMINDER, Said("/go"), timedelta(hours=5, minutes=7)))
    assert found[2] == ("wait", "5 hours 7 minutes")


def test_turns_of_the_clock_that_bring_nothing_are_one() -> None:
    hour = timedelta(hours=1)
    found = cells(*had(REMINDER, Said("/go"), hour, hour, hour))
    assert [value for kind, value in found if kind == "wait"] == ["3 hours"]


def test_chosen_lines_become_expectations_and_others_stay_snapshots() -> None:
    shoes = flow(
        "shoes",
        on("command", "hello", name="shoes"),
        says("hello", "Hello {first_name}.", "size"),
        asks("size", "Which?", {"small": "", "large": ""}),
    )
    scene, talk = had(shoes, Said("/shoes"))
    kinds = [kind for kind, _ in cells(scene, talk)]
    assert kinds == ["say", "snapshot"]
    assert cells(scene, talk, (0, 0))[1:] == [
        ("expect", {"reply": "Hello Ana."}),
        ("snapshot", {"of": "replies", "accepted": "Hello Ana.\nWhich? [Small | Large]\n"}),
    ]
    assert cells(scene, talk, (0, 0), (0, 1))[1:] == [
        ("expect", {"reply": ["Hello Ana.", "Which?"], "buttons": ["Small", "Large"]})
    ]


def test_silence_can_be_expected_too() -> None:
    assert cells(*had(REMINDER, Said("/go")), (0, 0))[1:] == [("expect", {"silence": True})]


def test_braces_stay_what_the_customer_wrote() -> None:
    echo = flow("echo", on("default_reply", "echo"), says("echo", "Pardon?"))
    assert cells(*had(echo, Said("{first_name} {x")))[0] == ("say", "{{first_name}} {{x")


def test_what_made_no_difference_is_left_out() -> None:
    ana = Customer("ana", START, {"first_name": "Ana", "city": "Riga", "phone": "1"}, tags=frozenset({"vip"}))
    hello = flow("hello", on("command", "hello", name="hello"), says("hello", "Hello from {city}."))
    workspace = Workspace(fields={"city": Field("city", "City")})
    scene, talk = had(hello, Said("/hello"), customer=ana, workspace=workspace)
    (person,) = read_notebook(record(scene, talk, "A talk").text()).customers
    assert person["set"] == {"first_name": "Ana", "city": "Riga"}
    assert "tags" not in person


CALL = flow(
    "call",
    on("command", "ask", name="call"),
    (
        "ask",
        "http_request",
        {"url": "https://shop.example/x", "save": [{"path": "code", "save_to": "session.code"}]},
        {"success": "fine", "error": "sorry", "timeout": "sorry"},
    ),
    says("fine", "Your code is {session.code}."),
    says("sorry", "Not today."),
)


def test_an_answer_of_another_system_stands_before_the_act_that_asked_for_it() -> None:
    mocks = (Mock("ask", replies=(Reply(200, {"code": "007"}),)), Mock("nobody"))
    found = cells(*had(CALL, Said("/call"), mocks=mocks))
    assert found[:2] == [("mock", {"node": "ask", "replies": [{"body": {"code": "007"}}]}), ("say", "/call")]


def test_a_call_that_nobody_answered_is_one_of_a_system_that_cannot_be_reached() -> None:
    found = cells(*had(CALL, Said("/call")))
    assert found[0] == ("mock", {"node": "ask", "replies": ["unreachable"]})
    assert found[2] == ("snapshot", {"of": "replies", "accepted": "Not today.\n"})


def test_the_arm_that_was_drawn_is_settled() -> None:
    lot = flow(
        "lot",
        on("command", "lot", name="lot"),
        ("lot", "split", {"arms": [{"id": "a"}, {"id": "b"}]}, {"a": "one", "b": "two"}),
        says("one", "One."),
        says("two", "Two."),
    )
    scene, talk = had(lot, Said("/lot"))
    kind, value = cells(scene, talk)[0]
    drawn = "a" if "One." in str(talk.records) else "b"
    assert (kind, value) == ("choose", {"split": "lot", "arm": drawn})


def test_what_somebody_changed_by_hand_is_a_cell_of_its_own() -> None:
    moved = flow("moved", on("change", "tell", what="stage", stage="won"), says("tell", "Welcome."))
    workspace = Workspace(stages=("new", "won"))
    found = cells(*had(moved, Changed("stage", "won"), workspace=workspace))
    assert found[0] == ("customer", {"stage": "won"})


def test_another_flow_that_took_part_answers_beside() -> None:
    tell, hours = REMINDER, flow("hours", on("command", "open", name="hours"), says("open", "Nine to five."))
    setting = Setting(Workspace(), library_of(tell, hours))
    talk = Talk(Customer("ana", START, {}), START, (Deed(START, Said("/go")), Deed(START, Said("/hours"))))
    talk = altered(talk, records=replayed(setting, talk))
    text = record(Scene(tell, Workspace(), {"hours": hours, "other": hours}), talk, "Two").text()
    assert read_notebook(text).beside == ("hours",)


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (Tapped("1.size.small.1", "Small"), "The button “Small” stands on no message any more"),
        (FileSent("sticker", "x"), "A test cannot send a sticker"),
        (NotDelivered("77", "gone"), "A message before the last was not delivered"),
    ],
)
def test_what_a_test_cannot_do_again_is_refused(deed: Stimulus, reason: str) -> None:
    scene, talk = had(REMINDER, Said("/go"), deed)
    with pytest.raises(NotRecorded, match=reason):
        record(scene, talk, "A talk")


def test_a_talk_that_hangs_on_what_happened_before_it_is_refused_with_the_place() -> None:
    rule = {"event": "paid", "op": "happened"}
    paid = flow(
        "paid",
        on("command", "look", name="paid"),
        (
            "look",
            "condition",
            {"branches": [{"id": "yes", "label": "Yes", "rule": rule}]},
            {"yes": "thanks", "otherwise": "pay"},
        ),
        says("thanks", "Thank you."),
        says("pay", "Pay first."),
    )
    ana = Customer("ana", START, {}, happened=(Occurrence("paid", START - timedelta(days=1)),))
    scene, talk = had(paid, Said("/paid"), customer=ana)
    with pytest.raises(NotRecorded, match=r"left “Look” by “Yes”; in the test .* left “Look” by “Otherwise”"):
        record(scene, talk, "A talk")


def test_an_event_with_data_is_reported_again() -> None:
    got = flow("got", on("event", "tell", name="paid"), says("tell", "Thanks for {session.total}."))
    found = cells(*had(got, EventReported("paid", {"total": 12, "by": "5"})))
    assert found[0] == ("event", {"name": "paid", "data": {"total": 12, "by": "5"}})
