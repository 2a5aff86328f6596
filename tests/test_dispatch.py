"""Which step or trigger gets a stimulus: priority, first contact, interruption, changes, people who leave."""

from datetime import timedelta

import pytest

from flowbook.dispatch import CASCADE
from flowbook.events import (
    Ignored,
    SessionStarted,
)
from flowbook.flow import Flow
from flowbook.stimuli import Changed, FileSent, NotDelivered, StartedByHand
from tests.chat import HOURS, SORRY, Chat, asks, flow, on, order, says


def words(name: str, mode: str, *phrases: str) -> Flow:
    return flow(name, on("phrase", "tell", mode=mode, phrases=list(phrases)), says("tell", name))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("opening hours", "exact"),
        ("tell me the opening hours", "longer"),
        ("your hours", "contains"),
        ("open 24 h", "pattern"),
        ("oppening times", "near"),
        ("/hours", "command"),
        ("what", "other"),
        ("/what", "other"),
    ],
)
def test_the_most_specific_trigger_wins(text: str, answer: str) -> None:
    flows = [
        flow("other", on("default_reply", "tell"), says("tell", "other")),
        words("near", "near", "opening times"),
        words("pattern", "pattern", "[0-9]+"),
        words("contains", "contains", "hours"),
        words("longer", "contains", "opening hours"),
        words("exact", "exact", "opening hours"),
        flow("command", on("command", "tell", name="hours"), says("tell", "command")),
    ]
    assert Chat(*flows).say(text) == [answer]
    assert Chat(*reversed(flows)).say(text) == [answer]


def test_a_link_of_its_own_goes_before_any_start() -> None:
    any_start = flow("any", on("start", "tell"), says("tell", "Welcome."))
    window = flow("window", on("start", "tell", payload="window"), says("tell", "You saw our window."))
    chat = Chat(any_start, window)
    assert chat.say("/start window") == ["You saw our window."]
    assert chat.say("/start door") == ["Welcome."]
    assert chat.say("/start") == ["Welcome."]


def test_of_two_that_fit_equally_the_first_flow_has_it() -> None:
    assert Chat(words("one", "exact", "hi"), words("two", "exact", "hi")).say("hi") == ["one"]


WELCOME = flow("welcome", on("start", "tell"), says("tell", "Welcome."))


def test_somebody_new_is_welcomed_once() -> None:
    chat = Chat(WELCOME, SORRY)
    assert chat.say("hello") == ["Welcome."]
    assert chat.say("hello") == ["Sorry?"]


def test_a_first_picture_is_a_first_contact() -> None:
    assert Chat(WELCOME, SORRY).happen(FileSent("photo", "x")) == ["Welcome."]


def test_what_somebody_new_asks_for_goes_before_the_welcome() -> None:
    chat = Chat(WELCOME, HOURS, SORRY)
    assert chat.say("/hours") == ["Nine to five."]
    assert chat.say("hello") == ["Sorry?"]


def test_somebody_heard_long_ago_is_not_new() -> None:
    chat = Chat(WELCOME, SORRY, last_seen="2025-01-01T00:00:00+00:00")
    assert chat.say("hello") == ["Sorry?"]


def test_somebody_who_has_tapped_is_not_new() -> None:
    chat = Chat(WELCOME, order(), SORRY)
    chat.happen(StartedByHand("order"))
    assert chat.tap("Small") == ["Kept."]
    assert chat.say("hello") == ["Sorry?"]


@pytest.mark.parametrize(
    ("policy", "on_text", "text", "answer"),
    [
        ("commands", "repeat", "large", ["Kept."]),
        ("commands", "repeat", "/hours", ["Nine to five."]),
        ("commands", "repeat", "address", ["Tap one."]),
        ("commands", "repeat", "blah", ["Tap one."]),
        ("commands", "leave", "address", ["Main Street 1."]),
        ("commands", "leave", "blah", ["Sorry?"]),
        ("phrases", "repeat", "/hours", ["Nine to five."]),
        ("phrases", "repeat", "Address?", ["Main Street 1."]),
        ("phrases", "repeat", "what is your parking like", ["Behind the house."]),
        ("phrases", "repeat", "blah", ["Tap one."]),
        ("phrases", "repeat", "large", ["Kept."]),
        ("nothing", "repeat", "/hours", ["Tap one."]),
        ("nothing", "repeat", "address", ["Tap one."]),
        ("nothing", "leave", "address", []),
        ("nothing", "leave", "/hours", []),
        ("nothing", "leave", "Large", ["Kept."]),
    ],
)
def test_who_may_interrupt_a_question(policy: str, on_text: str, text: str, answer: list[str]) -> None:
    question = order(interrupt=policy, on_text=on_text, hint="Tap one.")
    address = flow("address", on("phrase", "tell", phrases=["address"]), says("tell", "Main Street 1."))
    parking = flow(
        "parking",
        on("phrase", "tell", phrases=["parking"], mode="contains"),
        says("tell", "Behind the house."),
    )
    large = flow("large", on("phrase", "tell", phrases=["large"], mode="contains"), says("tell", "never"))
    chat = Chat(question, HOURS, address, parking, large, SORRY)
    chat.say("/order")
    assert chat.say(text) == answer
    if not answer:
        assert chat.events(Ignored)


