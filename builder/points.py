"""Restore points of a draft: made by themselves before somebody goes on after a rest, or by hand."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from builder import company, signature
from builder.edits import Draft
from builder.places import data_folder
from flowbook.comparison import Difference, compare
from flowbook.errors import FlowbookError, StoreError
from flowbook.layout import complete
from flowbook.store import folder
from flowbook.store import points as kept
from flowbook.store.points import Point


def note(draft: Draft) -> None:
    """Before a change is written: the saved state as a point, where the last point is some minutes old."""
    data, flow = data_folder(), draft.flow.id
    path = folder.flow_path(data, flow)
    if not path.exists() or not kept.is_due(data, flow):
        return
    with suppress(FlowbookError):
        saved, layout = folder.load_flow(data, flow), folder.load_layout(data, flow)
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        kept.keep_point(data, saved, layout, Point(kept.new_id(), at, company.last_author(flow)))


def keep_now(draft: Draft, name: str) -> None:
    """The draft as it is now, as a point of that name. Raises StoreError when the disk refuses."""
    point = Point(kept.new_id(), datetime.now(UTC), signature.author(), name)
    try:
        kept.keep_point(data_folder(), draft.flow, draft.layout, point)
    except OSError as error:
        why = error.strerror or "the disk refused"
        raise StoreError(f"The point could not be kept ({why}). Make room, then repeat it.") from None


def points_of(flow: str) -> list[Point]:
    """Newest first."""
    return kept.list_points(data_folder(), flow)


def draft_at(flow: str, point: str) -> Draft:
    """Raises StoreError where the point is gone, UnreadableFile where it cannot be read."""
    return _draft_at(data_folder(), flow, point)


@lru_cache(maxsize=128)
def _draft_at(data: Path, flow: str, point: str) -> Draft:
    found, layout = kept.load_point(data, flow, point)
    return Draft(found, complete(found, layout))


def lost_by(draft: Draft, older: Draft) -> tuple[Difference, ...]:
    """What going back from the draft to the older state would change."""
    return compare(draft.flow, older.flow)
