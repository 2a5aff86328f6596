"""Behaviour diff: which change of the flow a difference is told to come from."""

from __future__ import annotations

from flowbook.difference import compare_behaviour, talks_of_notebook
from tests.explore_flows import flow_of, menu
from tests.test_difference import SHOP, TALK, behaviour, ground_of, shop


def test_what_a_step_says_is_no_reason_for_not_coming_to_it() -> None:
    ways = {"tea": "mark", "cake": "cake", "no_answer": "late"}
    (change,) = [
        one
        for one in behaviour(shop(ask=(SHOP["ask"][1], ways), tea={"text": "Coffee."})).changes
        if one.kind == "route"
    ]
    assert change.sentence == "1 of 1 customers no longer come to “tea”."
    assert [cause.node for cause in change.causes] == ["ask"]


def test_what_a_step_says_is_no_reason_for_coming_late() -> None:
    new = shop(rest={"after": {"amount": 26, "unit": "hours"}}, bye={"text": "All well?"})
    found = {one.kind: [cause.node for cause in one.causes] for one in behaviour(new).changes}
    assert found == {"text": ["bye"], "timing": ["rest"]}


def test_each_class_names_the_change_that_can_have_brought_it() -> None:
    asks = menu("tea", "cake", no_answer_after={"amount": 1, "unit": "days"})
    routes = {"tea": "cake", "cake": "cake", "no_answer": "late"}
    new = shop(ask=({**asks, "text": "What would you like?"}, routes))
    reasons = {one.kind: [cause.sentence for cause in one.causes] for one in behaviour(new).changes}
    assert reasons["route"] == ["“ask”, “Tea”, now leads to “cake”."]
    assert [told.partition(":")[0] for told in reasons["text"]] == ["“ask”"]
    assert "leads" not in reasons["text"][0]


def test_what_comes_after_a_step_is_no_reason_for_what_it_says() -> None:
    steps = {
        "name": ("set_field", {"field": "session.what", "how": "text", "value": "tea"}, {"next": "tell"}),
        "tell": ("message", {"text": "So {session.what} it is."}, {"next": "bye"}),
        "bye": ("message", {"text": "Bye."}, {}),
        "end": ("message", {"text": "The end."}, {}),
    }
    changed = {
        **steps,
        "name": ("set_field", {"field": "session.what", "how": "text", "value": "cake"}, {"next": "tell"}),
        "tell": ("message", {"text": "So {session.what} it is."}, {"next": "end"}),
    }
    old, new = flow_of(steps, "shop"), flow_of(changed, "shop")
    talk = TALK.replace("  - id: tea\n    tap: Tea\n", "")
    found = compare_behaviour(old, new, talks_of_notebook(ground_of(talk, old))).changes
    assert {one.kind: [cause.node for cause in one.causes] for one in found} == {
        "route": ["tell"],
        "text": ["name"],
    }
