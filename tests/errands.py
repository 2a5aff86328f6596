"""Errands of the builder run on the spot, in this process: for tests of what comes of them, at any load."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from typer.testing import CliRunner

from builder.places import data_folder
from flowbook.cli.app import app
from flowbook.store.folder import flow_path


@dataclass(frozen=True, slots=True)
class Done:
    """An errand that has come to its end."""

    result: Any
    ended: bool = True
    progress: float = 1.0

    def stop(self) -> None:
        """Too late."""


def done_at_once(flow: str, options: Sequence[str]) -> Done:
    """As `builder.errands.explored`, with the same command."""
    path = str(flow_path(data_folder(), flow))
    said = CliRunner().invoke(app, ["explore", path, "--json", *options])
    return Done(json.loads(said.stdout))
