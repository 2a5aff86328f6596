"""Writing files so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp


def write_text(path: Path, text: str) -> None:
    """Aside, to the disk, then into place. Makes the folder; raises OSError as the disk gives it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(aside).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """The rename itself to the disk, where the system has a way to say so."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
