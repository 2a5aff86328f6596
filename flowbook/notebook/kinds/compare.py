"""Compare: what is said up to here, said to another version of the flow as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flowbook.copies import altered
from flowbook.difference.behaviour import Behaviour, Change, compare_behaviour
from flowbook.difference.noticing import CLASSES
from flowbook.difference.talks import talks_of_notebook
from flowbook.errors import FlowbookError
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind
from flowbook.notebook.shapes import TEXT, as_list, either, fields, one_or_more
from flowbook.notebook.stage import Failure, Ground, Stage, Step, stop

KEPT = 8
_found: list[tuple[Ground, Cell, Behaviour]] = []


def version_of(cell: Cell) -> str:
    """What the cell compares with, as it is written."""
    return str(cell.value if isinstance(cell.value, str) else cell.value["version"])


def _run(stage: Stage, cell: Cell) -> Step:
    value: dict[str, Any] = {} if isinstance(cell.value, str) else cell.value
    name = version_of(cell)
    if name not in stage.ground.versions:
        return stop(stage, f"There is no version “{name}” here. Name a file beside this notebook.")
    try:
        found = _compared(stage.ground, cell)
    except FlowbookError as error:
        return stop(stage, str(error))
    allowed = as_list(value.get("allow", []))
    failures = tuple(Failure(_told(name, one)) for one in found.changes if one.kind not in allowed)
    return Step(stage, failures, shown=tuple(_shown(found, allowed)))


def _told(name: str, change: Change) -> str:
    because = f" Because: {change.causes[0].sentence}" if change.causes else ""
    return f"Not as in {name}: {change.sentence}{because}"


def _shown(found: Behaviour, allowed: list[str]) -> Iterator[str]:
    yield f"{found.talks} conversations with both versions"
    yield from (one.sentence for one in found.changes if one.kind in allowed)


def _compared(ground: Ground, cell: Cell) -> Behaviour:
    """Once for all customers of a notebook. Raises UnreadableFile for customers that are not there."""
    for known, asked, behaviour in _found:
        if known is ground and asked is cell:
            return behaviour
    before = ground.notebook.cells[: [one.id for one in ground.notebook.cells].index(cell.id)]
    people = () if isinstance(cell.value, str) else cell.value.get("customers", ())
    customers = tuple(as_list(people)) or ground.notebook.customers
    own = replace(ground, notebook=altered(ground.notebook, cells=before, customers=customers))
    found = compare_behaviour(ground.versions[version_of(cell)], ground.flow, talks_of_notebook(own))
    _found.append((ground, cell, found))
    del _found[:-KEPT]
    return found


KIND = Kind(
    name="compare",
    label="Compare",
    help="Says all that was said up to here to another version of the flow, too, with all customers of the "
    "notebook or with `customers`, and fails where they would notice anything. `version` is a file beside "
    "the notebook that has the flow in it, such as before.json; on the Publish page, and for `python -m "
    "flowbook publish`, also `live` or the number of a release. `allow` lets some differences pass: stuck, "
    "route, text, buttons, timing, state.",
    shape=either(
        TEXT,
        fields(
            "version",
            version=TEXT,
            customers=one_or_more(TEXT),
            allow=one_or_more({"type": "string", "enum": list(CLASSES)}),
        ),
    ),
    example="compare: {version: before.json, allow: [text, timing]}",
    run=_run,
    inert=True,
    order=160,
)
