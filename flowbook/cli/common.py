"""What the commands share: the data folder's option, printing for people and for scripts, exit codes."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints

import typer
from rich.console import Console

from flowbook.store import Store, open_store

FINE, PROBLEMS, UNREADABLE = 0, 1, 2

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def default_data() -> Path:
    return Path(os.environ.get("FLOWBOOK_DATA", "data"))


Data = Annotated[
    Path,
    typer.Option(
        "--data", default_factory=default_data, help="The data folder; FLOWBOOK_DATA names another one."
    ),
]
T = TypeVar("T")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def say(text: str) -> None:
    """Text for people. What authors wrote is never read as console markup."""
    console.print(text, markup=False, soft_wrap=True)


def complain(text: str) -> None:
    errors.print(text, markup=False, soft_wrap=True, style="red")


def show_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def opened(data: Path) -> AbstractContextManager[Store]:
    """The data folder's store, closed at the end. Raises StoreError, or OldSQLite."""
    return closing(open_store(data))


def with_options(options: type[T]) -> Callable[[Callable[[T], None]], Callable[..., None]]:
    """A command whose arguments and options are the fields of a dataclass: for more of them than a function
    should have parameters."""
    hints = get_type_hints(options, include_extras=True)
    signature = inspect.signature(options)
    given = [one.replace(annotation=hints[name]) for name, one in signature.parameters.items()]

    def made(run: Callable[[T], None]) -> Callable[..., None]:
        def command(**chosen: Any) -> None:
            run(options(**chosen))

        command.__doc__, command.__name__ = run.__doc__, run.__name__
        vars(command)["__signature__"] = signature.replace(parameters=given, return_annotation=None)
        return command

    return made
