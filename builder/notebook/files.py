"""The notebooks of a flow as the page reads them: text, cells as they are written, or why they cannot be
read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock
from typing import Any

from builder.places import data_folder
from builder.texts import _
from flowbook.errors import FlowbookError, StoreError, UnreadableFile
from flowbook.notebook.cells import Notebook
from flowbook.notebook.chunks import split
from flowbook.notebook.including import expanded, included_files
from flowbook.notebook.reading import plain, read_notebook
from flowbook.notebook.strict_yaml import read_yaml
from flowbook.store import notebooks as shelf

Told = Callable[[float], None]
KEPT = 64
_read: OrderedDict[tuple[str, str], Notebook] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A notebook's file. `notebook` is None, and `problem` says why, where it cannot be read. `whole` has the
    cells of the notebooks that it includes in their places."""

    flow: str
    name: str
    text: str = ""
    notebook: Notebook | None = None
    whole: Notebook | None = None
    problem: str = ""

    @property
    def title(self) -> str:
        return self.notebook.title if self.notebook else self.name

    @property
    def stamp(self) -> str:
        """The same for the same text, and for the same cells of what it includes."""
        included = (
            repr(self.whole.cells) if self.whole is not None and self.whole is not self.notebook else ""
        )
        return sha256(f"{self.text}\0{included}".encode()).hexdigest()[:16]


def names(flow: str) -> list[str]:
    """The files' names in their order."""
    return [path.name for path in shelf.notebook_paths(data_folder(), flow)]


def changed(flow: str, name: str) -> datetime:
    """When the file was saved last. Raises StoreError for what cannot be a notebook's name."""
    path = shelf.notebook_path(data_folder(), flow, name)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def text_of(flow: str, name: str) -> str:
    """Raises StoreError, UnreadableFile."""
    return shelf.read_notebook_text(data_folder(), flow, name)


def add(flow: str, title: str, text: str) -> str:
    """Keep a new one beside the flow's others; returns its name. Raises StoreError."""
    try:
        return shelf.add_notebook(data_folder(), flow, title, text)
    except OSError as error:
        told = _("The test could not be saved ({why}). Make room, then repeat it.", why=error.strerror or "")
        raise StoreError(told) from None


def sheet_of(flow: str, name: str, told: Told = lambda share: None) -> Sheet:
    """`told` hears how far the reading is, from 0 to 1. Raises StoreError where there is no such file."""
    try:
        text = text_of(flow, name)
    except UnreadableFile as error:
        return Sheet(flow, name, problem=str(error))
    try:
        read = parsed(text, name, told)
        return Sheet(flow, name, text, read, _with_included(flow, read))
    except FlowbookError as error:
        return Sheet(flow, name, text, problem=str(error))


def parsed(text: str, name: str, told: Told = lambda share: None) -> Notebook:
    """Read once for as long as it stays the same. Raises UnreadableFile."""
    with _lock:
        if (text, name) in _read:
            _read.move_to_end((text, name))
            return _read[text, name]
    read = read_notebook(text, path=name, progress=told)
    with _lock:
        _read[text, name] = read
        while len(_read) > KEPT:
            _read.popitem(last=False)
    return read


def head_of(text: str) -> dict[str, Any]:
    """What stands beside the cells, as it is written. Raises UnreadableFile."""
    tree = read_yaml(split(plain(text)).frame)
    return {key: value for key, value in tree.value.items() if key != "cells"}


def _with_included(flow: str, read: Notebook) -> Notebook:
    """Raises UnreadableFile for what is included and is not there, and for circles."""
    ahead = list(included_files(read))
    found: dict[str, Notebook] = {}
    while ahead:
        name = ahead.pop()
        if name in found:
            continue
        try:
            found[name] = parsed(text_of(flow, name), name)
        except StoreError:
            continue  # `expanded` says where it is wanted and not there.
        ahead += included_files(found[name])
    return expanded(read, found) if found or included_files(read) else read
