"""What the Publish page says about two versions."""

from dataclasses import replace

from flowbook.comparison import compare
from flowbook.flow import Flow, Node

HELLO = Node("hello", "message", "Say hello", {"text": "Hi"}, {"next": "pick"})
PICK = Node(
    "pick",
    "menu",
    "Pick a size",
    {"text": "Which?", "buttons": [{"id": "s", "label": "Small"}]},
    {"s": "hello"},
)
FLOW = Flow("shoes", "Shoe order", (HELLO, PICK))


def sentences(old: Flow | None, new: Flow) -> list[str]:
    return [f"{d.kind}: {d.sentence}" for d in compare(old, new)]


def test_equal_versions_have_no_difference() -> None:
    assert compare(FLOW, FLOW) == ()


def test_a_first_version_is_all_new() -> None:
    assert sentences(None, FLOW) == [
        "new: A new step, “Say hello” (Message).",
        "new: A new step, “Pick a size” (Buttons).",
    ]


def test_changed_texts_ways_and_names_are_told_in_sentences() -> None:
    hello = replace(HELLO, title="Greet", config={"text": "Hello"}, exits={})
    thanks = Node("thanks", "message", "Thank", {"text": "Thanks"})
    new = replace(FLOW, nodes=(hello, replace(PICK, exits={"s": "thanks"}), thanks))
    assert sentences(FLOW, new) == [
        "new: A new step, “Thank” (Message).",
        "changed: “Say hello” is now called “Greet”.",
        "changed: “Greet”: What the bot says: “Hello” in place of “Hi”.",
        "changed: “Greet” leads nowhere now; it led to “Pick a size”.",
        "changed: “Pick a size”, “Small”, now leads to “Thank”.",
    ]


def test_a_step_that_went_is_named_by_its_title() -> None:
    assert (
        sentences(FLOW, replace(FLOW, nodes=(PICK,)))[-1] == "gone: “Say hello” (Message) is no longer there."
    )


def test_a_distance_from_a_date_is_told_with_its_direction() -> None:
    offsets = (
        {"direction": "before", "amount": 1, "unit": "days"},
        {"direction": "after", "amount": 1, "unit": "days"},
    )
    old, new = (
        replace(FLOW, nodes=(Node("soon", "date", "Soon", {"field": "appointment", "offset": offset}),))
        for offset in offsets
    )
    assert sentences(old, new) == [
        "changed: “Soon”: How long before or after it: “1 day after” in place of “1 day before”."
    ]


def test_texts_in_languages_and_durations_are_shown_as_what_they_say() -> None:
    """Of several languages only those that differ, and one alone without its code; a duration whole."""
    before = {"text": {"en": "Which?", "ru": "Какой?"}, "no_answer_after": {"amount": 1, "unit": "hours"}}
    after = {"text": {"en": "Which one?", "ru": "Какой?"}, "no_answer_after": {"amount": 4, "unit": "hours"}}
    old, new = (
        replace(FLOW, nodes=(replace(PICK, config={**PICK.config, **config}),)) for config in (before, after)
    )
    assert sentences(old, new) == [
        "changed: “Pick a size”: What the bot says: “Which one?” in place of “Which?”",
        "changed: “Pick a size”: If nobody answers in: “4 hours” in place of “1 hour”.",
    ]
