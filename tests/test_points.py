"""Restore points: made before a change after a rest, thinned out with time, gone back to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builder import drafts, edits, points
from flowbook.errors import StoreError
from flowbook.store import points as kept
from flowbook.store.folder import load_flow
from flowbook.store.points import Point, superfluous
from tests.builder_pages import data, html_of, open_part, press
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]

NOW = datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC)


def point(ago: timedelta, name: str = "") -> Point:
    made = NOW - ago
    return Point(made.strftime("%Y%m%dT%H%M%S%f"), made, name=name)


def left(found: list[Point], sizes: dict[str, int] | None = None) -> list[Point]:
    gone = superfluous(found, NOW, sizes or {})
    return [one for one in found if one not in gone]


def test_points_thin_out_with_age() -> None:
    every_minute = [point(timedelta(minutes=number)) for number in range(60 * 24 * 2)]
    ages = [NOW - one.at for one in left(every_minute)]
    assert len([age for age in ages if age < timedelta(hours=1)]) in (12, 13)
    assert len([age for age in ages if timedelta(hours=1) <= age < timedelta(days=1)]) in (23, 24)
    assert len([age for age in ages if age >= timedelta(days=1)]) in (1, 2)


def test_named_points_stay_for_years_and_automatic_ones_do_not() -> None:
    old = [point(timedelta(days=900), "Before the winter menu"), point(timedelta(days=900, minutes=1))]
    assert left(old) == old[:1]


def test_what_is_kept_has_a_bound_in_bytes_and_the_newest_stays() -> None:
    found = [point(timedelta(days=number), "Kept") for number in range(5)]
    sizes = {one.id: kept.MOST_BYTES // 2 for one in found}
    assert left(found, sizes) == found[:2]
    assert left(found[:1], {found[0].id: kept.MOST_BYTES * 2}) == found[:1]


def test_going_on_after_a_rest_keeps_the_state_before(data: Path) -> None:
    folder_with_shoes(data)
    before = drafts.load(FLOW)
    drafts.save(edits.rename(before, "hello", "Greet"))
    drafts.save(edits.rename(before, "hello", "Greet again"))
    (only,) = points.points_of(FLOW)
    assert points.draft_at(FLOW, only.id).flow == before.flow


def test_a_broken_point_hides_no_other(data: Path) -> None:
    folder_with_shoes(data)
    points.keep_now(drafts.load(FLOW), "Good")
    (data / "flows" / FLOW / "past" / "20260101T000000000000.json").write_text("{", "utf-8")
    assert [one.name for one in points.points_of(FLOW)] == ["Good"]
    with pytest.raises(StoreError):
        points.draft_at(FLOW, "../../secret")


def test_a_state_is_kept_by_name_and_gone_back_to(data: Path) -> None:
    folder_with_shoes(data)
    before = load_flow(data, FLOW)
    points.keep_now(drafts.load(FLOW), "Before the sale")
    drafts.save(edits.rename(drafts.load(FLOW), "hello", "Greet"))
    page = open_part(f'from builder.editor.earlier import earlier\nearlier("{FLOW}")')
    assert "Before the sale" in html_of(page)
    assert "“Greet” is now called “Say hello”." in html_of(page)
    press(page, "Go back to this")
    assert load_flow(data, FLOW) == before
    assert any(
        points.draft_at(FLOW, one.id).flow.by_id["hello"].title == "Greet" for one in points.points_of(FLOW)
    )


BROKEN_OFF = f"""
from builder import drafts, edits, state
from streamlit.runtime.scriptrunner import get_script_run_ctx

not_yet = iter([False])

def break_off():
    if next(not_yet, True):
        raise InterruptedError

flow = "{FLOW}"
kept = get_script_run_ctx().session_state
goes_on = kept._yield_callback
object.__setattr__(kept, "_yield_callback", break_off)
drafts.keep_each([edits.rename(drafts.load(flow), "hello", "Greet")])
object.__setattr__(kept, "_yield_callback", goes_on)
st.text(len(state.past(flow)["done"]))
"""


def test_a_newer_request_of_the_page_leaves_no_change_half_done(data: Path) -> None:
    """Streamlit may break a run off whenever its state is touched."""
    folder_with_shoes(data)
    page = open_part(BROKEN_OFF)
    assert not page.exception
    assert [one.value for one in page.text] == ["1"]
    assert load_flow(data, FLOW).by_id["hello"].title == "Greet"
