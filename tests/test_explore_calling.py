"""What customers of explored tests are called, and that the same is told once."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from flowbook.customer import Customer, Order
from flowbook.explore import Land, explore
from flowbook.explore.aims import Told
from flowbook.explore.calling import called
from flowbook.explore.conversation import Conversation, Deed, Script
from flowbook.explore.notebooks import notebooks
from flowbook.mocks import Mock, Reply
from flowbook.notebook.reading import read_notebook
from tests.explore_flows import PLACE, flow_of, menu

NOW = datetime(2026, 3, 2, tzinfo=UTC)
START: Deed = ("say", "/start")


def told(*deeds: Deed, mocks: Iterable[Mock] = (), **known: Any) -> Told:
    customer = Customer("visitor", NOW, **known)
    return Told(Conversation(Script(NOW, customer, deeds, tuple(mocks)), ()), frozenset())


@pytest.mark.parametrize(
    ("deeds", "name"),
    [
        ([("tap", "No")], "Taps No"),
        ([("tap", "No"), ("wait", "2 days")], "Taps No then waits 2 days"),
        ([("say", "??")], "Says something odd"),
        ([("share", "+37060000000")], "Sends a phone number"),
        ([("change", ["tag_added", "vip", None])], "Gets vip"),
        ([("change", ["field", "score", 9])], "Gets score 9"),
        ([("undelivered", "failed")], "Cannot be reached"),
        ([("photo", "photo-1")], "Sends a photo"),
        ([("event", ["order_paid", {}])], "Has order paid"),
        ([("tap", "10:00")], "Taps 10.00"),
    ],
)
def test_somebody_new_is_called_by_what_only_they_do(deeds: list[Deed], name: str) -> None:
    others = [[told(START)], [told(START, ("tap", "Yes"))]]
    assert called([[told(START, *deeds)], *others])[0] == [name]


def test_who_answers_otherwise_is_told_of_a_system() -> None:
    fails = told(START, mocks=[Mock(node="look_up", replies=(Reply(0, failure="timeout"),))])
    assert called([[told(START)], [told(START, ("tap", "Yes"))], [fails]])[2] == [
        "Meets timeout from look up"
    ]


def test_those_who_do_the_same_are_called_by_who_they_are() -> None:
    orders = tuple(Order(str(number), NOW, 10, "paid") for number in range(3))
    group = [told(START, tags=frozenset({"vip"}), orders=orders), told(START, fields={"score": 9})]
    assert called([group]) == [["Vip with 3 orders", "Score 9"]]


def test_no_two_have_the_same_name_and_none_a_colon() -> None:
    groups = [[told(START, ("say", f"{'very ' * 20}long: {number}"))] for number in range(3)]
    names = [name for group in called(groups) for name in group]
    assert len(set(names)) == 3
    assert all(":" not in name and len(name) < 60 for name in names)


def test_a_turn_that_two_begin_with_is_checked_once() -> None:
    sizes = ("small", "middle", "large")
    steps = {
        "ask": ("menu", menu(*sizes), {size: size for size in sizes}),
        **{size: ("message", {"text": f"It is {size}."}, {}) for size in sizes},
    }
    land = Land(flow_of(steps), PLACE)
    (written,) = notebooks(land, explore(land)).files
    assert written.text.count("Which? [Small | Middle | Large]") == 1
    assert written.text.count("say: /start}") > 1
    assert {one["id"] for one in read_notebook(written.text).customers} >= {"Taps Small", "Taps Large"}
