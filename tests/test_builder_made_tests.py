"""Conversations of the Customers page made into tests: what is shown before, and what is saved."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowbook.cli.notebooks import grounds_at
from flowbook.customer import Customer
from flowbook.dispatch import dispatch
from flowbook.notebook.playing import Options, run_notebooks
from flowbook.stimuli import Said
from flowbook.store import PRACTICE, Store
from flowbook.store.audit import list_deeds
from flowbook.store.customers import add_customer, load_state, save_state
from flowbook.store.folder import delete_flow, flow_path
from flowbook.store.history import keep_turns
from flowbook.store.library import setting
from flowbook.store.notebooks import notebook_paths
from flowbook.store.publishing import publish
from tests.builder_pages import data, html_of, open_part, open_screen, press
from tests.shoe_shop import FLOW, folder_with_shoes, shoes

__all__ = ["data"]
AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def shop(data: Path) -> Store:
    """Boris has asked for his shoes and then for a person."""
    store = folder_with_shoes(data)
    fields = {"first_name": "Boris", "last_name": "Kazlauskas", "phone": "+37061234567"}
    add_customer(store, Customer("boris", AT, fields))
    publish(store, shoes(), [PRACTICE])
    for words in ("/start", "I am Boris Kazlauskas, call 8 612 34567"):
        before = load_state(store, "boris")
        outcome = dispatch(before, Said(words), setting(store, PRACTICE), AT, PRACTICE)
        with store.transaction():
            save_state(store, before, outcome.state)
            keep_turns(store, [outcome.report])
    return store


def making() -> AppTest:
    """What the dialog shows."""
    return open_part(_MAKING)


def test_a_conversation_of_the_page_can_be_made_a_test(shop: Store) -> None:
    page = open_screen("customers", customer="boris")
    html = html_of(page)
    assert "Make a test of a conversation" in html
    assert "still going on" in html
    assert [button.label for button in page.button if button.label == "Make a test…"] == ["Make a test…"]


def test_before_and_after_stand_side_by_side_and_somebody_has_to_look(shop: Store) -> None:
    shown = making()
    before, after = html_of(shown).split("What the test says")
    assert "Hi Boris!" in before
    assert "Hi Sam!" in after
    assert "<s>Boris</s> → Sam" in after
    save = next(button for button in shown.button if button.label == "Save as a test")
    assert save.disabled
    shown.checkbox[0].check().run()
    press(shown, "Save as a test")
    assert "is a test now" in html_of(shown)
    (path,) = notebook_paths(shop.data, FLOW)
    text = path.read_text("utf-8").casefold()
    assert not [secret for secret in ("boris", "kazlauskas", "34567") if secret in text]
    assert run_notebooks(grounds_at(path.as_posix()), Options(strict=True)).passed
    assert list_deeds(shop)[0].what == "made a test of a conversation"


def test_without_a_draft_there_is_no_place_for_it(shop: Store) -> None:
    delete_flow(shop.data, FLOW)
    assert "is not here any more" in html_of(making())
    assert not flow_path(shop.data, FLOW).exists()


_MAKING = """
from builder.customers.testing import making
from builder.places import store
from flowbook.recording.anonymous import History
from flowbook.store.customers import find_customer
from flowbook.store.history import journey

records = tuple(record for _row, record in journey(store(), "boris"))
making(History(find_customer(store(), "boris"), records), 0)
"""
