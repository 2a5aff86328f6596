"""Draw: ways that nobody can take are found beside the page, and told below it."""

from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest

from builder import proofs
from builder.errands import explored
from flowbook.checks import Issue
from flowbook.flow import Node, with_node
from flowbook.store.folder import load_flow, save_flow
from tests.builder_pages import data, html_of, open_screen
from tests.errands import done_at_once
from tests.explore_flows import check
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]

SENTENCE = (
    "In “Reserved?” nobody can ever go on by “Not reserved”: "
    "it cannot be true of anybody who has come this far."
)


@pytest.fixture
def shop(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pair is reserved, and then the flow asks who has none reserved."""
    monkeypatch.setattr(proofs, "QUIET", 0.0)
    monkeypatch.setattr(proofs, "explored", done_at_once)
    folder_with_shoes(data)
    flow = load_flow(data, FLOW)
    branches = check(no={"tag": "booked", "op": "has_not"})
    branches["branches"][0]["label"] = "Not reserved"
    look = Node("look", "condition", "Reserved?", branches, {"no": "sorry", "otherwise": "wait"})
    booked = replace(flow.by_id["booked"], exits={"next": "look"})
    save_flow(data, with_node(with_node(flow, booked), look))
    return data


def waited_for() -> tuple[Issue, ...] | None:
    """It is noticed, begun, and at an end."""
    for _step in range(3):
        proofs.seek(FLOW)
    return proofs.known(FLOW)


def test_the_page_tells_what_was_proved(shop: Path) -> None:
    page = open_screen("draw", flow=FLOW)
    assert "Looking for ways that nobody can take" in html_of(page)
    found = waited_for()
    assert found is not None
    assert [one.sentence for one in found] == [SENTENCE]
    assert SENTENCE not in html_of(page.run())
    page.session_state["more-problems"] = True
    page.run()
    assert not page.exception
    assert SENTENCE in html_of(page)
    assert "Looking for ways" not in html_of(page)


def test_a_process_of_its_own_proves_the_same(shop: Path) -> None:
    """Behind everything else on the machine, so that it may take its time."""
    errand = explored(FLOW, ["--proofs"])
    while not errand.ended:
        sleep(0.05)
    (row,) = errand.result
    assert [proofs.issue_of(one).sentence for one in row["issues"]] == [SENTENCE]


def test_a_changed_draft_is_looked_at_anew(shop: Path) -> None:
    waited_for()
    flow = load_flow(shop, FLOW)
    save_flow(shop, with_node(flow, replace(flow.by_id["booked"], exits={"next": "wait"})))
    assert proofs.known(FLOW) is None
    found = waited_for()
    assert [one.node for one in found or ()] == ["look"]


def test_what_the_checks_say_is_not_said_twice(shop: Path) -> None:
    waited_for()
    lonely = Issue("unreachable", "warning", "Nobody comes to {step}.", "look")
    assert proofs.besides([lonely], FLOW) == ()
    assert len(proofs.besides([], FLOW)) == 1
