"""A bar on long work, where somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from flowbook.cli.common import errors

T = TypeVar("T")
Told = Callable[[float], None]


def with_bar(what: str, work: Callable[[Told | None], T]) -> T:
    """`work` tells how far it is, from 0 to 1; nothing where the output goes to a file."""
    if not errors.is_terminal:
        return work(None)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(what, total=1.0)
        return work(lambda done: bar.update(task, completed=done))
