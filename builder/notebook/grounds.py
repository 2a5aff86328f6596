"""What a notebook of the data folder is played on: the drafts as they are now, and the sample customers."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

from builder import drafts
from builder.notebook.files import Sheet
from builder.places import data_folder, store
from builder.simulator.stage import Stage, stage_of
from flowbook.cli.gate import SHIPPED, customers_at, releases_of, with_invented
from flowbook.cli.notebooks import load_customers, refuse_stray, versions_beside
from flowbook.customer import Customer
from flowbook.errors import FlowbookError, UnreadableFile
from flowbook.flow import Flow
from flowbook.notebook.cells import Notebook
from flowbook.notebook.company import company
from flowbook.notebook.kinds.compare import KIND as COMPARE
from flowbook.notebook.people import EVERYBODY, FILE, SEGMENT
from flowbook.notebook.stage import Ground
from flowbook.store.notebooks import notebook_path
from flowbook.store.workspaces import flows_folder
from flowbook.writing import fingerprint

KEPT = 64
_grounds: OrderedDict[tuple[object, ...], tuple[Ground, tuple[object, ...]]] = OrderedDict()
_lock = Lock()


def ground_of(sheet: Sheet) -> tuple[Ground, str]:
    """The ground, and what stands for all that is in it. Raises UnreadableFile for another flow's notebook,
    and for customers that are not there."""
    if sheet.whole is None:
        raise UnreadableFile(sheet.problem)
    stage, pool, files = _played_on(sheet), _pool(sheet.whole), _files(sheet)
    # By identity: what was not touched is the same object, and the entry keeps it alive.
    kept, versions = (stage, *files.values()), _versions(sheet)
    told = tuple((name, fingerprint(flow)) for name, flow in versions.items())
    own = repr([one for key, one in pool.items() if key not in _shipped()])
    key = (sheet.stamp, sheet.name, own, told, *map(id, kept))
    digest = repr((stage.digest, own, told, *map(id, files.values())))
    with _lock:
        if key in _grounds:
            _grounds.move_to_end(key)
            return _grounds[key][0], digest
    setting = replace(stage.setting, seed=sheet.whole.seed)
    ground = Ground(sheet.whole, stage.flow, setting, pool, files, versions)
    with _lock:
        _grounds[key] = ground, kept
        while len(_grounds) > KEPT:
            _grounds.popitem(last=False)
    return ground, digest


def _played_on(sheet: Sheet) -> Stage:
    assert sheet.whole is not None
    known = _flows()
    refuse_stray(sheet.whole, [known[sheet.flow]] if sheet.flow in known else [])
    for name in sheet.whole.beside:
        if name not in known:
            raise sheet.whole.fault(f"There is no flow “{name}” to stand beside this one.", "beside")
    first, *others = company([sheet.flow, *sheet.whole.beside], known)
    return stage_of(first, drafts.workspace(), tuple(others))


def _versions(sheet: Sheet) -> dict[str, Flow]:
    """What the notebook's cells compare with: files beside it, releases of its flow."""
    assert sheet.whole is not None
    path = notebook_path(data_folder(), sheet.flow, sheet.name)
    beside = versions_beside(sheet.whole, path)
    wanted = any(cell.kind == COMPARE.name for cell in sheet.whole.cells)
    return {**releases_of(store(), sheet.flow), **beside} if wanted else {}


def _flows() -> dict[str, Flow]:
    """All drafts that can be read, by id."""
    found = {}
    for path in sorted(flows_folder(data_folder()).glob("*/*.flow.json")):
        try:
            found[path.parent.name] = drafts.load(path.parent.name).flow
        except FlowbookError:
            continue
    return found


def _pool(notebook: Notebook) -> dict[str, Customer]:
    """The invented ones of this data folder only as far as the notebook names them."""
    named = [one for one in notebook.customers if isinstance(one, str)]
    if any(one == EVERYBODY or one.startswith(SEGMENT) for one in named):
        return with_invented(store(), _shipped())
    used = [cell.value.get("use", "") for cell in notebook.cells if isinstance(cell.value, dict)]
    return with_invented(store(), _shipped(), filter(None, [*named, *map(str, used)]))


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Customer]:
    return customers_at(SHIPPED)


def _files(sheet: Sheet) -> dict[str, tuple[Customer, ...]]:
    """Raises UnreadableFile for a file that is not there, and for one outside of the flows."""
    assert sheet.notebook is not None
    folder = notebook_path(data_folder(), sheet.flow, sheet.name).parent
    found = {}
    for number, entry in enumerate(sheet.notebook.customers):
        if isinstance(entry, str) and entry.startswith(FILE):
            name = entry.removeprefix(FILE)
            path = folder / name
            inside = path.resolve().is_relative_to(flows_folder(data_folder()).resolve())
            if not inside or not path.is_file():
                told = f"There is no file of customers “{name}” beside it."
                raise sheet.notebook.fault(told, "customers", number)
            found[name] = _read(path, path.stat().st_mtime_ns)
    return found


@lru_cache(maxsize=16)
def _read(path: Path, changed: int) -> tuple[Customer, ...]:
    return tuple(load_customers(path))
