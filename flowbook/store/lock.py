"""One program at a time for a data folder's bots: a lock that the system releases however a program ends."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import IO

from flowbook.errors import StoreError

FILE = "runtime.lock"
PLACE = 1 << 30
"""The byte that is locked, far behind the number in the file, so that others may read it on Windows too."""
TRIES, PAUSE = 5, 0.05
"""Whoever only looks whether it is taken has it for a moment."""


class AlreadyRunning(StoreError):
    """Somebody works on this data folder who has to be alone there."""


def take_lock(data: Path) -> IO[str]:
    """Keep what comes back as long as the lock is to hold. Makes the folder, for its owner only. Raises
    AlreadyRunning, and StoreError for a folder that cannot be used."""
    file = _open(data)
    if not _lock_soon(file):
        number = _number(file)
        file.close()
        who = f" (process {number})" if number else ""
        raise AlreadyRunning(
            f"The bots' program{who} already works on {data}. Stop it first, or choose another folder."
        )
    if not _is_in_place(file, data):
        file.close()
        raise AlreadyRunning(f"{data} was replaced at this moment. Start once more.")
    file.seek(0)
    file.truncate()
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def is_locked(data: Path) -> bool:
    """Whether the bots' program works on the folder, even one that hangs. Raises StoreError where that
    cannot be seen."""
    if not (data / FILE).exists():
        return False
    with _open(data) as file:
        return not _lock(file)


def _open(data: Path) -> IO[str]:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return (data / FILE).open("a+", encoding="ascii")
    except OSError as error:
        raise StoreError(f"The data folder {data} cannot be used: {error.strerror}.") from error


def _lock_soon(file: IO[str]) -> bool:
    for left in range(TRIES, 0, -1):
        if _lock(file):
            return True
        if left > 1:
            time.sleep(PAUSE)
    return False


def _is_in_place(file: IO[str], data: Path) -> bool:
    """A backup may have been restored between opening and locking; then it lies in the folder put aside."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), (data / FILE).stat())
    except FileNotFoundError:
        return False


def _number(file: IO[str]) -> str:
    file.seek(0)
    return file.read(20).strip()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> bool:
        file.seek(PLACE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
