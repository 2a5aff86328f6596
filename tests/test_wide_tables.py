"""Tables wider than their place fade out where they go on; no style sheet has what browsers would drop."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.places import LOOK
from flowbook.store.folder import flow_path, save_flow
from tests.browser import Builder, visiting
from tests.shoe_shop import FLOW, shoes

CELLS = "".join(f"  - {{id: c{n}, say: Number {n}}}\n" for n in range(30))
TALK = f"notebook: A long talk\nflow: {FLOW}\ncells:\n{CELLS}"
FADES = """name => {
  const style = getComputedStyle(document.querySelector(".scroll"));
  return parseFloat(style.getPropertyValue(name));
}"""


@pytest.mark.parametrize("sheet", sorted((LOOK / "css").glob("*.css")), ids=lambda path: path.name)
def test_no_sheet_has_what_looks_like_a_tag(sheet: Path) -> None:
    assert "<" not in sheet.read_text("utf-8"), "the page's sanitiser would drop the whole sheet"


@pytest.mark.browser
def test_a_wide_table_fades_where_it_goes_on(builder: Builder, browser: Browser) -> None:
    save_flow(builder.data, shoes())
    flow_path(builder.data, FLOW).with_name("long.test.yaml").write_text(TALK, "utf-8")
    with visiting(browser, builder.address, width=400) as visit:
        visit.go(f"test?flow={FLOW}&notebook=long.test.yaml")
        page = visit.page
        assert page.evaluate(FADES, "--fade-r") > 20
        page.locator(".scroll").first.evaluate("one => { one.scrollLeft = one.scrollWidth }")
        page.wait_for_function(f"({FADES})('--fade-r') < 1")
        visit.check_clean()
