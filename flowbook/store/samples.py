"""What a new data folder begins with: the sample flows, their workspace, and invented customers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from flowbook.store.connection import Store, open_store
from flowbook.store.exchange import import_customers
from flowbook.store.workspaces import flows_folder

ROOT = Path(__file__).resolve().parents[2]
DONE = "samples"


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
        import_customers(store, json.loads(path.read_text("utf-8"))["customers"], invented=True)
