"""Explorations run by processes of their own, so that no page waits for them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from builder.places import ROOT, data_folder
from flowbook.store.folder import flow_path

NICE = 10
"""How much they stand back behind pages and conversations, where the system has a word for it."""


@dataclass(frozen=True, slots=True)
class Errand:
    """`said` is what it prints, `followed` how far it says it is."""

    process: subprocess.Popen[bytes]
    said: IO[bytes]
    followed: IO[bytes]

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        lines = _text(self.followed).split()
        with suppress(ValueError, IndexError):
            return min(1.0, max(0.0, float(lines[-1])))
        return 0.0

    @property
    def result(self) -> Any:
        """What it printed as JSON; None where it broke off."""
        with suppress(ValueError):
            return json.loads(_text(self.said))
        return None

    def stop(self) -> None:
        if not self.ended:
            self.process.kill()
            self.process.wait()


def explored(flow: str, options: Sequence[str]) -> Errand:
    """`flowbook explore` of a draft as it is saved, begun now."""
    # They are read after the process has ended, and go with the errand.
    said, followed = TemporaryFile(), TemporaryFile()  # noqa: SIM115
    command = [sys.executable, "-m", "flowbook", "explore", str(flow_path(data_folder(), flow)), "--json"]
    process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=said, stderr=followed)
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
    return Errand(process, said, followed)


def _text(file: IO[bytes]) -> str:
    """All of it, without moving the place at which the process writes."""
    size = os.fstat(file.fileno()).st_size
    return (
        os.pread(file.fileno(), size, 0).decode("utf-8", "replace") if hasattr(os, "pread") else _read(file)
    )


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "replace")
