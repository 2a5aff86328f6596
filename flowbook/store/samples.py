"""What a new data folder begins with: the sample flows, their workspace, and invented customers."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flowbook.customer import instant
from flowbook.store.connection import open_store
from flowbook.store.exchange import import_customers
from flowbook.store.port import Store
from flowbook.store.values import now
from flowbook.store.workspaces import flows_folder

ROOT = Path(__file__).resolve().parents[2]
DONE = "samples"
WEEK = timedelta(weeks=1)
UNMOVED = ("id", "birthday")
_DATED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?([+-]\d\d:\d\d|Z)?)?")


def initialise(data: Path, source: Path = ROOT) -> Store:
    """Fill a new folder; one that was filled before stays as it is, also where samples were deleted since.
    `source` holds flows/ and sample_data/."""
    store = open_store(data)
    if not store.counter(DONE):
        _copy_flows(source / "flows", flows_folder(data))
        with store.transaction():
            _load_customers(store, source / "sample_data" / "customers.json")
            store.bump(DONE)
    return store


def templates(source: Path = ROOT) -> list[Path]:
    """The folders that a new flow can be copied from, by id."""
    return sorted(path.parent for path in (source / "flows").glob("*/*.flow.json"))


def _copy_flows(source: Path, target: Path) -> None:
    """Before the customers: after a cut-off start the next one goes on; what is there stays."""
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def _load_customers(store: Store, path: Path) -> None:
    if path.exists():
        content = json.loads(path.read_text("utf-8"))
        weeks = (now() - instant(content["as_of"])) // WEEK
        import_customers(store, moved(content["customers"], weeks * WEEK), invented=True)


def moved(rows: list[dict[str, Any]], by: timedelta) -> list[dict[str, Any]]:
    """The customers as if they had lived later: every date but the day they were born. So “silent for
    60 days” means the same people whenever the samples are loaded."""
    return [{key: _moved(key, value, by) for key, value in row.items()} for row in rows]


def _moved(name: str, value: Any, by: timedelta) -> Any:
    if isinstance(value, dict):
        return {key: _moved(key, item, by) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(name, item, by) for item in value]
    if not isinstance(value, str) or name in UNMOVED or not _DATED.fullmatch(value):
        return value
    if len(value) == len("2026-03-01"):
        return (date.fromisoformat(value) + by).isoformat()
    return (datetime.fromisoformat(value) + by).isoformat()
