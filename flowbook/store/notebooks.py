"""The test notebooks of a flow, as plain files beside its draft."""

from __future__ import annotations

from pathlib import Path

from flowbook.naming import flow_id
from flowbook.store.files import write_text
from flowbook.store.folder import flow_path

ENDING = ".test.yaml"


def notebook_paths(data: Path, flow: str) -> list[Path]:
    """By name. Raises StoreError for what cannot be a flow's id."""
    return sorted(flow_path(data, flow).parent.glob(f"*{ENDING}"))


def add_notebook(data: Path, flow: str, title: str, text: str) -> str:
    """Into a file of its own, named by the title; returns the file's name. Raises OSError."""
    folder = flow_path(data, flow).parent
    taken = {path.name.removesuffix(ENDING) for path in notebook_paths(data, flow)}
    name = flow_id(title, taken, "test") + ENDING
    write_text(folder / name, text)
    return name