def test_a_question_that_was_interrupted_still_waits() -> None:
    chat = Chat(order(), HOURS)
    chat.say("/order")
    assert chat.say("/hours") == ["Nine to five."]
    assert chat.say("small") == ["Kept."]


def test_words_that_nobody_takes_are_told_to_the_designer() -> None:
    chat = Chat(HOURS)
    assert chat.say("blah") == []
    assert chat.events(Ignored)[0].what == "blah"


def test_a_change_sets_off_every_flow_that_waits_for_it() -> None:
    tagging = flow("tagging", on("command", "add", name="vip"), ("add", "tag", {"add": ["vip"]}, {}))
    one = flow("one", on("change", "tell", what="tag_added", tag="vip"), says("tell", "Welcome to the club."))
    two = flow("two", on("change", "tell", what="tag_added", tag="vip"), says("tell", "Here is your card."))
    chat = Chat(tagging, one, two)
    assert chat.say("/vip") == ["Welcome to the club.", "Here is your card."]
    assert chat.say("/vip") == []


def test_flows_that_set_each_other_off_are_stopped() -> None:
    def ping(name: str, heard: str, added: str) -> Flow:
        add = ("add", "tag", {"add": [added], "remove": [heard]}, {})
        return flow(name, on("change", "add", what="tag_added", tag=heard), add)

    chat = Chat(ping("one", "a", "b"), ping("two", "b", "a"))
    chat.happen(Changed("tag_added", "a"))
    assert len(chat.events(SessionStarted)) == CASCADE
    assert "without end" in chat.events(Ignored)[0].why


def test_many_changes_at_once_are_no_circle() -> None:
    tags = [f"tag_{number}" for number in range(CASCADE + 10)]
    many = flow("many", on("command", "add", name="many"), ("add", "tag", {"add": tags}, {}))
    last = flow("last", on("change", "tell", what="tag_added", tag=tags[-1]), says("tell", "All there."))
    assert Chat(many, last).say("/many") == ["All there."]


def test_a_change_that_the_customer_is_not_meant_for() -> None:
    paid = flow(
        "paid",
        on("event", "thanks", name="paid", only_if={"field": "event.total", "op": "at_least", "value": 100}),
        says("thanks", "Thank you."),
    )
    chat = Chat(paid)
    assert chat.report("paid", total=50) == []
    assert chat.events(Ignored)
    assert chat.report("paid", total=150) == ["Thank you."]


def test_who_blocks_the_bot_is_left_alone_until_they_write_again() -> None:
    daily = flow("daily", on("calendar", "tell", repeat="weekly", at="18:00"), says("tell", "Good evening."))
    chat = Chat(daily, order())
    chat.say("/order")
    chat.happen(NotDelivered("2", "blocked by the user", blocked=True))
    assert not chat.customer.subscribed
    assert not chat.state.sessions
    assert not chat.state.timers
    chat.until(timedelta(days=2))
    assert chat.say("/order") == ["Which size?"]
    assert chat.customer.subscribed
    assert chat.until(timedelta(hours=8)) == [("03-12 18:00", "Good evening.")]


def test_who_has_unsubscribed_stays_so_after_a_block() -> None:
    leave = flow(
        "leave", on("command", "out", name="leave"), ("out", "subscribe", {"action": "unsubscribe"}, {})
    )
    chat = Chat(leave)
    chat.say("/leave")
    chat.happen(NotDelivered("2", "blocked by the user", blocked=True))
    chat.say("hello")
    assert not chat.customer.subscribed


def test_a_question_that_could_not_be_delivered_goes_that_way() -> None:
    question = flow(
        "order",
        on("command", "size", name="order"),
        asks("size", "Which size?", {"small": "", "undelivered": "note"}),
        ("note", "tag", {"add": ["unreachable"]}, {}),
    )
    chat = Chat(question)
    chat.say("/order")
    chat.happen(NotDelivered("2", "chat not found"))
    assert chat.customer.tags == {"unreachable"}


def test_an_event_nobody_waits_for_is_told_to_the_designer() -> None:
    chat = Chat(HOURS)
    chat.report("paid")
    assert "paid" in chat.events(Ignored)[0].what
