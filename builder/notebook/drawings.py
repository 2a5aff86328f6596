"""Cells as they were drawn before: after a press only those that became different are drawn anew."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from builder.notebook.drawn import Manner, cell_html
from builder.notebook.rows import Row
from builder.texts import language

KEPT = 4_000
Key = tuple[str, ...]
_drawings: OrderedDict[Key, tuple[Row, str]] = OrderedDict()
_lock = Lock()


def drawing_of(row: Row, manner: Manner, place: str) -> str:
    """`cell_html` of the whole row. `place` stands for the notebook, its flows, and who is seen."""
    key = (place, row.cell.id, language(), manner.zone.key, *_marks(row, manner))
    with _lock:
        kept = _drawings.get(key)
        if kept and kept[0] == row:
            _drawings.move_to_end(key)
            return kept[1]
    html = cell_html(row, manner)
    with _lock:
        _drawings[key] = row, html
        while len(_drawings) > KEPT:
            _drawings.popitem(last=False)
    return html


def _marks(row: Row, manner: Manner) -> Key:
    """What of the manner makes a difference to this row."""
    name, decided = row.cell.id, repr(manner.decided) if row.changes else ""
    return str(name == manner.open), str(name == manner.adding), decided
