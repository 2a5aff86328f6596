"""The publish gate on the page: tests are played when it opens, and stop it where they fail."""

from pathlib import Path

import pytest

from builder import preferences
from builder.notebook.verdicts import Came, known_verdicts
from flowbook.store import Store
from flowbook.store.folder import flow_path, save_flow
from tests.builder_pages import data, html_of, open_part, press
from tests.shoe_shop import ASKED_FOR, FLOW, greeting_otherwise
from tests.test_builder_publish import _nothing_known, live_version, opened, shop

__all__ = ["_nothing_known", "data", "shop"]


STOPPED = f"""
from builder.publishing.testing import stamp_of
st.session_state.setdefault("flow", "{FLOW}")
st.session_state.setdefault("own work tests-{FLOW}", {{"stopped": stamp_of("{FLOW}")}})
run_guarded(next(one for one in screens.screens() if one.address == "publish").page)
"""

GIVEN = "The old words are wrong, and it is Friday."


def with_test(data: Path) -> None:
    flow_path(data, FLOW).with_name("asks.test.yaml").write_text(ASKED_FOR, "utf-8")


def failing(data: Path) -> None:
    """The test stays, and the bot says something else."""
    with_test(data)
    save_flow(data, greeting_otherwise())


def test_a_flow_without_tests_is_told_and_not_stopped(shop: Store) -> None:
    page = opened()
    assert "This flow has no tests" in html_of(page)
    assert not next(b for b in page.button if b.label == "Publish v1").disabled


def test_tests_are_played_when_the_page_opens(shop: Store, data: Path) -> None:
    with_test(data)
    html = html_of(opened())
    assert "The test passes" in html
    assert "2 customers" in html


def test_the_list_of_tests_knows_what_the_gate_has_seen(shop: Store, data: Path) -> None:
    failing(data)
    opened()
    assert known_verdicts(FLOW, ["asks.test.yaml"]) == {"asks.test.yaml": Came(failed=2)}


def test_the_same_tests_are_played_once(shop: Store, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_test(data)
    opened()
    monkeypatch.setattr("builder.publishing.testing.examined", None)
    assert "The test passes" in html_of(opened())


def test_a_failing_test_stops_it_with_its_sentence_and_a_way_to_it(shop: Store, data: Path) -> None:
    failing(data)
    page = opened()
    html = html_of(page)
    assert "1 test stops it" in html
    assert "The test “Somebody asks for a pair” fails" in html
    assert "Ann: expected the replies" in html
    assert "The same for 1 more." in html
    assert "Open the test" in [button.label for button in page.button]
    assert next(b for b in page.button if b.label == "Publish v1").disabled


def test_what_is_accepted_for_nobody_stops_it_without_words_of_the_command(shop: Store, data: Path) -> None:
    with_test(data)
    path = flow_path(data, FLOW).with_name("asks.test.yaml")
    seen = "  - {id: seen, snapshot: {of: replies, accepted: [{for: carl, text: Hi}]}}\n"
    path.write_text(path.read_text("utf-8") + seen, "utf-8")
    html = html_of(opened())
    assert "What is accepted here for carl is used by nobody." in html
    assert "--update" not in html


def test_an_owner_publishes_all_the_same_with_a_reason(shop: Store, data: Path) -> None:
    failing(data)
    page = press(opened(), "Publish all the same…")
    assert "These fail: “Somebody asks for a pair”." in [one.value for one in page.markdown]
    page.text_area(key="despite-reason").set_value(GIVEN)
    page.text_input(key="despite-name").set_value("Mia")
    page.button(key="despite-sure--i-rocket--with").click().run()
    assert live_version(shop) == 1
    told = html_of(opened())
    assert f"It went live although tests failed: {GIVEN} Failing: “Somebody asks for a pair”." in told
    assert "Mia, " in told


def test_whoever_lets_it_pass_says_a_name(shop: Store, data: Path) -> None:
    failing(data)
    page = press(opened(), "Publish all the same…")
    page.text_area(key="despite-reason").set_value(GIVEN)
    page.button(key="despite-sure--i-rocket--with").click().run()
    assert live_version(shop) == 0
    preferences.write(name="Mia")
    page = press(opened(), "Publish all the same…")
    assert "Your name" not in [one.label for one in page.text_input]


def test_others_are_told_who_may(shop: Store, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(data)
    monkeypatch.setattr("builder.publishing.overriding.is_owner", lambda: False)
    page = opened()
    assert "An owner can publish all the same, with a reason." in html_of(page)
    assert "Publish all the same…" not in [button.label for button in page.button]


def test_stopped_tests_are_played_before_it_goes_live(shop: Store, data: Path) -> None:
    failing(data)
    page = open_part(STOPPED)
    assert "The tests have not been played" in html_of(page)
    page = press(page, "Publish v1")
    assert live_version(shop) == 0
    assert "The test “Somebody asks for a pair” fails." in html_of(page)
