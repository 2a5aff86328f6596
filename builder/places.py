"""Where the builder finds things on disk: the data folder, the sample flows, its own pictures."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "flows"
LOOK = Path(__file__).parent / "look"


def data_folder() -> Path:
    """`FLOWBOOK_DATA`, else `data` beside the program."""
    named = os.environ.get("FLOWBOOK_DATA", "")
    return Path(named).expanduser().resolve() if named else ROOT / "data"
