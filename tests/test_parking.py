"""Several flows at once with one customer: who asks, who is put aside, and when a person has the
conversation."""

from datetime import timedelta

from flowbook.events import (
    ExitTaken,
    HandedOver,
    MessageReceived,
    SessionEnded,
    SessionParked,
    TakenBack,
)
from flowbook.stimuli import HandedBack, OperatorSaid
from tests.chat import COLOUR, HOURS, SORRY, Chat, asks, flow, on, order, says


def test_a_question_that_another_flow_displaced_is_asked_again() -> None:
    chat = Chat(order(), COLOUR)
    chat.say("/order")
    assert chat.say("/colour") == ["Which colour?"]
    assert chat.events(SessionParked) == [SessionParked("colour")]
    assert chat.say("red") == ["Nice.", "Which size?"]
    assert chat.say("small") == ["Kept."]
    assert not chat.state.sessions
    assert not chat.state.parked


def test_the_one_displaced_last_is_asked_again_first() -> None:
    third = flow(
        "third",
        on("command", "ask", name="third"),
        asks("ask", "Sure?", {"yes": "fine"}),
        says("fine", "Good."),
    )
    chat = Chat(order(), COLOUR, third)
    for command in ("/order", "/colour", "/third"):
        chat.say(command)
    assert chat.say("yes") == ["Good.", "Which colour?"]
    assert chat.say("blue") == ["Nice.", "Which size?"]


def test_a_displaced_question_may_be_left_to_its_time_out() -> None:
    question = flow(
        "order",
        on("command", "size", name="order"),
        asks(
            "size",
            "Which size?",
            {"small": "done", "no_answer": "late"},
            displaced="wait",
            no_answer_after={"amount": 2, "unit": "hours"},
        ),
        says("done", "Kept."),
        says("late", "Maybe later."),
    )
    chat = Chat(question, COLOUR, SORRY)
    chat.say("/order")
    chat.say("/colour")
    assert chat.say("red") == ["Nice."]
    assert chat.say("small") == ["Sorry?"]
    assert chat.until(timedelta(hours=3)) == [("03-10 14:00", "Maybe later.")]


def test_a_displaced_question_may_end_its_conversation() -> None:
    chat = Chat(order(displaced="end"), COLOUR)
    chat.say("/order")
    assert chat.say("/colour") == ["Which colour?"]
    assert chat.say("red") == ["Nice."]
    assert not chat.state.sessions


def test_a_button_of_a_parked_question_answers_it() -> None:
    chat = Chat(order(), COLOUR)
    chat.say("/order")
    chat.say("/colour")
    assert chat.tap("Small") == ["Kept."]
    assert chat.say("red") == ["Nice."]


def test_a_flow_asks_one_question_at_a_time() -> None:
    shop = flow(
        "shop",
        on("command", "size", "by_order", name="order"),
        on("command", "colour", "by_colour", name="colour"),
        on("command", "tell", "by_hours", name="hours"),
        asks("size", "Which size?", {"small": "done"}),
        asks("colour", "Which colour?", {"red": "done"}),
        says("tell", "Nine to five."),
        says("done", "Kept."),
    )
    chat = Chat(shop)
    chat.say("/order")
    assert chat.say("/hours") == ["Nine to five."]
    assert chat.say("/colour") == ["Which colour?"]
    assert chat.say("red") == ["Kept."]
    assert not chat.state.sessions


def test_a_series_goes_on_while_another_flow_asks() -> None:
    series = flow(
        "series",
        on("start", "one"),
        says("one", "Day one.", "night"),
        ("night", "delay", {"after": {"amount": 1, "unit": "days"}}, {"next": "two"}),
        says("two", "Day two."),
    )
    chat = Chat(series, order())
    chat.say("/start")
    chat.say("/order")
    assert chat.until(timedelta(days=2)) == [("03-11 12:00", "Day two.")]
    assert chat.say("large") == ["Kept."]


def test_the_same_trigger_again_begins_anew() -> None:
    chat = Chat(order())
    chat.say("/order")
    assert chat.say("/order") == ["Which size?"]
    assert chat.events(SessionEnded) == [SessionEnded("started again")]
    assert chat.say("small") == ["Kept."]
    assert not chat.state.sessions


