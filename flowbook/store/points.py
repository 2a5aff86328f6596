"""Restore points: earlier states of a draft, as files beside it. Named ones stay, the others thin out with
time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flowbook.errors import FlowbookError, StoreError
from flowbook.flow import Flow
from flowbook.layout import Layout, read_layout, write_layout
from flowbook.reading import flow_from_json
from flowbook.store.files import write_text
from flowbook.store.folder import flow_path
from flowbook.store.values import now
from flowbook.strict import read_json
from flowbook.writing import flow_to_json

APART = timedelta(minutes=5)
_SLOTS = (
    (timedelta(hours=1), APART),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=30), timedelta(days=1)),
    (timedelta(days=182), timedelta(weeks=1)),
)
"""Of points up to this age, one is kept in each span; older ones go."""
MOST_NAMED = 60
MOST_BYTES = 24_000_000
LONGEST_NAME = 80
_FORM = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True)
class Point:
    """`id` tells when the point was made, `at` since when the draft was so; `who` and `name` may be empty."""

    id: str
    at: datetime
    who: str = ""
    name: str = ""


def keep_point(data: Path, flow: Flow, layout: Layout, point: Point) -> None:
    """The state as a point; those that need not be kept any longer go. Raises OSError."""
    held = {"at": point.at.isoformat(), "who": point.who, "name": point.name[:LONGEST_NAME].strip()}
    drawn = json.loads(write_layout(layout))
    text = json.dumps({**held, "flow": flow_to_json(flow), "layout": drawn}, ensure_ascii=False)
    write_text(_path(data, flow.id, point.id), text + "\n")
    for gone in superfluous(list_points(data, flow.id), now(), _sizes(data, flow.id)):
        _path(data, flow.id, gone.id).unlink(missing_ok=True)


def new_id() -> str:
    return now().strftime(_FORM)


def is_due(data: Path, flow: str) -> bool:
    """Whether the last point is so old that the next change deserves one before it."""
    made = max((_made(path.stem) for path in _files(data, flow)), default=None)
    return made is None or now() - made >= APART


def list_points(data: Path, flow: str) -> list[Point]:
    """Newest first; files that cannot be read are passed over."""
    found = []
    for path in _files(data, flow):
        with suppress(FlowbookError, OSError, ValueError, KeyError, TypeError):
            told = read_json(path.read_text("utf-8"), path=path.name)
            at = datetime.fromisoformat(told["at"])
            found.append(Point(path.stem, at, str(told["who"]), str(told["name"])))
    return sorted(found, key=lambda point: point.id, reverse=True)


def load_point(data: Path, flow: str, point: str) -> tuple[Flow, Layout]:
    """Raises StoreError where the point is gone, UnreadableFile where its file is broken."""
    path = _path(data, flow, point)
    try:
        told = read_json(path.read_text("utf-8"), path=path.name)
    except OSError:
        raise StoreError("This point is not there any more. Choose another one.") from None
    return flow_from_json(told["flow"], path=path.name, carry=True), read_layout(json.dumps(told["layout"]))


def superfluous(points: Iterable[Point], moment: datetime, sizes: dict[str, int]) -> list[Point]:
    """Points that nobody would miss: more than one in a span, older than half a year, beyond what may be
    stored. `sizes` are bytes by id."""
    ordered = sorted(points, key=lambda point: point.id, reverse=True)
    named = [point for point in ordered if point.name]
    seen: set[tuple[int, int]] = set()
    gone, room = [], MOST_BYTES
    for point in ordered:
        slot = (0, named.index(point)) if point.name else _slot(point, moment)
        room -= sizes.get(point.id, 0)
        enough = room < 0 and point is not ordered[0]
        if slot is None or slot in seen or enough or (point.name and slot[1] >= MOST_NAMED):
            gone.append(point)
            room += sizes.get(point.id, 0)
        else:
            seen.add(slot)
    return gone


def _slot(point: Point, moment: datetime) -> tuple[int, int] | None:
    made = _made(point.id)
    for number, (age, span) in enumerate(_SLOTS, start=1):
        if moment - made < age:
            return number, int(made.timestamp() // span.total_seconds())
    return None


def _made(name: str) -> datetime:
    try:
        return datetime.strptime(name, _FORM).replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _files(data: Path, flow: str) -> list[Path]:
    return list(_folder(data, flow).glob("*.json"))


def _sizes(data: Path, flow: str) -> dict[str, int]:
    return {path.stem: path.stat().st_size for path in _files(data, flow)}


def _folder(data: Path, flow: str) -> Path:
    return flow_path(data, flow).parent / "past"


def _path(data: Path, flow: str, point: str) -> Path:
    if not point.isalnum():
        raise StoreError("This point is not there any more. Choose another one.")
    return _folder(data, flow) / f"{point}.json"
