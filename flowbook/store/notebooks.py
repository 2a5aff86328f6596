"""The test notebooks of a flow, as plain files beside its draft."""

from __future__ import annotations

import shutil
from pathlib import Path

from flowbook.errors import StoreError, UnreadableFile
from flowbook.naming import flow_id
from flowbook.store.files import write_text
from flowbook.store.folder import bin_folder, flow_path
from flowbook.store.values import now

ENDING = ".test.yaml"
LONGEST = 200


def notebook_paths(data: Path, flow: str) -> list[Path]:
    """By name. Raises StoreError for what cannot be a flow's id."""
    return sorted(flow_path(data, flow).parent.glob(f"*{ENDING}"))


def notebook_path(data: Path, flow: str, name: str) -> Path:
    """Only names that cannot leave the flow's folder. Raises StoreError."""
    plain = name.endswith(ENDING) and len(name) <= LONGEST and name[0] != "."
    if not plain or any(sign in name for sign in '/\\:\0<>|"?*'):
        raise StoreError(f"“{name[:60]}” cannot be the name of a notebook: it ends in {ENDING}.")
    return flow_path(data, flow).parent / name


def add_notebook(data: Path, flow: str, title: str, text: str) -> str:
    """Into a file of its own, named by the title; returns the file's name. Raises OSError."""
    folder = flow_path(data, flow).parent
    taken = {path.name.removesuffix(ENDING) for path in notebook_paths(data, flow)}
    name = flow_id(title, taken, "test") + ENDING
    write_text(folder / name, text)
    return name


def read_notebook_text(data: Path, flow: str, name: str) -> str:
    """As it stands in the file, its line ends too. Raises StoreError where there is none, UnreadableFile."""
    try:
        return notebook_path(data, flow, name).read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise StoreError(f"There is no notebook “{name}” any more.") from None
    except UnicodeDecodeError:
        raise UnreadableFile("The file is not UTF-8 text.", path=name) from None
    except OSError as error:
        raise StoreError(f"“{name}” cannot be read: {error.strerror}.") from None


def save_notebook(data: Path, flow: str, name: str, text: str) -> None:
    """Raises StoreError with a sentence when the disk refuses."""
    try:
        write_text(notebook_path(data, flow, name), text)
    except OSError as error:
        why = error.strerror or "the disk refused"
        raise StoreError(f"“{name}” could not be saved ({why}). Make room, then repeat it.") from None


def delete_notebook(data: Path, flow: str, name: str) -> str:
    """Into the bin; returns what `restore_notebook` takes."""
    source = notebook_path(data, flow, name)
    if not source.exists():
        raise StoreError(f"There is no notebook “{name}” any more.")
    binned = f"{name}.{now():%Y%m%dT%H%M%S%f}"
    bin_folder(data).mkdir(parents=True, exist_ok=True)
    shutil.move(source, bin_folder(data) / binned)
    return binned


def restore_notebook(data: Path, flow: str, binned: str) -> str:
    """Back from the bin; returns its name. Raises StoreError where its place is taken."""
    name = binned.rpartition(".")[0]
    source, target = bin_folder(data) / binned, notebook_path(data, flow, name)
    if not source.exists():
        raise StoreError(f"“{name}” is not in the bin any more.")
    if target.exists():
        raise StoreError(f"There is a notebook “{name}” again. Delete or rename it first.")
    shutil.move(source, target)
    return name
