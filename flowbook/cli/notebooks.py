"""Notebooks found on the disk, each with its flow, its workspace and the sample customers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flowbook.cli.included import read_whole
from flowbook.cli.places import LEVELS, Found, find_flows, home_of, is_at_home, one_flow, workspace_above
from flowbook.cli.texts import text_of
from flowbook.customer import Customer, customer_from_json
from flowbook.errors import FlowbookError, UnreadableFile
from flowbook.flow import Flow
from flowbook.notebook.cells import Notebook
from flowbook.notebook.company import company
from flowbook.notebook.kinds.compare import KIND as COMPARE
from flowbook.notebook.kinds.compare import version_of
from flowbook.notebook.people import FILE
from flowbook.notebook.scenarios import scenarios
from flowbook.notebook.stage import Ground
from flowbook.setting import Setting, library_of
from flowbook.strict import read_json

PATTERN = "*.test.yaml"
SAMPLES = ("customers.json", "sample_data/customers.json")


@dataclass(frozen=True, slots=True)
class Loaded:
    """`ground` is None, and `problem` says why, for a notebook that cannot be played. `title` is empty where
    not even its head could be read."""

    path: Path
    ground: Ground | None
    problem: str = ""
    title: str = ""


@dataclass(slots=True)
class Shelf:
    """What was read already, so that a hundred notebooks of one workspace read its flows once. `source` is
    the file of sample customers, where one was named."""

    source: Path | None = None
    pools: dict[Path, dict[str, Customer]] = field(default_factory=dict)
    found: dict[Path, list[Found]] = field(default_factory=dict)

    def pool(self, path: Path) -> dict[str, Customer]:
        """The sample customers for a notebook, by id."""
        source = self.source or samples_above(path)
        if source and source not in self.pools:
            self.pools[source] = {one.id: one for one in load_customers(source)}
        return self.pools[source] if source else {}

    def flows_near(self, path: Path) -> dict[str, Flow]:
        """Those of the notebook's workspace, by id; those beside it where there is no workspace."""
        return {one.flow.id: one.flow for one in self._near(path) if one.flow}

    def flows_beside(self, path: Path) -> list[Flow]:
        """Those in the notebook's own folder."""
        own = path.resolve().parent
        return [one.flow for one in self._near(path) if one.flow and one.path.parent == own]

    def _near(self, path: Path) -> list[Found]:
        folder = home_of(path)
        if folder not in self.found:
            self.found[folder] = find_flows(folder) if any(folder.rglob("*.flow.json")) else []
        return self.found[folder]


def find_notebooks(place: Path, shelf: Shelf) -> list[Loaded]:
    """Every notebook at or below the place, by path; a flow file stands for the notebooks beside it. Raises
    UnreadableFile where there is none."""
    return [_load(path, shelf) for path in notebooks_at(place)]


def notebooks_at(place: Path) -> list[Path]:
    """Raises UnreadableFile where there is none."""
    if place.is_file() and place.name.endswith(".flow.json"):
        paths = sorted(place.parent.glob(PATTERN))
    else:
        paths = [place] if place.is_file() else sorted(place.rglob(PATTERN))
    if not paths:
        raise UnreadableFile(f"There is no notebook named {PATTERN} here.", path=place.as_posix())
    return paths


def ground_beside(path: Path, flow: Path, shelf: Shelf) -> Ground:
    """A notebook from anywhere, played where the flow's file stands. Raises UnreadableFile."""
    return ground_of(read_whole(path), flow, shelf)


def refuse_stray(notebook: Notebook, beside: Sequence[Flow]) -> None:
    """Raises UnreadableFile for one that lies with flows and is for none of them: that it passes would be
    taken for theirs."""
    if not beside or notebook.flow in {flow.id for flow in beside}:
        return
    titles = ", ".join(f"“{flow.title}”" for flow in beside)
    told = f"This notebook is for the flow “{notebook.flow}”, but lies with {titles}."
    raise notebook.fault(f"{told} Move it to its flow, or change “flow” in its head.", "flow")


