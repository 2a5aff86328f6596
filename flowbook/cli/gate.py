"""The publish gate as the command line keeps it: the tests beside a draft, played before it goes live."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from flowbook.cli.common import errors
from flowbook.cli.notebooks import Loaded, Shelf, find_notebooks, samples_above
from flowbook.notebook.gate import Trouble, Verdict, verdict_of
from flowbook.notebook.playing import Report, run_notebooks
from flowbook.notebook.stage import Ground
from flowbook.store.folder import flow_path
from flowbook.store.notebooks import notebook_paths
from flowbook.store.samples import ROOT

SHIPPED = ROOT / "sample_data" / "customers.json"


def examined(data: Path, flow: str) -> Verdict:
    """What `flowbook test` says of the tests beside the draft; nothing where there are none."""
    if not notebook_paths(data, flow):
        return Verdict()
    folder = flow_path(data, flow).parent
    own = samples_above(folder / "it")
    loaded = find_notebooks(folder, Shelf(own or (SHIPPED if SHIPPED.exists() else None)))
    grounds = [one.ground for one in loaded if one.ground]
    return verdict_of(_played(grounds), [_unreadable(one) for one in loaded if one.ground is None])


def _played(grounds: Sequence[Ground]) -> Report:
    """With a bar where somebody looks."""
    if not errors.is_terminal:
        return run_notebooks(grounds)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("Testing", total=1.0)
        return run_notebooks(grounds, progress=lambda done: bar.update(task, completed=done))


def _unreadable(one: Loaded) -> Trouble:
    return Trouble(one.path.name, one.path.name, one.problem)