def test_it_begins_anew_although_the_passage_has_gone_on_to_another_flow() -> None:
    welcome = flow(
        "welcome", on("start", "on"), ("on", "another_flow", {"flow": "order", "come_back": False}, {})
    )
    chat = Chat(welcome, order())
    assert chat.say("/start") == ["Which size?"]
    assert chat.say("/start") == ["Which size?"]
    assert len(chat.state.sessions) == 1


def test_records_say_in_which_flow_a_thing_happened() -> None:
    welcome = flow(
        "welcome",
        on("start", "on"),
        ("on", "another_flow", {"flow": "hours"}, {"back": "bye"}),
        says("bye", "Bye."),
    )
    chat = Chat(welcome, HOURS)
    assert chat.say("/start") == ["Nine to five.", "Bye."]
    places = [
        (record.flow, record.event.node) for record in chat.records if isinstance(record.event, ExitTaken)
    ]
    assert places == [
        ("welcome", "on_start"),
        ("welcome", "on"),
        ("hours", "on_command"),
        ("hours", "tell"),
        ("welcome", "on"),
        ("welcome", "bye"),
    ]


PERSON = flow(
    "person",
    on("command", "call", name="person"),
    (
        "call",
        "hand_over",
        {"text": "One moment.", "nobody_after": {"amount": 2, "unit": "hours"}},
        {"handed_back": "back", "nobody": "alone"},
    ),
    says("back", "Here I am again."),
    says("alone", "Nobody is here now."),
)


def test_the_bot_is_silent_while_a_person_talks() -> None:
    chat = Chat(order(), PERSON, HOURS, SORRY)
    chat.say("/order")
    assert chat.say("/person") == ["One moment."]
    assert chat.events(HandedOver)
    for words_said in ("hello", "/hours", "small"):
        assert chat.say(words_said) == []
        assert chat.events(MessageReceived)[0].to == "person"
    assert chat.happen(OperatorSaid("Hello, this is Ann.")) == ["Hello, this is Ann."]
    assert chat.happen(HandedBack()) == ["Here I am again."]
    assert chat.events(TakenBack)
    assert chat.say("small") == ["Kept."]


def test_a_tap_while_a_person_talks_is_answered_and_does_nothing() -> None:
    chat = Chat(order(), PERSON)
    chat.say("/order")
    chat.say("/person")
    assert chat.tap("Small") == []
    assert chat.notice == "A person is answering you now."
    chat.happen(HandedBack())
    assert chat.tap("Small") == ["Kept."]


def test_the_bot_takes_the_conversation_back_when_nobody_comes() -> None:
    chat = Chat(PERSON)
    chat.say("/person")
    assert chat.until(timedelta(hours=3)) == [("03-10 14:00", "Nobody is here now.")]
    assert chat.say("/person") == ["One moment."]


def test_timers_and_events_wait_until_the_person_has_finished() -> None:
    series = flow(
        "series",
        on("start", "wait"),
        ("wait", "delay", {"after": {"amount": 1, "unit": "hours"}}, {"next": "two"}),
        says("two", "An hour later."),
    )
    paid = flow("paid", on("event", "thanks", name="paid"), says("thanks", "Paid: {event.total}."))
    chat = Chat(PERSON, series, paid)
    chat.say("/start")
    chat.say("/person")
    assert chat.report("paid", total=5) == []
    assert chat.report("paid", total=7) == []
    chat.until(timedelta(minutes=50))
    chat.say("Still there?")
    assert chat.until(timedelta(minutes=50)) == []
    chat.happen(HandedBack())
    said = [text for _, text in chat.until(timedelta(minutes=20))]
    assert sorted(said) == ["An hour later.", "Paid: 5.", "Paid: 7."]


def test_a_question_is_asked_again_only_when_the_person_has_finished() -> None:
    call = ("call", "hand_over", {"text": "One moment."}, {"handed_back": "back"})
    sure = asks("sure", "Shall I call somebody?", {"yes": "call"})
    help_ = flow("help", on("command", "sure", name="help"), sure, call, says("back", "Here I am again."))
    chat = Chat(order(), help_)
    chat.say("/order")
    chat.say("/help")
    assert chat.say("yes") == ["One moment."]
    assert chat.say("small") == []
    assert chat.happen(HandedBack()) == ["Here I am again.", "Which size?"]
