"""Backups of a whole data folder in one file, and the way back from one without sending anything twice."""

from __future__ import annotations

import json
import os
import zipfile
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from shutil import copyfileobj, rmtree
from tempfile import TemporaryDirectory, mkdtemp

from flowbook.errors import StoreError
from flowbook.store import secrets
from flowbook.store.connection import FILE, conn_of, damage_of, open_store, store_error
from flowbook.store.files import sync_folder
from flowbook.store.lock import take_lock
from flowbook.store.port import Store, operation
from flowbook.store.resuming import Resumed, hold_back
from flowbook.store.sqlite import sqlite3
from flowbook.store.values import now
from flowbook.store.workspaces import flows_folder

FORMAT = 1
CARD = "backup.json"
NO_BACKUP = "{name} is no backup of Flowbook's, or only a part of one. Take another file."


@dataclass(frozen=True, slots=True)
class Restored:
    """`made` is when the backup was taken; `aside` where the folder that was there before lies now."""

    made: datetime
    held: Resumed
    aside: Path | None = None


@operation
def back_up(store: Store, target: Path, *, with_key: bool = True) -> Path:
    """Database, flows, and the key of the bots' tokens, in one file that only its owner can read; also while
    the bots run. A folder as `target` gets a file named by the moment. Raises StoreError."""
    made = now()
    path = target / f"flowbook-{made:%Y%m%d-%H%M%S}.zip" if target.is_dir() else target
    aside = path.with_name(f".{path.name}.part")
    try:
        with TemporaryDirectory(dir=store.data) as folder:
            copy = Path(folder) / FILE
            _copy_database(store, copy)
            handle = os.open(aside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                _write(file, store, copy, {"format": FORMAT, "made": made.isoformat(), "with_key": with_key})
                file.flush()
                os.fsync(file.fileno())
        aside.replace(path)
        sync_folder(path.resolve().parent)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise StoreError(f"The backup cannot be written to {path}: {error.strerror}.") from error
    return path


def restore(path: Path, data: Path) -> Restored:
    """Put a backup in the place of a data folder; what was there is put aside beside it. Nothing that may
    have been sent since is sent again. Raises StoreError, and changes nothing, for what is no whole backup,
    and while the bots' program runs."""
    data = data.resolve()
    data.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as alone:
        if _has_content(data):
            alone.enter_context(take_lock(data))
        fresh = Path(mkdtemp(dir=data.parent, prefix=f".{data.name}.restoring."))
        try:
            made = _unpack(path, fresh)
            with closing(open_store(fresh)) as store:
                _refuse_damaged(store, path)
                held = hold_back(store, made)
            if os.name == "nt":
                # Windows moves no folder in which a file is open.
                alone.close()
            aside = _put_aside(data)
            fresh.rename(data)
        except BaseException:
            rmtree(fresh, ignore_errors=True)
            raise
    sync_folder(data.parent)
    return Restored(made, held, aside)


def _copy_database(store: Store, copy: Path) -> None:
    """As of one moment, however long it takes and whoever writes meanwhile."""
    try:
        with closing(sqlite3.connect(str(copy))) as target:
            conn_of(store).backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise store_error(error) from error


def _write(file: object, store: Store, copy: Path, card: dict[str, object]) -> None:
    with copy.open("rb") as content:
        card["sha256"] = file_digest(content, "sha256").hexdigest()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        archive.writestr(CARD, json.dumps(card, indent=2))
        archive.write(copy, FILE)
        key = store.data / secrets.FILE
        if card["with_key"] and key.exists():
            archive.write(key, secrets.FILE)
        folder = flows_folder(store.data)
        for one in sorted(folder.rglob("*")):
            if one.is_file() and not one.name.startswith("."):
                archive.write(one, f"{folder.name}/{one.relative_to(folder).as_posix()}")


def _unpack(path: Path, fresh: Path) -> datetime:
    """Only names that stay within the folder, and only what a backup has."""
    try:
        with zipfile.ZipFile(path) as archive:
            card = json.loads(archive.read(CARD))
            for one in archive.infolist():
                if one.filename != CARD:
                    _unpack_one(archive, one, fresh)
        with (fresh / FILE).open("rb") as content:
            is_whole = file_digest(content, "sha256").hexdigest() == card["sha256"]
        made = datetime.fromisoformat(card["made"])
    except FileNotFoundError:
        raise StoreError(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError, OSError) as error:
        raise StoreError(NO_BACKUP.format(name=path.name)) from error
    if card["format"] != FORMAT or not is_whole:
        raise StoreError(NO_BACKUP.format(name=path.name))
    return made


def _unpack_one(archive: zipfile.ZipFile, one: zipfile.ZipInfo, fresh: Path) -> None:
    parts = one.filename.split("/")
    is_ours = one.filename in (FILE, secrets.FILE) or parts[0] == flows_folder(fresh).name
    if not is_ours or ".." in parts or "" in parts or ":" in one.filename or "\\" in one.filename:
        raise ValueError(one.filename)
    place = fresh.joinpath(*parts)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(place, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with archive.open(one) as source, os.fdopen(handle, "wb") as target:
        copyfileobj(source, target)


def _refuse_damaged(store: Store, path: Path) -> None:
    said = damage_of(store)
    if said:
        raise StoreError(f"The database in {path.name} is damaged: {said}. Take an older backup.")


def _put_aside(data: Path) -> Path | None:
    if not _has_content(data):
        return None
    aside = data.with_name(f"{data.name}.before-{now():%Y%m%d-%H%M%S}")
    try:
        data.rename(aside)
    except OSError as error:
        raise StoreError(
            f"{data} cannot be put aside: {error.strerror}. Stop what has it open, such as the builder."
        ) from error
    return aside


def _has_content(data: Path) -> bool:
    return data.exists() and any(data.iterdir())
