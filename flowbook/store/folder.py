"""The drafts of flows as plain files in the data folder, each with layout and guide."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from flowbook.errors import FlowbookError, StoreError, UnreadableFile
from flowbook.flow import Flow
from flowbook.layout import Layout, read_layout, write_layout
from flowbook.naming import flow_id
from flowbook.reading import read_flow
from flowbook.schema import FLOW_ID
from flowbook.store.files import write_text
from flowbook.store.values import now
from flowbook.store.workspaces import flows_folder
from flowbook.writing import write_flow

_ID = re.compile(FLOW_ID)
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")


@dataclass(frozen=True, slots=True)
class FlowFile:
    """One flow of the folder. `problem` says why it cannot be read; then the title is the id."""

    id: str
    title: str
    about: str
    steps: int
    changed: datetime
    problem: str = ""


def list_flows(data: Path) -> list[FlowFile]:
    """By title. A flow that cannot be read is there too, with the reason."""
    found = [_describe(data, path.parent.name) for path in flows_folder(data).glob("*/*.flow.json")]
    return sorted((one for one in found if one), key=lambda one: one.title.casefold())


def load_flow(data: Path, flow: str) -> Flow:
    """Raises UnreadableFile; StoreError where there is none."""
    path = flow_path(data, flow)
    try:
        return read_flow(path.read_text("utf-8"), path=path.name, carry=True)
    except FileNotFoundError:
        raise StoreError(f"There is no flow “{flow}”.") from None
    except UnicodeDecodeError:
        raise UnreadableFile("The file is not UTF-8 text.", path=path.name) from None


def load_drafts(data: Path) -> list[Flow]:
    """Every draft that can be read, by id."""
    found = []
    for path in sorted(flows_folder(data).glob("*/*.flow.json")):
        with suppress(FlowbookError):
            found.append(load_flow(data, path.parent.name))
    return found


def save_flow(data: Path, flow: Flow) -> None:
    """The draft, as it is, with problems or without."""
    write_text(flow_path(data, flow.id), write_flow(flow))


def load_layout(data: Path, flow: str) -> Layout:
    """Empty where there is none yet. Raises UnreadableFile."""
    path = layout_path(data, flow)
    return read_layout(path.read_text("utf-8"), path=path.name) if path.exists() else Layout()


def save_layout(data: Path, flow: str, layout: Layout) -> None:
    write_text(layout_path(data, flow), write_layout(layout))


def load_guide(data: Path, flow: str) -> str:
    """The guide that came with a sample, in Markdown; empty where there is none."""
    path = guide_path(data, flow)
    return path.read_text("utf-8") if path.exists() else ""


def copy_flow(data: Path, source: Path, title: str) -> Flow:
    """A new draft from the folder of a template or of another draft, with layout and guide; its id is made
    from the title. Raises UnreadableFile."""
    path = next(source.glob("*.flow.json"), source / "flow.json")
    if not path.exists():
        raise StoreError(f"There is no flow in {source.name}.")
    read = read_flow(path.read_text("utf-8"), path=path.name, carry=True)
    flow = replace(read, id=free_id(data, title), title=title)
    save_flow(data, flow)
    copies = {"*.layout.json": layout_path(data, flow.id), "guide.md": guide_path(data, flow.id)}
    for pattern, target in copies.items():
        for old in source.glob(pattern):
            write_text(target, old.read_text("utf-8"))
    return flow


def delete_flow(data: Path, flow: str) -> str:
    """Into the bin; returns what `restore_flow` takes. Releases stay live: a draft is no release."""
    source = _folder_of(data, flow)
    if not source.exists():
        raise StoreError(f"There is no flow “{flow}”.")
    name = f"{flow}.{now():%Y%m%dT%H%M%S%f}"
    bin_folder(data).mkdir(parents=True, exist_ok=True)
    shutil.move(source, bin_folder(data) / name)
    return name


def restore_flow(data: Path, name: str) -> str:
    """Back from the bin; returns the flow's id. Raises StoreError where its place is taken."""
    flow = name.partition(".")[0]
    source, target = bin_folder(data) / name, _folder_of(data, flow)
    if not source.exists():
        raise StoreError(f"“{flow}” is not in the bin any more.")
    if target.exists():
        raise StoreError(f"There is a flow “{flow}” again. Delete or rename it first.")
    shutil.move(source, target)
    return flow


def free_id(data: Path, title: str) -> str:
    """An id for a new flow, made from its title in whatever alphabet; numbered when others have it."""
    plain = flow_id(title, ())
    taken = {path.name for path in flows_folder(data).glob("*")}
    return flow_id(title if _is_id(plain) else "flow", taken)


def bin_folder(data: Path) -> Path:
    return data / "trash"


def flow_path(data: Path, flow: str) -> Path:
    return _folder_of(data, flow) / f"{flow}.flow.json"


def layout_path(data: Path, flow: str) -> Path:
    return _folder_of(data, flow) / f"{flow}.layout.json"


def guide_path(data: Path, flow: str) -> Path:
    return _folder_of(data, flow) / "guide.md"


def _folder_of(data: Path, flow: str) -> Path:
    """Only ids that cannot leave the folder, and that every system takes as a name."""
    if not _is_id(flow):
        raise StoreError(
            f"“{flow[:60]}” cannot be a flow's id: use small letters, digits, _ and -, at most 40."
        )
    return flows_folder(data) / flow


def _is_id(name: str) -> bool:
    return bool(_ID.fullmatch(name)) and not _RESERVED.fullmatch(name)


def _describe(data: Path, flow: str) -> FlowFile | None:
    try:
        found = flow_path(data, flow).stat()
    except (StoreError, OSError):
        return None
    return _described(data, flow, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1024)
def _described(data: Path, flow: str, mtime_ns: int, size: int) -> FlowFile:
    """Kept while the file stays the same: lists are asked for on every page."""
    changed = datetime.fromtimestamp(mtime_ns / 1e9, UTC)
    try:
        read = load_flow(data, flow)
    except FlowbookError as error:
        return FlowFile(flow, flow, "", 0, changed, str(error))
    return FlowFile(flow, read.title, read.about, len(read.nodes), changed)
