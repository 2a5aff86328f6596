"""The tables as they came to be: named steps, each applied once and recorded in the database."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from flowbook.errors import StoreError
from flowbook.store.sqlite import sqlite3

if TYPE_CHECKING:
    from sqlite_utils import Database

SET, TABLE = "flowbook", "_sqlite_migrations"
"""The names under which sqlite-utils records what was applied."""


def is_pending(conn: sqlite3.Connection) -> bool:
    """Whether `migrate` has anything to do. Raises StoreError for a file of a newer Flowbook."""
    done = _recorded(conn)
    foreign = done - STEPS.keys()
    if foreign:
        raise StoreError(
            f"The database was made by a newer Flowbook (it has “{min(foreign)}”). "
            "Start the newer Flowbook, or restore a backup from before the update."
        )
    return done != STEPS.keys()


def migrate(db: Database) -> None:
    """Bring an empty or older file to today's shape; in a transaction, so that two starts do not collide."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations(SET)
    for name, step in STEPS.items():
        steps(name=name)(step)
    steps.apply(db)


def first_tables(db: Database) -> None:
    _run(db, "tables.sql")


def one_row_for_each_turn(db: Database) -> None:
    _run(db, "turns.sql")


def sent_by_time(db: Database) -> None:
    _run(db, "pace.sql")


def leaving_marked(db: Database) -> None:
    _run(db, "leaving.sql")


def keys_forgotten(db: Database) -> None:
    _run(db, "keys.sql")


def told_by_passage(db: Database) -> None:
    _run(db, "passages.sql")


def _recorded(conn: sqlite3.Connection) -> set[str]:
    if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone():
        return set()
    rows = conn.execute(f"SELECT name FROM {TABLE} WHERE migration_set = ?", (SET,))  # noqa: S608
    return {name for (name,) in rows}


def _run(db: Database, name: str) -> None:
    """Statement by statement: executescript would commit what is to be one transaction."""
    text = files(__package__).joinpath(name).read_text("utf-8")
    for statement in text.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


_ALL = (first_tables, one_row_for_each_turn, sent_by_time, leaving_marked, keys_forgotten, told_by_passage)
STEPS = {step.__name__: step for step in _ALL}
"""In the order in which they are applied. A step that has been released never changes again."""
