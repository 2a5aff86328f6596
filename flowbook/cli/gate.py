"""The publish gate: the tests beside a draft, found and played the same way on the page and by command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from flowbook.cli.notebooks import Loaded, Shelf, find_notebooks, load_customers, samples_above
from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.flow import Flow
from flowbook.notebook.gate import Trouble, Verdict, verdict_of
from flowbook.notebook.playing import Options, Progress, run_notebooks
from flowbook.store import Store
from flowbook.store.customers import load_customers as load_stored
from flowbook.store.folder import flow_path
from flowbook.store.listing import labels_of
from flowbook.store.notebooks import notebook_paths
from flowbook.store.releases import list_releases, load_release
from flowbook.store.samples import ROOT
from flowbook.store.workspaces import flows_folder

SHIPPED = ROOT / "sample_data" / "customers.json"


def examined(store: Store, flow: str, progress: Progress | None = None) -> Verdict:
    """What `flowbook test` says of the tests beside the draft; nothing where there are none."""
    loaded = tests_of(store, flow)
    grounds = [one.ground for one in loaded if one.ground]
    report = run_notebooks(grounds, Options(cover=False), progress)
    return verdict_of(report, [_unreadable(one) for one in loaded if one.ground is None])


def tests_of(store: Store, flow: str) -> list[Loaded]:
    """The notebooks in the draft's folder, each with what it is played on. Besides the sample customers there
    are the invented ones of the data folder."""
    if not notebook_paths(store.data, flow):
        return []
    folder = flow_path(store.data, flow).parent
    source = samples_above(folder / "it") or SHIPPED
    shelf = Shelf(source)
    shelf.pools[source] = with_invented(store, customers_at(source))
    versions = releases_of(store, flow)
    return [_with_versions(one, versions) for one in find_notebooks(folder, shelf)]


def releases_of(store: Store, flow: str) -> dict[str, Flow]:
    """What a cell may compare with here: `live`, and every release by its number."""
    notes = list_releases(store, flow)
    found = {str(note.version): load_release(store, note.number).flow for note in notes}
    live = next((str(note.version) for note in notes if note.bots), "")
    return found | ({"live": found[live]} if live else {})


def _with_versions(one: Loaded, versions: Mapping[str, Flow]) -> Loaded:
    if one.ground is None:
        return one
    return replace(one, ground=replace(one.ground, versions={**versions, **one.ground.versions}))


def stamp(store: Store, flow: str) -> str:
    """The same as long as nothing has changed that the tests are played on."""
    found = sha256()
    own = flow_path(store.data, flow).parent
    paths = {*flows_folder(store.data).rglob("*.json"), *own.glob("*.yaml")}
    for path in sorted(path for path in paths if not path.name.endswith(".layout.json")):
        found.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    for key, fields in labels_of(store):
        found.update(f"{key} {fields}\0".encode())
    return found.hexdigest()


def customers_at(path: Path) -> dict[str, Customer]:
    """A file of sample customers by id; nobody where there is no such file."""
    return {one.id: one for one in load_customers(path)} if path.exists() else {}


def with_invented(
    store: Store, samples: Mapping[str, Customer], wanted: Iterable[str] | None = None
) -> dict[str, Customer]:
    """The samples as they were made, since tests begin on days of their own; and the invented customers of
    the data folder, all of them or those that are wanted."""
    names = [key for key, _ in labels_of(store)] if wanted is None else wanted
    stored = load_stored(store, [name for name in dict.fromkeys(names) if name not in samples])
    own = {one.id: altered(one, segments=frozenset()) for one in stored if one.invented}
    return {**samples, **own}


def _unreadable(one: Loaded) -> Trouble:
    """The test is named already, and where it lies on this machine is nothing to those who publish."""
    told = one.problem.removeprefix(one.path.as_posix()).lstrip(":, ")
    return Trouble(one.path.name, one.title or one.path.name, f"{told[:1].upper()}{told[1:]}")
