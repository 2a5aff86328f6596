"""What the editor does only in a browser: saving while one types, chips at the cursor, canvas and form."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from flowbook.store.folder import load_flow
from tests.browser import Builder, Visit, settle, visiting
from tests.expecting import expect
from tests.test_builder_browser import wait_until

pytestmark = pytest.mark.browser

FLOW = "welcome"


@pytest.fixture(scope="module")
def opened(browser: Browser, builder: Builder) -> Iterator[Visit]:
    """One page for all: another step's form comes in a fifth of the time that a page takes."""
    with visiting(browser, builder.address) as found:
        yield found


@pytest.fixture
def visit(opened: Visit, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """With the form of the first step that speaks, as a flow opens. What failed before leaves nothing."""
    page = opened.page
    if f"draw?flow={FLOW}" not in page.url or request.session.testsfailed:
        opened.go(f"draw?flow={FLOW}")
    first = page.locator('.box[data-kind="message"]').first
    page.get_by_role("button", name="Fit").click()
    first.click()
    expect(page.locator(".step-name").first).to_have_text(first.locator(".name b").text_content() or "")
    settle(page)
    yield opened
    opened.check_clean()


def spoken(builder: Builder, title: str) -> str:
    """What the step of that title says in the first language."""
    flow = load_flow(builder.data, FLOW)
    text = next(node.config["text"] for node in flow.nodes if node.title == title)
    return str(text if isinstance(text, str) else text[flow.languages[0]])


def test_typing_is_saved_while_the_box_keeps_its_focus(visit: Visit, builder: Builder) -> None:
    page = visit.page
    title = page.locator(".step-name").first.inner_text()
    box = page.get_by_role("textbox", name="What the bot says").first
    box.click()
    box.press("Control+End")
    box.press_sequentially(" Hurry!")
    wait_until(lambda: spoken(builder, title).endswith(" Hurry!"))
    expect(box).to_be_focused()


def test_a_chip_goes_where_the_cursor_stands(visit: Visit, builder: Builder) -> None:
    page = visit.page
    title = page.locator(".step-name").first.inner_text()
    box = page.get_by_role("textbox", name="What the bot says").first
    box.click()
    box.press("Control+Home")
    page.locator(".chips button", has_text="First name").first.click()
    wait_until(lambda: spoken(builder, title).startswith("{first_name}"))
    expect(box).to_be_focused()


def test_a_step_that_is_found_opens_its_form_and_the_flow_has_one_too(visit: Visit, builder: Builder) -> None:
    page = visit.page
    last = load_flow(builder.data, FLOW).nodes[-1]
    page.get_by_label("Search this flow").fill(last.title)
    page.keyboard.press("Enter")
    expect(page.locator(".step-name").first).to_have_text(last.title)
    settle(page)
    page.get_by_role("button", name="About this flow").click()
    expect(page.get_by_label("Name of the flow")).to_be_visible()
    expect(page.locator(".box.selected")).to_have_count(0)


def test_what_is_typed_shows_on_the_canvas(visit: Visit) -> None:
    page = visit.page
    page.get_by_label("Name of the step").fill("Say hello warmly")
    expect(page.locator(".box.selected .name b")).to_have_text("Say hello warmly")


def test_a_step_added_on_the_canvas_is_selected_in_the_form(visit: Visit, builder: Builder) -> None:
    page = visit.page
    before = len(load_flow(builder.data, FLOW).nodes)
    page.locator('.palette [data-kind="tag"]').click()
    expect(page.locator(".step-name").first).to_have_text("Tags")
    assert len(load_flow(builder.data, FLOW).nodes) == before + 1
    page.get_by_role("button", name="Undo").click()
    wait_until(lambda: len(load_flow(builder.data, FLOW).nodes) == before)


def test_what_was_typed_just_before_a_reload_is_kept(visit: Visit, builder: Builder) -> None:
    page = visit.page
    title = page.locator(".step-name").first.inner_text()
    box = page.get_by_role("textbox", name="What the bot says").first
    box.click()
    box.press("Control+End")
    box.press_sequentially(" Soon.")
    page.reload()
    wait_until(lambda: spoken(builder, title).endswith(" Soon."))
    expect(box).to_have_value(re.compile(r" Soon\.$"))


def test_the_bar_marks_the_word_and_emoji_go_where_the_cursor_stands(visit: Visit) -> None:
    page = visit.page
    box = page.get_by_role("textbox", name="What the bot says").first
    box.fill("Hello dear friend")
    box.press("Control+End")
    page.get_by_role("button", name="Bold").click()
    expect(box).to_have_value("Hello dear **friend**")
    page.get_by_role("button", name="Bold").click()
    expect(box).to_have_value("Hello dear friend")
    page.locator(".emoji summary").click()
    page.locator(".emoji button").first.click()
    expect(box).to_have_value("Hello dear friend😀")
    expect(page.locator(".st-key-card-preview .bub").first).to_contain_text("friend😀")


@pytest.mark.parametrize("address", ["nonsense", "flows"])
def test_a_mistyped_address_says_so_or_leads_home(opened: Visit, address: str) -> None:
    page = opened.page
    opened.go(address)
    if address == "nonsense":
        expect(page.get_by_text("There is no such page")).to_be_visible()
        page.get_by_role("button", name="To all flows").click()
    expect(page.get_by_role("heading", name="Flows", exact=True)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    opened.check_clean()
