"""Which deeds of the drawing canvas were carried out on a draft: their ids in a file beside it, so that a
server that was started again repeats none of them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from flowbook.store.files import write_text
from flowbook.store.folder import flow_path, layout_path

MOST_LINES = 2000
"""A page keeps what is not acknowledged; that it keeps more than this is not to be expected."""


def note_carried(data: Path, flow: str, deeds: Sequence[str]) -> None:
    """Right before the draft is written: each line knows how the draft's files stood then, so that a line
    whose draft was never written can be told. Raises OSError."""
    line = json.dumps({"deeds": list(deeds), "before": _stamps(data, flow)})
    path = _path(data, flow)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def list_carried(data: Path, flow: str) -> list[str]:
    """The deeds of this draft, oldest first. To be asked before the draft is written again. Forgets the
    oldest where there are very many."""
    path = _path(data, flow)
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    if len(lines) > 2 * MOST_LINES:
        lines = lines[-MOST_LINES:]
        with suppress(OSError):
            write_text(path, "\n".join(lines) + "\n")
    notes = list(_read(lines))
    states = [note["before"] for note in notes[1:]] + [_stamps(data, flow)]
    written = (note for note, after in zip(notes, states, strict=True) if note["before"] != after)
    return [str(deed) for note in written for deed in note["deeds"]]


def _read(lines: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The last line may have been cut off."""
    for line in lines:
        with suppress(ValueError):
            note = json.loads(line)
            if isinstance(note, dict) and isinstance(note.get("deeds"), list) and "before" in note:
                yield note


def _stamps(data: Path, flow: str) -> list[list[int]]:
    return [_stamp(flow_path(data, flow)), _stamp(layout_path(data, flow))]


def _stamp(path: Path) -> list[int]:
    try:
        found = path.stat()
    except OSError:
        return [0, 0]
    return [found.st_mtime_ns, found.st_size]


def _path(data: Path, flow: str) -> Path:
    return flow_path(data, flow).parent / "past" / "carried.log"
