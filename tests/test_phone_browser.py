"""What only a browser shows of the screens beside the map: the phone under the fingers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from flowbook.store.folder import save_flow
from tests.browser import Builder, Visit, visiting
from tests.expecting import expect
from tests.shoe_shop import FLOW, shoes

pytestmark = pytest.mark.browser
BELOW = """(() => {
  const log = document.querySelector(".tg");
  return log.scrollHeight - log.scrollTop - log.clientHeight;
})()"""
PICTURE = "https://pictures.example/pair.jpg"


@pytest.fixture
def visit(builder: Builder, browser: Browser) -> Iterator[Visit]:
    save_flow(builder.data, shoes())
    with visiting(browser, builder.address) as found:
        found.go(f"try?flow={FLOW}")
        yield found


def write(visit: Visit, words: str, bubbles: int) -> None:
    """Types into the phone, sends with Enter, and waits for so many bubbles."""
    visit.page.locator('input[data-say="say:"]').click()
    visit.page.keyboard.type(words)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".phone .m")).to_have_count(bubbles)


def test_enter_sends_and_one_goes_on_typing_at_the_end_of_the_chat(visit: Visit) -> None:
    for number in range(1, 5):
        write(visit, "/start", 3 * number)
    page = visit.page
    assert page.evaluate("document.activeElement.dataset.say") == "say:"
    assert page.locator('input[data-say="say:"]').input_value() == ""
    assert page.evaluate(BELOW) < 2
    visit.check_clean()


def test_a_button_in_the_chat_answers_and_keeps_a_ring(visit: Visit) -> None:
    write(visit, "/start", 3)
    visit.page.get_by_role("button", name="39–41").click()
    expect(visit.page.locator(".phone .m")).to_have_count(5)
    expect(visit.page.locator(".keys button.was")).to_have_text("39–41")
    visit.check_clean()


def test_pointing_at_a_bubble_goes_back_and_undo_returns(visit: Visit) -> None:
    write(visit, "/start", 3)
    visit.page.get_by_role("button", name="39–41").click()
    expect(visit.page.locator(".phone .m")).to_have_count(5)
    visit.page.locator(".m.me").last.hover()
    visit.page.locator(".m.me .rew").last.click()
    expect(visit.page.locator(".phone .m")).to_have_count(3)
    visit.page.get_by_role("button", name="Undo").click()
    expect(visit.page.locator(".phone .m")).to_have_count(5)


def test_more_to_send_is_behind_the_plus(visit: Visit) -> None:
    write(visit, "/start", 3)
    visit.page.locator(".phone summary").click()
    visit.page.get_by_role("button", name="Report an event…").click()
    visit.page.get_by_role("dialog").get_by_role("button", name="Report it").click()
    expect(visit.page.locator(".phone .m")).to_have_count(4)
    visit.check_clean()


def test_a_picture_is_fetched_only_when_asked_for(visit: Visit) -> None:
    visit.page.route(PICTURE, lambda route: route.fulfill(status=200, content_type="image/png", body=b""))
    write(visit, "/start", 3)
    assert visit.outside == []
    visit.page.get_by_role("button", name="Show", exact=True).click()
    expect(visit.page.locator(".phone img.photo")).to_have_count(1)
    assert visit.outside == [PICTURE]
