"""Where many tests fail, the first are named and the rest stand behind a press."""

from collections.abc import Sequence
from pathlib import Path

from streamlit.testing.v1 import AppTest

from builder.publishing.history import _despite
from flowbook.store import Store
from flowbook.store.audit import OVERRODE, Deed
from flowbook.store.folder import flow_path
from flowbook.store.values import now
from tests.builder_pages import data, html_of, open_part, press
from tests.shoe_shop import FLOW
from tests.test_builder_publish import _nothing_known, opened, shop

__all__ = ["_nothing_known", "data", "shop"]
COUNT = 9
WRONG = "customers: [nobody]\ncells:\n  - {id: a, say: /start}\n"
CARD = f"""
from builder import drafts
from builder.covering.card import coverage_card
from builder.covering.measuring import measure
measure("{FLOW}")
coverage_card(drafts.load("{FLOW}"), eager=True)
"""


def many_failing(data: Path) -> None:
    for number in range(1, COUNT + 1):
        path = flow_path(data, FLOW).with_name(f"t{number}.test.yaml")
        path.write_text(f"notebook: Talk {number}\nflow: {FLOW}\n{WRONG}", "utf-8")


def folded(page: AppTest) -> list[str]:
    """What stands behind a press, each as one text."""
    return [
        " ".join(str(one.proto.body) for one in part if one.type == "html") for part in page.get("expander")
    ]


def named(text: str, numbers: Sequence[int]) -> list[int]:
    return [n for n in numbers if f"Talk {n}" in text or f"t{n}.test.yaml" in text]


def test_coverage_names_the_first_that_do_not_count(shop: Store, data: Path) -> None:
    many_failing(data)
    page = open_part(CARD)
    (rest,) = folded(page)
    first = next(one for one in html_of(page).split("\n") if "do not count" in one)
    every = range(1, COUNT + 1)
    assert named(first, every) + named(rest, every) == list(every)
    assert len(named(first, every)) < 5


def test_a_version_that_went_live_all_the_same_names_the_first(shop: Store) -> None:
    failing = ", ".join(f"“Talk {number} with somebody”" for number in range(1, 60))
    html = _despite(Deed(now(), "Mia", OVERRODE, FLOW, f"It is Friday. Failing: {failing}."))
    seen, _, rest = html.partition("</summary>")
    assert "Talk 1 with" in seen
    assert "Talk 59 with" not in seen
    assert "Talk 59 with" in rest


def test_all_that_stop_a_publishing_can_be_looked_at(shop: Store, data: Path) -> None:
    many_failing(data)
    page = opened()
    (rest,) = folded(page)
    every = range(1, COUNT + 1)
    assert len(named(rest, every)) == COUNT - 3
    opening = [one.label for one in page.button].count("Open the test")
    assert opening == COUNT


def test_the_question_whether_they_may_fail_names_the_first(shop: Store, data: Path) -> None:
    many_failing(data)
    page = press(opened(), "Publish all the same…")
    (asked,) = (one.value for one in page.markdown if "These fail" in one.value)
    assert len(named(asked, range(1, COUNT + 1))) < 5
    assert any(len(named(one, range(1, COUNT + 1))) > 4 for one in folded(page))
