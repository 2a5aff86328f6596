"""What forms answer at once: who a condition fits, and when a step would fire for a customer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from builder.editor.firing import firings, told
from builder.forms.fitting import _Space, fitting
from flowbook.customer import Customer
from flowbook.flow import Flow, Node
from flowbook.schedule import zone
from flowbook.store.customers import add_customer
from flowbook.workspace import Workspace
from tests.builder_pages import data, html_of, open_part
from tests.shoe_shop import folder_with_shoes

__all__ = ["data"]

NOW = datetime(2026, 3, 3, 8, 40, tzinfo=UTC)
ANNA = Customer("anna", NOW, {"first_name": "Anna", "timezone": "Europe/Vilnius", "birthday": "1990-03-20"})


def when(node: Node, customer: Customer = ANNA) -> list[str]:
    flow = Flow("f", "F", (node,))
    found = list(firings(flow, node, customer, Workspace(), NOW))
    return list(told(node, customer, found, zone("Europe/Vilnius")))


def test_a_wait_says_when_it_would_be_over() -> None:
    wait = Node("w", "delay", "Wait", {"after": {"amount": 1, "unit": "days"}, "at": "09:00"})
    (line,) = when(wait)
    assert line.endswith("Thu 5 March, 09:00, Vilnius time.")


def test_a_question_says_when_it_gives_up() -> None:
    ask = {"text": "Which?", "buttons": [{"id": "a", "label": "A"}]}
    menu = Node("m", "menu", "Ask", {**ask, "no_answer_after": {"amount": 2, "unit": "hours"}})
    (line,) = when(menu)
    assert line.startswith("“No answer in 2 hours”, if Anna came here now: Tue 3 March, 12:40")


def test_a_date_of_a_customer_says_when_it_comes_and_that_it_never_does() -> None:
    node = Node("d", "date", "Birthday", {"field": "birthday", "yearly": True, "at": "10:00"})
    assert when(node) == ["For Anna it would begin on Fri 20 March, 10:00, Vilnius time."]
    assert when(node, Customer("ben", NOW, {"first_name": "Ben"})) == ["Never for Ben, as things are."]


@pytest.mark.parametrize("kind", ["message", "stop", "tag"])
def test_what_does_not_wait_says_nothing(kind: str) -> None:
    node = Node("n", kind, "N", {"text": "Hi"} if kind == "message" else {})
    assert list(firings(Flow("f", "F", (node,)), node, ANNA, Workspace(), NOW)) == []


def test_a_condition_counts_sample_and_real_customers_apart(data: Path) -> None:
    opened = folder_with_shoes(data)
    for name, city in (("Vera", "Riga"), ("Vytas", "Vilnius"), ("Wanda", "Vilnius")):
        add_customer(opened, Customer(name.lower(), NOW, {"first_name": name, "city": city}))
    rule = '{"field": "city", "op": "is", "value": "Vilnius"}'
    found = fitting(rule, _Space(Workspace()), NOW, str(data))
    assert (found.real, found.reals) == (2, 3)
    assert {"Vytas, Vilnius", "Wanda, Vilnius"} <= set(found.names)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"subscribed": True}, "1 of 1 sample customers"),
        ({"field": "session.size", "op": "known"}, "the condition asks what is said there"),
    ],
)
def test_the_count_stands_below_the_condition(data: Path, rule: dict[str, object], expected: str) -> None:
    folder_with_shoes(data)
    page = open_part(
        "from builder import drafts\nfrom builder.forms.fitting import show_fitting\n"
        f"show_fitting({rule!r}, drafts.workspace(), 'when')"
    )
    assert not page.exception
    assert expected in html_of(page)
