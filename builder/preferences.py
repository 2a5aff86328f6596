"""What a person chose for the builder itself, kept in the data folder over visits: the language so far."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from builder.places import data_folder
from flowbook.errors import UnreadableFile
from flowbook.strict import read_json


def read() -> dict[str, Any]:
    """Empty where there is no file, or none that can be read: preferences are never worth an error."""
    try:
        found = read_json(_file().read_text("utf-8"))
    except (OSError, UnreadableFile):
        return {}
    return found if isinstance(found, dict) else {}


def write(**changed: Any) -> None:
    text = json.dumps(read() | changed, ensure_ascii=False, indent=2) + "\n"
    _file().parent.mkdir(parents=True, exist_ok=True)
    _file().write_text(text, "utf-8")


def _file() -> Path:
    return data_folder() / "builder.json"
