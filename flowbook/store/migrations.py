"""The tables as they came to be: named steps, each applied once and recorded in the database."""

from __future__ import annotations

from importlib.resources import files

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from flowbook.errors import StoreError

migrations = Migrations("flowbook")


def pending(db: Database) -> bool:
    """Whether `migrate` has anything to do. Raises StoreError for a file of a newer Flowbook."""
    waiting = {step.name for step in migrations.pending(db)}
    done = {step.name for step in migrations.applied(db)}
    foreign = done - STEPS.keys()
    if foreign:
        raise StoreError(
            f"The database was made by a newer Flowbook (it has “{min(foreign)}”). "
            "Start the newer Flowbook, or restore a backup from before the update."
        )
    return bool(waiting)


def migrate(db: Database) -> None:
    """Bring an empty or older file to today's shape; in a transaction, so that two starts do not collide."""
    migrations.apply(db)


def first_tables(db: Database) -> None:
    _run(db, "tables.sql")


def _run(db: Database, name: str) -> None:
    """Statement by statement: executescript would commit what is to be one transaction."""
    text = files(__package__).joinpath(name).read_text("utf-8")
    for statement in text.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


STEPS = {step.__name__: migrations()(step) for step in (first_tables,)}
"""In the order in which they are applied. A step that has been released never changes again."""
