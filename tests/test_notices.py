"""What just happened: told where the page stands and to screen readers, for long enough, on its own page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from builder import notices
from flowbook.store.folder import save_flow
from tests.browser import Builder, visiting
from tests.builder_pages import data, html_of, open_part
from tests.expecting import expect
from tests.shoe_shop import FLOW, shoes

__all__ = ["data"]
PAGE = """
from builder import notices
from flowbook.errors import StoreError
def refuse(undo):
    raise StoreError("It cannot be taken back.")
notices.show_notice(st.session_state.get("place", "here"), refuse)
"""
COLLECT = """() => {
  window.told = [];
  new MutationObserver(() => {
    const words = document.querySelector(".spoken")?.textContent;
    if (words && window.told.at(-1) !== words) window.told.push(words);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Seconds at “now”, to be turned forward."""
    hand = {"now": 100.0}
    monkeypatch.setattr(notices, "monotonic", lambda: hand["now"])
    return hand


@pytest.fixture
def page(data: Path, clock: dict[str, float]) -> AppTest:
    found = open_part(PAGE)
    found.session_state["notice"] = {"text": "It is <deleted>.", "undo": "bin"}
    return found.run()


def test_it_stays_while_the_page_is_drawn_anew_and_goes_afterwards(
    page: AppTest, clock: dict[str, float]
) -> None:
    assert "It is &lt;deleted&gt;." in html_of(page)
    clock["now"] += notices.LEAST - 1
    assert "It is &lt;deleted&gt;." in html_of(page.run())
    clock["now"] += 2
    assert "deleted" not in html_of(page.run())


def test_another_page_does_not_show_it(page: AppTest) -> None:
    page.session_state["place"] = "there"
    assert "deleted" not in html_of(page.run())


def test_it_can_be_closed(page: AppTest) -> None:
    page.button(key="notice-close--i-x--bare").click().run()
    assert "deleted" not in html_of(page)


def test_what_cannot_be_taken_back_is_told_as_a_refusal(page: AppTest) -> None:
    page.button(key="notice-undo--i-undo-2--with").click().run()
    html = html_of(page)
    assert "It cannot be taken back." in html
    assert 'class="notice bad"' in html


@pytest.mark.browser
def test_it_is_seen_far_down_on_a_phone_and_said_aloud(builder: Builder, browser: Browser) -> None:
    save_flow(builder.data, shoes())
    with visiting(browser, builder.address, width=400) as visit:
        visit.go(f"try?flow={FLOW}")
        page = visit.page
        page.evaluate(COLLECT)
        page.locator('input[data-say="say:"]').click()
        page.keyboard.type("/start")
        page.keyboard.press("Enter")
        expect(page.locator(".phone .m")).to_have_count(3)
        page.locator(".m.me").last.hover()
        page.locator(".m.me .rew").last.click()
        notice = page.locator(".st-key-notice")
        expect(notice).to_be_in_viewport(ratio=1)
        page.wait_for_function("window.told.length")
        assert page.evaluate("window.told") == [notice.locator(".notice").inner_text().strip()]
        below = notice.evaluate("one => one.getBoundingClientRect().bottom")
        assert below <= page.locator(".stAppHeader").evaluate("one => one.getBoundingClientRect().bottom")
        visit.check_clean()