def _load(path: Path, shelf: Shelf) -> Loaded:
    title = ""
    try:
        notebook = read_whole(path)
        title = notebook.title
        refuse_stray(notebook, shelf.flows_beside(path))
        ground = ground_of(notebook, path, shelf)
        if not ground.notebook.cells:
            told = "There are no cells, so nothing is tested. Add one, or delete the file."
            raise ground.notebook.fault(told, "cells")
        scenarios(ground)
    except FlowbookError as error:
        return Loaded(path, None, str(error), title)
    return Loaded(path, ground, title=title)


def ground_of(notebook: Notebook, path: Path, shelf: Shelf) -> Ground:
    """A notebook with all that it is played on. Raises UnreadableFile."""
    flow, others = _live(path, notebook, shelf.flows_near(path))
    files = dict(_people(notebook, path))
    setting = Setting(workspace_above(path), library_of(flow, *others), notebook.seed)
    return Ground(notebook, flow, setting, shelf.pool(path), files, versions_beside(notebook, path))


def _people(notebook: Notebook, path: Path) -> Iterator[tuple[str, tuple[Customer, ...]]]:
    """Of each file that the head names, by that name."""
    for number, entry in enumerate(notebook.customers):
        if isinstance(entry, str) and entry.startswith(FILE):
            name = entry.removeprefix(FILE)
            place = path.parent / name
            if not (place.is_file() and is_at_home(place, path)):
                raise notebook.fault(f"There is no file of customers “{name}”.", "customers", number)
            yield name, tuple(load_customers(place))


def versions_beside(notebook: Notebook, path: Path) -> dict[str, Flow]:
    """The flow files that cells compare with, by the names in the cells. Raises UnreadableFile."""
    names = {version_of(cell) for cell in notebook.cells if cell.kind == COMPARE.name}
    places = {name: path.parent / name for name in sorted(names)}
    return {name: one_flow(at) for name, at in places.items() if at.is_file() and is_at_home(at, path)}


def ground_at(place: str, beside: tuple[str, ...] = ()) -> Ground:
    """The flow at a place, or in the folder of one flow, with nothing to play on it yet. Raises
    UnreadableFile."""
    path = Path(place)
    flow = one_flow(path)
    return ground_of(
        Notebook(flow.title, flow.id, beside=beside), path / "it" if path.is_dir() else path, Shelf()
    )


def grounds_at(place: str) -> list[Ground]:
    """All notebooks at or below a place. Raises UnreadableFile for the first that cannot be read."""
    loaded = find_notebooks(Path(place), Shelf())
    for one in loaded:
        if one.ground is None:
            raise UnreadableFile(one.problem)
    return [one.ground for one in loaded if one.ground]


def _live(path: Path, notebook: Notebook, known: Mapping[str, Flow]) -> tuple[Flow, list[Flow]]:
    """The notebook's flow, and those that answer beside it: what they lead to, and what the head names."""
    for name in (notebook.flow, *notebook.beside):
        if name not in known:
            there = ", ".join(sorted(known)) or "none"
            sentence = f"There is no flow “{name}” here, for which this notebook is. Flows: {there}."
            raise notebook.fault(sentence, "flow" if name == notebook.flow else "beside")
    first, *others = company([notebook.flow, *notebook.beside], known)
    return first, others


def samples_above(path: Path) -> Path | None:
    """The nearest file of sample customers at or above the notebook's folder."""
    folder = path.resolve().parent
    places = (above / name for above in [folder, *folder.parents][: LEVELS + 1] for name in SAMPLES)
    return next((place for place in places if place.exists()), None)


def load_customers(path: Path) -> list[Customer]:
    """Raises UnreadableFile."""
    if not path.exists():
        raise UnreadableFile("There is no such file of customers.", path=path.as_posix())
    data: Any = read_json(text_of(path), path=path.as_posix())
    rows: Any = data.get("customers") if isinstance(data, dict) else data
    try:
        return [customer_from_json(row) for row in rows]
    except (TypeError, KeyError, ValueError):
        sentence = "This is no file of customers: it needs a list “customers”, each with id and created."
        raise UnreadableFile(sentence, path=path.as_posix()) from None
