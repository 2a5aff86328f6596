"""The screen Customers: the table, one customer's page, lists in and out, and erasing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from builder.customers.person import _export as person_export
from builder.screens.customers import _csv
from flowbook.customer import Customer
from flowbook.dispatch import dispatch
from flowbook.stimuli import Said
from flowbook.store import PRACTICE, Store
from flowbook.store.audit import list_deeds
from flowbook.store.customers import add_customer, find_customer, load_state, save_state
from flowbook.store.history import keep_turns
from flowbook.store.library import setting
from flowbook.store.listing import Query, count_of
from flowbook.store.publishing import publish
from flowbook.workspace import workspace_from_json
from tests.builder_pages import data, html_of, open_screen, press
from tests.shoe_shop import START, WORKSPACE, folder_with_shoes, shoes

__all__ = ["data"]


@pytest.fixture
def shop(data: Path) -> Store:
    """Anna, a sample with an order, and Boris, who is real."""
    store = folder_with_shoes(data)
    fields = {"first_name": "Boris", "city": "Kaunas", "phone": "+37061234567", "code": "=1+1"}
    add_customer(store, Customer("boris", START, fields, frozenset({"booked"})))
    return store


def talk(shop: Store, customer: str, *words: str) -> None:
    publish(shop, shoes(), [PRACTICE])
    for said in words:
        before = load_state(shop, customer)
        outcome = dispatch(
            before, Said(said), setting(shop, PRACTICE), datetime(2026, 3, 3, tzinfo=UTC), PRACTICE
        )
        with shop.transaction():
            save_state(shop, before, outcome.state)
            keep_turns(shop, [outcome.report])


def test_everybody_is_in_the_table_and_samples_are_marked(shop: Store) -> None:
    page = open_screen("customers")
    html = html_of(page)
    assert not page.exception
    assert "2 people" in html
    rows = {row.partition("</b>")[0].rpartition("<b>")[2]: row for row in html.split("<tr>")[2:]}
    assert rows.keys() == {"Anna Petrova", "Boris"}
    assert ">Sample<" in rows["Anna Petrova"]
    assert ">Sample<" not in rows["Boris"]


def test_a_search_and_a_tag_narrow_it(shop: Store) -> None:
    page = open_screen("customers")
    page.text_input[0].set_value("kaun").run()
    assert "1 person of 2" in html_of(page)
    page.text_input[0].set_value("").run()
    page.selectbox[0].select("runner").run()
    html = html_of(page)
    assert "Anna Petrova" in html
    assert "Boris" not in html


def test_segments_show_their_count_and_their_words(shop: Store) -> None:
    page = open_screen("customers")
    assert 'data-tap="regulars">regulars <span class="num">1</span>' in html_of(page)
    page.session_state["own customers"] = {"segment": "regulars"}
    page.run()
    html = html_of(page)
    assert "“regulars” are those for whom orders is at least 1." in html
    assert "1 person of 2" in html


def test_nobody_found_says_so(shop: Store) -> None:
    page = open_screen("customers")
    page.text_input[0].set_value("zzz").run()
    assert "Nobody like that" in html_of(page)


def test_an_empty_workspace_offers_a_list(data: Path) -> None:
    page = open_screen("customers")
    assert "No customers yet" in html_of(page)
    assert "Import a list" in [button.label for button in page.button]


def test_one_customer_has_profile_orders_segments_and_all_that_was_said(shop: Store) -> None:
    talk(shop, "anna", "/start", "<b>39–41</b>")
    html = html_of(open_screen("customers", customer="anna"))
    assert "Sample, invented" in html
    assert "89 EUR, paid" in html
    assert ">regulars<" in html
    assert "Hi Anna! Looking for your next pair?" in html
    assert "&lt;b&gt;39–41&lt;/b&gt;" in html
    assert "No answer in 2 hours" in html


def test_a_customer_who_is_gone(shop: Store) -> None:
    assert "This customer is gone" in html_of(open_screen("customers", customer="nobody"))


def test_erasing_asks_and_then_leaves_nothing(shop: Store) -> None:
    talk(shop, "boris", "/start")
    page = press(open_screen("customers", customer="boris"), "Erase…")
    assert page.button(key="erase-sure--i-trash-2--with").disabled
    page.checkbox(key="erase-understood").check()
    press(page, "Erase…")
    page.button(key="erase-sure--i-trash-2--with").click().run()
    assert find_customer(shop, "boris") is None
    assert count_of(shop, Query()) == 1
    assert [deed.about for deed in list_deeds(shop) if deed.what == "erased customer"] == ["boris"]


def test_the_export_is_guarded_against_formulas_and_noted(shop: Store) -> None:
    text = _csv(Query(search="boris", workspace=workspace_from_json(WORKSPACE))).decode("utf-8-sig")
    assert "'=1+1" in text
    assert "'+37061234567" in text
    assert "Anna" not in text
    assert list_deeds(shop)[0].what == "exported customers"


def test_a_person_gets_all_that_is_kept_of_them(shop: Store) -> None:
    talk(shop, "boris", "/start")
    text = person_export(find_customer(shop, "boris")).decode()
    assert "+37061234567" in text
    assert "Looking for your next pair?" in text


def test_a_list_is_looked_at_and_then_brought_in(shop: Store) -> None:
    page = open_screen("customers", view="import")
    lines = b"Name,Phone,Tags\nClara,+37061111111,booked\nBoris,+37061234567,\nDan,12,\n"
    page.file_uploader[0].set_value(("people.csv", lines, "text/csv")).run()
    html = html_of(page)
    assert "2 people, 1 of them known by phone, e-mail or id" in html
    assert "Line 4: “12” is no phone number" in html
    press(page, "Bring in 2 people")
    assert count_of(shop, Query()) == 3
    assert "1 new, 1 brought up to date. 1 line was left out." in html_of(page)
    (clara,) = [found for found in (find_customer(shop, key) for key in ids(shop)) if found.name == "Clara"]
    assert (clara.fields["phone"], clara.tags, clara.invented) == ("+37061111111", {"booked"}, False)


def test_a_file_that_is_no_table_says_what_to_do(shop: Store) -> None:
    page = open_screen("customers", view="import")
    page.file_uploader[0].set_value(("people.csv", b"", "text/csv")).run()
    assert "The file is empty." in html_of(page)


def ids(shop: Store) -> list[str]:
    from flowbook.store.listing import ids_of

    return ids_of(shop, Query())
