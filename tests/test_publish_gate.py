"""The publish gate: a flow's tests are played before it goes live, and stop it where they fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flowbook.cli.app import app
from flowbook.cli.gate import examined, stamp
from flowbook.errors import PublishRefused
from flowbook.flow import Node, with_node
from flowbook.layout import Layout
from flowbook.notebook.gate import Trouble, Verdict
from flowbook.store import PRACTICE, Store
from flowbook.store.audit import list_deeds
from flowbook.store.folder import flow_path, save_flow, save_layout
from flowbook.store.publishing import pass_gate, publish
from flowbook.store.releases import list_releases
from tests.shoe_shop import ASKED_FOR, FLOW, folder_with_shoes, greeting_otherwise, shoes

REASON = "The old price is wrong, and it is Friday."


@pytest.fixture
def shop(tmp_path: Path) -> Store:
    return folder_with_shoes(tmp_path)


def with_test(shop: Store, text: str = ASKED_FOR, name: str = "asks.test.yaml") -> None:
    flow_path(shop.data, FLOW).with_name(name).write_text(text, "utf-8")


def with_other_words(shop: Store) -> None:
    save_flow(shop.data, greeting_otherwise())


def run(shop: Store, *options: str) -> Result:
    return CliRunner().invoke(app, ["publish", FLOW, "--data", str(shop.data), *options])


def test_a_flow_without_tests_goes_live_and_it_is_said(shop: Store) -> None:
    done = run(shop)
    assert (done.exit_code, done.stdout) == (0, "“Shoe order” v1 is live.\nIt has no tests.\n")


def test_tests_that_pass_are_counted(shop: Store) -> None:
    with_test(shop)
    done = run(shop)
    assert "Tests: 1 passed, with 2 customers." in done.stdout
    assert done.exit_code == 0


def test_a_failing_test_stops_it_with_its_sentence(shop: Store) -> None:
    with_test(shop)
    with_other_words(shop)
    done = run(shop)
    assert done.exit_code == 1
    assert "The test “Somebody asks for a pair” fails. Ann: expected the replies" in done.stderr
    assert "--despite" in done.stderr
    assert list_releases(shop, FLOW) == []


def test_a_reason_lets_it_pass_and_is_kept(shop: Store) -> None:
    with_test(shop)
    with_other_words(shop)
    done = run(shop, "--despite", REASON)
    assert done.exit_code == 0
    assert "Tests that fail: “Somebody asks for a pair”." in done.stdout
    published, overrode = list_deeds(shop, FLOW)
    assert (published.what, overrode.what) == ("published", "overrode tests")
    listed = CliRunner().invoke(app, ["releases", "--data", str(shop.data)])
    assert f"Live although tests failed: {REASON} Failing: “Somebody asks for a pair”." in listed.stdout


def test_a_short_reason_does_not_do(shop: Store) -> None:
    with_test(shop)
    with_other_words(shop)
    done = run(shop, "--despite", "because")
    assert done.exit_code == 1
    assert "A reason has at least 10 characters." in done.stderr
    assert list_deeds(shop, FLOW) == []


def test_a_notebook_that_cannot_be_read_stops_it_too(shop: Store) -> None:
    with_test(shop, "notebook: A\nflow: shoes\ncells:\n  - {id: a, sya: hello}\n", "odd.test.yaml")
    verdict = examined(shop, FLOW)
    assert not verdict.passed
    assert verdict.failing == ("odd.test.yaml",)
    assert verdict.sentence.startswith("The test “odd.test.yaml” fails. Line 4, cell “a”: “sya” is not known")
    assert str(shop.data) not in verdict.sentence


def test_invented_customers_of_the_data_folder_may_play(shop: Store) -> None:
    cells = ASKED_FOR.partition("cells:")[2]
    with_test(shop, f"notebook: Anna asks\nflow: shoes\ncustomers: anna\ncells:{cells}")
    assert examined(shop, FLOW) == Verdict(1, 1)


def test_the_stamp_changes_with_flow_and_tests_alone(shop: Store) -> None:
    with_test(shop)
    first = stamp(shop, FLOW)
    save_layout(shop.data, FLOW, Layout({"hello": (5, 5)}))
    assert stamp(shop, FLOW) == first
    with_test(shop, ASKED_FOR.replace("next pair", "pair"))
    second = stamp(shop, FLOW)
    with_other_words(shop)
    assert len({first, second, stamp(shop, FLOW)}) == 3


def test_the_same_cell_of_several_customers_is_one_trouble(shop: Store) -> None:
    with_test(shop)
    with_other_words(shop)
    (trouble,) = examined(shop, FLOW).troubles
    assert (trouble.cell, trouble.who) == ("asked", ("Ann", "Bob"))


def test_nothing_is_kept_of_an_override_when_the_publishing_is_refused(shop: Store) -> None:
    failing = Verdict(1, 1, (Trouble("a.test.yaml", "A", "Ann: no."),))
    broken = with_node(shoes(), Node("again", "menu", "Reminder", shoes().by_id["again"].config, {}))

    def go() -> None:
        with shop.transaction():
            pass_gate(shop, broken, failing, despite=REASON)
            publish(shop, broken, [PRACTICE])

    with pytest.raises(PublishRefused, match="has problems"):
        go()
    assert list_deeds(shop, FLOW) == []


def test_a_test_may_compare_the_draft_with_what_is_live(shop: Store) -> None:
    publish(shop, shoes(), [PRACTICE])
    with_test(shop, ASKED_FOR.partition("  - id: asked")[0] + "  - {id: same, compare: live}\n")
    assert examined(shop, FLOW).passed
    with_other_words(shop)
    sentence = "Not as in live: “Say hello” says something else to 2 of 2 customers."
    assert sentence in examined(shop, FLOW).sentence
