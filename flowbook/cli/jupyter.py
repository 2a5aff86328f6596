"""`flowbook jupyter`: a test notebook written out as a Jupyter notebook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from flowbook.cli.common import say
from flowbook.cli.notebooks import Shelf, find_notebooks
from flowbook.cli.places import find_flows
from flowbook.errors import StoreError, UnreadableFile
from flowbook.notebook.jupyter import jupyter_text
from flowbook.store.files import write_text

ENDING = ".ipynb"


def export_jupyter(
    place: Annotated[Path, typer.Argument(help="A test notebook, NAME.test.yaml.")],
    to: Annotated[Path | None, typer.Option(help="The file to write; else beside the notebook.")] = None,
) -> None:
    """Write a test notebook as a Jupyter notebook that plays it through Flowbook's Python interface.

    Exit code 0 when it is written, 2 when the notebook cannot be read."""
    if not place.is_file():
        raise UnreadableFile("There is no such notebook.", path=place.as_posix())
    (loaded,) = find_notebooks(place, Shelf())
    if loaded.ground is None:
        raise UnreadableFile(loaded.problem)
    target = to or place.with_name(place.name.removesuffix(".test.yaml") + ENDING)
    flow = _flow_file(place, loaded.ground.flow.id)
    from_there = Path(os.path.relpath(flow.resolve(), target.resolve().parent)).as_posix()
    try:
        write_text(target, jupyter_text(loaded.ground, from_there))
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}.") from None
    say(f"{target.as_posix()} is written.")


def _flow_file(notebook: Path, flow: str) -> Path:
    """Beside the notebook, else where the notebook's workspace has it."""
    beside = sorted(notebook.parent.glob("*.flow.json"))
    places = [*beside, *sorted(notebook.resolve().parent.parent.rglob("*.flow.json"))]
    found = (one.path for place in places for one in find_flows(place) if one.flow and one.flow.id == flow)
    return next(found, notebook)
