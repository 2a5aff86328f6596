"""The workspace as a plain file in the data folder, beside the flows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowbook.errors import UnreadableFile
from flowbook.store.files import write_text
from flowbook.strict import read_json
from flowbook.workspace import Workspace, workspace_from_json


def load_workspace(data: Path) -> Workspace:
    """A plain one where there is no file yet. Raises UnreadableFile."""
    path = workspace_path(data)
    if not path.exists():
        return Workspace()
    content = read_json(path.read_text("utf-8"), path=path.name)
    try:
        return workspace_from_json(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile(f"The workspace cannot be read: {error!r}.", path=path.name) from None


def load_workspace_json(data: Path) -> dict[str, Any]:
    """What `save_workspace` takes; for forms that change one part of it."""
    path = workspace_path(data)
    content: dict[str, Any] = read_json(path.read_text("utf-8"), path=path.name) if path.exists() else {}
    return content


def save_workspace(data: Path, content: Mapping[str, Any]) -> None:
    """Raises UnreadableFile, and writes nothing, for what could not be read again."""
    try:
        workspace_from_json(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile(f"The workspace cannot be read: {error!r}.") from None
    write_text(workspace_path(data), json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def flows_folder(data: Path) -> Path:
    return data / "flows"


def workspace_path(data: Path) -> Path:
    return flows_folder(data) / "workspace.json"
