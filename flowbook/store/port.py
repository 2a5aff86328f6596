"""What everybody sees of the store, whatever engine keeps it: a Store, and operations that take one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import wraps
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

Operation = TypeVar("Operation", bound=Callable[..., Any])
OPERATIONS: dict[str, Callable[..., Any]] = {}
"""Everything that an engine has to be able to do, as room.function, with SQLite's way of doing it. A room is
a module of this package; what it holds besides is put together from operations and is the same for all."""


class Store(Protocol):
    """A data folder and its database. May be shared by threads. `cache` is for what is derived from the
    database and compared with a counter; `others` has another engine's operations by their name, and is
    empty for SQLite's."""

    data: Path
    cache: dict[Any, Any]
    others: Mapping[str, Callable[..., Any]]

    def transaction(self, *, on_disk: bool = True) -> AbstractContextManager[Any]:
        """All of it or nothing, seen by nobody else before its end. One inside another can be undone alone.
        Its end waits for the disk; without `on_disk` a power cut may take it, but no killed program.
        Raises StoreError."""
        ...

    def sync(self) -> None:
        """Wait until the disk has all that was committed before; from any thread. Raises StoreError."""
        ...

    def joined(self) -> AbstractContextManager[Any]:
        """The transaction that is open, else a new one: for parts without which the whole fails."""
        ...

    def bump(self, name: str = "live") -> None:
        """Let others see that something has changed which they keep in memory."""
        ...

    def counter(self, name: str = "live") -> int:
        """0 for one that was never bumped."""
        ...

    def wait_at_most(self, seconds: float) -> None:
        """How long this thread waits for another program that writes, before a StoreError says so."""
        ...

    def close(self) -> None:
        """This thread's connection; it opens again when it is needed."""
        ...


def operation(function: Operation) -> Operation:
    """Marks what touches the database itself. It is SQLite's, unless the store's engine has its own."""
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"
    OPERATIONS[name] = function

    @wraps(function)
    def carry_out(store: Store, *arguments: Any, **named: Any) -> Any:
        return store.others.get(name, function)(store, *arguments, **named)

    return cast("Operation", carry_out)
