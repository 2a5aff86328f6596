"""A snapshot's new text accepted: into the file, for everybody who has this difference."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from builder.notebook import changing, edits
from builder.notebook.compared import sign_of
from builder.notebook.desk import Desk
from builder.notebook.edits import Cells, Data
from builder.notebook.results import own
from builder.notebook.rows import table_of
from builder.notebook.running import ALL, want_run
from builder.texts import _
from flowbook.errors import StoreError
from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds.snapshot import PARTS, parts_of
from flowbook.notebook.shapes import as_list
from flowbook.notebook.snapshots import SNAPSHOT, Change, accepted_of


def accept(desk: Desk, told: str) -> None:
    """`told` is the cell and the difference's sign. Raises FlowbookError."""
    assert desk.sheet is not None
    cell, _colon, sign = told.partition(":")
    changes = [one for row in table_of(desk).rows for one in row.changes]
    found = next((one for one in changes if one.cell.id == cell and sign_of(one) == sign), None)
    if found is None:
        raise StoreError(_("This difference is not there any more. Run the test again."))
    keys = [scenario.key for scenario in desk.scenarios]
    value = accepted_with(found, keys)

    def put(cells: Cells) -> list[Data]:
        old = cells[edits.place_of(cells, cell)]
        return edits.changed(cells, cell, {**old, SNAPSHOT: value})

    changing.change_cells(desk.flow.id, desk.sheet.name, put)
    own(desk).get("decided", {}).pop(sign, None)
    want_run(desk, ALL)


def clear(desk: Desk, cell: str) -> None:
    """What a snapshot has for those who do not play is taken out of the file. Raises FlowbookError."""
    assert desk.sheet is not None
    known = {scenario.key for scenario in desk.scenarios}

    def put(cells: Cells) -> list[Data]:
        old = cells[edits.place_of(cells, cell)]
        return edits.changed(cells, cell, {**old, SNAPSHOT: accepted_for(old[SNAPSHOT], known)})

    changing.change_cells(desk.flow.id, desk.sheet.name, put)
    want_run(desk, ALL)


def accepted_for(value: Any, known: Collection[str]) -> Any:
    """What stands behind `snapshot:` without the texts that are for others alone."""
    left = []
    for entry in value["accepted"]:
        some = [key for key in as_list(entry["for"]) if key in known]
        if some:
            left.append({**entry, "for": some if len(some) > 1 else some[0]})
    return {**value, "accepted": left} if left else value.get("of", PARTS[0])


def accepted_with(change: Change, keys: Iterable[str]) -> dict[str, Any]:
    """What stands behind `snapshot:` with this difference accepted; what others have stays. A text that is
    everybody's needs no names."""
    known = list(keys)
    texts = {key: text for key in known if (text := _old(change.cell, key)) is not None}
    texts |= dict.fromkeys(change.keys, change.after)
    groups: dict[str, list[str]] = {}
    for key in known:
        if key in texts:
            groups.setdefault(texts[key], []).append(key)
    parts = parts_of(change.cell.value)
    of = parts if len(parts) > 1 else parts[0]
    if len(groups) == 1 and len(texts) == len(known):
        return {"of": of, "accepted": change.after}
    named = [{"for": some if len(some) > 1 else some[0], "text": text} for text, some in groups.items()]
    return {"of": of, "accepted": named}


def _old(cell: Cell, key: str) -> str | None:
    return accepted_of([cell], key).get(cell.id)
