"""Exploration of small flows of which the truth is known: what is found, what is proved, and by what."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flowbook.customer import instant
from flowbook.explore import Land, explore
from flowbook.flow import Flow, Node
from tests.explore_flows import PLACE, check, explored, found, menu, names, number

DAY = {"amount": 1, "unit": "days"}


def test_a_menu_is_left_by_each_button_by_silence_and_undelivered() -> None:
    report = explored({"ask": ("menu", menu("red", "blue", no_answer_after=DAY), {})})
    assert found(report) == {"begin.next", "ask.red", "ask.blue", "ask.no_answer", "ask.undelivered"}


def test_two_checks_that_contradict_each_other_are_proved() -> None:
    rich = check(rich=number("score", "at_least", 10))
    poor = check(poor=number("score", "less_than", 5))
    report = explored({"one": ("condition", rich, {"rich": "two"}), "two": ("condition", poor, {})})
    assert names(report.proved) == {"two.poor"}
    assert found(report) == {"begin.next", "one.rich", "one.otherwise", "two.otherwise"}


def test_what_stands_behind_a_proved_exit_is_proved_too() -> None:
    vip, not_vip = {"tag": "vip", "op": "has"}, {"tag": "vip", "op": "has_not"}
    steps = {
        "mark": ("tag", {"add": ["vip"]}, {"next": "look"}),
        "look": ("condition", check(no=not_vip, yes=vip), {"no": "never", "yes": "said"}),
        "never": ("message", {"text": "Never."}, {}),
        "said": ("message", {"text": "Always."}, {}),
    }
    assert names(explored(steps).proved) == {"look.no", "look.otherwise", "never.next"}


def test_an_answer_is_chosen_so_that_it_passes_the_threshold() -> None:
    ask = {"text": "How many?", "kind": "number", "minimum": 1, "maximum": 20, "save_to": "session.guests"}
    big = check(
        group=number("session.guests", "at_least", 12), crowd=number("session.guests", "more_than", 20)
    )
    report = explored({"ask": ("question", ask, {"answered": "size"}), "size": ("condition", big, {})})
    assert {"size.group", "size.otherwise"} <= found(report)
    assert names(report.proved) == {"size.crowd"}
    group = next(one.conversation for one in report.found if one.exit == ("size", "group"))
    assert dict(group.script.deeds)["say"] in {str(guests) for guests in range(12, 21)}


def test_a_question_with_retries_is_given_up_after_so_many_wrong_answers() -> None:
    ask = {"text": "How many?", "kind": "number", "retries": 2, "save_to": "session.guests"}
    report = explored({"ask": ("question", ask, {})})
    many = next(one.conversation for one in report.found if one.exit == ("ask", "too_many_tries"))
    assert [deed for deed in many.script.deeds if deed == ("say", "?")] == [("say", "?")] * 3


def test_a_timer_that_an_answer_races_can_win_and_lose() -> None:
    steps = {
        "ask": ("menu", menu("yes", no_answer_after={"amount": 1, "unit": "hours"}), {"no_answer": "late"}),
        "late": ("delay", {"after": DAY}, {}),
    }
    report = explored(steps)
    assert {"ask.yes", "ask.no_answer", "late.next"} <= found(report)


def test_a_counter_is_followed_over_steps() -> None:
    steps = {
        "count": ("set_field", {"field": "score", "how": "add", "amount": 10}, {"next": "enough"}),
        "enough": ("condition", check(yes=number("score", "at_least", 50)), {}),
    }
    report = explored(steps)
    yes = next(one.conversation for one in report.found if one.exit == ("enough", "yes"))
    assert yes.script.customer.fields["score"] >= 40
    assert "enough.otherwise" in found(report)


def test_the_beginning_is_moved_to_when_the_shop_is_closed() -> None:
    report = explored({"hours": ("business_hours", {}, {})})
    closed = next(one.conversation for one in report.found if one.exit == ("hours", "closed"))
    assert {"hours.open", "hours.closed"} <= found(report)
    assert closed.script.start - instant("2026-03-02T08:00:00+00:00") > timedelta()


def test_one_moment_is_not_both_open_and_closed() -> None:
    steps = {
        "first": ("business_hours", {}, {"open": "again"}),
        "again": ("business_hours", {}, {}),
    }
    assert names(explored(steps).proved) == {"again.closed"}


def test_what_others_may_change_meanwhile_is_never_proved_impossible() -> None:
    """Whoever had no order may have bought in the shop while the flow waited."""
    some = {"orders": "count", "op": "at_least", "value": 1}
    steps = {
        "new": ("condition", check(old=some), {"otherwise": "wait"}),
        "wait": ("delay", {"after": DAY}, {"next": "now"}),
        "now": ("condition", check(bought=some), {}),
    }
    report = explored(steps)
    assert "now.bought" in found(report)
    assert report.proved == ()


def test_another_passage_of_the_same_flow_may_write_meanwhile() -> None:
    tagged = {"tag": "seen", "op": "has"}
    steps = {
        "new": ("condition", check(old=tagged), {"otherwise": "wait"}),
        "wait": ("delay", {"after": DAY}, {"next": "now"}),
        "now": ("condition", check(seen=tagged), {}),
        "other": ("command", {"name": "mark"}, {"next": "mark"}),
        "mark": ("tag", {"add": ["seen"]}, {}),
    }
    assert "now.seen" not in names(explored(steps).proved)
    alone = {key: step for key, step in steps.items() if key not in ("other", "mark")}
    assert names(explored(alone).proved) == {"now.seen"}


def test_a_button_that_stays_live_begins_without_what_the_conversation_knew() -> None:
    """So nothing that was kept for one conversation is sure behind it."""
    steps = {
        "keep": ("set_field", {"field": "session.size", "how": "text", "value": "small"}, {"next": "ask"}),
        "ask": ("menu", menu("red", stays_live=True), {"red": "look"}),
        "look": ("condition", check(small={"field": "session.size", "op": "is", "value": "small"}), {}),
    }
    assert explored(steps).proved == ()
    steps["ask"] = ("menu", menu("red"), {"red": "look"})
    assert names(explored(steps).proved) == {"look.otherwise"}


def test_a_circle_with_a_counter_comes_to_an_end() -> None:
    steps = {
        "count": ("set_field", {"field": "session.times", "how": "add", "amount": 1}, {"next": "ask"}),
        "ask": ("menu", menu("more"), {"more": "enough"}),
        "enough": ("condition", check(yes=number("session.times", "at_least", 3)), {"otherwise": "count"}),
    }
    report = explored(steps)
    assert {"enough.yes", "enough.otherwise"} <= found(report)
    three = next(one.conversation for one in report.found if one.exit == ("enough", "yes"))
    assert [deed for deed in three.script.deeds if deed[0] == "tap"] == [("tap", "More")] * 3


def test_a_drawn_arm_stays() -> None:
    arms = {"arms": [{"id": "a"}, {"id": "b"}, {"id": "none", "weight": 0}]}
    steps = {
        "draw": ("split", arms, {"a": "wait"}),
        "wait": ("delay", {"after": DAY}, {"next": "twice"}),
        "twice": ("condition", check(done={"tag": "seen", "op": "has"}), {"otherwise": "mark"}),
        "mark": ("tag", {"add": ["seen"]}, {"next": "draw"}),
    }
    report = explored(steps)
    assert {"draw.a", "draw.b", "twice.done", "twice.otherwise"} <= found(report)
    assert names(report.proved) == {"draw.none"}


def test_other_systems_answer_as_it_is_needed() -> None:
    call = {"url": "https://shop.example/x", "save": [{"path": "items.0.state", "save_to": "session.state"}]}
    sent = check(sent={"field": "session.state", "op": "is", "value": "on its way"})
    report = explored({"call": ("http_request", call, {"success": "look"}), "look": ("condition", sent, {})})
    assert {"call.success", "call.error", "call.timeout", "look.sent", "look.otherwise"} <= found(report)


@pytest.mark.parametrize("what", ["segment_entered", "segment_left"])
@pytest.mark.parametrize(
    "rule",
    [
        {"silent_days": 30},
        {"orders": "count", "op": "at_least", "value": 1, "within_days": 10},
        {"tag": "vip", "op": "has"},
        number("score", "at_least", 10),
    ],
)
def test_segments_are_come_into_and_left(what: str, rule: dict[str, Any]) -> None:
    """By time alone, or because somebody changes what they ask about."""
    place = replace(PLACE, segments={"those": rule})
    trigger = Node("begin", "change", "Begin", {"what": what, "segment": "those"}, {"next": "end"})
    flow = Flow("small", "small", (trigger, Node("end", "message", "End", {"text": "End."})))
    report = explore(Land(flow, place))
    assert "begin.next" in found(report)
