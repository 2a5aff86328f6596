"""SQLite as a store: a file opened safely, a connection for each thread, transactions that nest."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, cast

from flowbook.errors import OldSQLite, StoreError
from flowbook.rules.readings import FUNCTIONS
from flowbook.store.migrations import is_pending, migrate
from flowbook.store.port import Store, operation
from flowbook.store.sqlite import sqlite3

if TYPE_CHECKING:
    from sqlite_utils import Database

FILE = "flowbook.db"
OLDEST = (3, 40, 0)
SAFE_LOG = (3, 51, 3)
"""From here on two programs may write to one file with a write-ahead log; before, a fault in resetting it can
lose what they write. Older libraries keep a rollback journal, which is slower and has no such fault."""
BUSY_SECONDS = 10
PRAGMAS = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "cache_size = -4000")
BROKEN = ("malformed", "not a database")
SENTENCES = {
    "locked": "Another program holds the database for too long. Close it, then try again.",
    "disk is full": "The disk is full. Make room; nothing that was stored before is lost.",
    "disk I/O": "The disk gave an error. Check it, and that the data folder is not on a network drive.",
    "readonly": "The database cannot be written to. Check who owns the data folder.",
    "malformed": "The database file is damaged. Restore the last backup.",
    "not a database": "The file flowbook.db is not a database. Restore the last backup.",
    "unable to open": "The database cannot be opened. Check who owns the data folder.",
}

FAULTS = (StoreError, sqlite3.Error)
"""What anything that is asked of the database may raise; `store_error` says it in a sentence."""


class SqliteStore:
    """The Store that keeps everything in one file; each thread has a connection of its own. `address` is
    SQLite's, where the database is no file of the data folder."""

    def __init__(self, data: Path, address: str = "") -> None:
        self.data = data
        self.path = data / FILE
        self.address = address
        self.cache: dict[Any, Any] = {}
        self.others: Mapping[str, Callable[..., Any]] = {}
        self._local = threading.local()

    @property
    def db(self) -> Database:
        """This thread's connection as sqlite-utils has it: for schema, administration and exports."""
        from sqlite_utils import Database

        return Database(self.conn, execute_plugins=False)

    @property
    def conn(self) -> sqlite3.Connection:
        """This thread's connection, for the step itself."""
        conn: sqlite3.Connection | None = getattr(self._local, "conn", None)
        if conn is None:
            conn = self._local.conn = _connect(self.address or str(self.path), not self.address)
        return conn

    @contextmanager
    def transaction(self, *, on_disk: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction inside another one is a savepoint of it."""
        if on_disk or self.conn.in_transaction or journal_of(sqlite_version()) != "wal":
            with self._transaction() as conn:
                yield conn
            return
        try:
            self.conn.execute("PRAGMA synchronous = NORMAL")
            with self._transaction() as conn:
                yield conn
        finally:
            self.conn.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        conn = self.conn
        begin, end, undo = (
            ("SAVEPOINT inner_part", "RELEASE inner_part", ("ROLLBACK TO inner_part", "RELEASE inner_part"))
            if conn.in_transaction
            else ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
        )
        try:
            conn.execute(begin)
            try:
                yield conn
                conn.execute(end)
            except BaseException:
                with suppress(sqlite3.Error):
                    for statement in undo:
                        conn.execute(statement)
                raise
        except sqlite3.Error as error:
            raise store_error(error) from error

    def sync(self) -> None:
        """What `transaction` did not wait for stands in the log, whatever connection wrote it there."""
        log = self.path.with_name(f"{FILE}-wal")
        try:
            file = os.open(log, os.O_RDWR)
        except FileNotFoundError:
            return
        try:
            os.fsync(file)
        except OSError as error:
            raise StoreError(SENTENCES["disk I/O"]) from error
        finally:
            os.close(file)

    @contextmanager
    def joined(self) -> Iterator[sqlite3.Connection]:
        if self.conn.in_transaction:
            yield self.conn
        else:
            with self.transaction() as conn:
                yield conn

    def bump(self, name: str = "live") -> None:
        self.conn.execute(
            "INSERT INTO counters VALUES (?, 1) ON CONFLICT(name) DO UPDATE SET value = value + 1", (name,)
        )

    def counter(self, name: str = "live") -> int:
        row = self.conn.execute("SELECT value FROM counters WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def wait_at_most(self, seconds: float) -> None:
        self.conn.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    def close(self) -> None:
        conn: sqlite3.Connection | None = self._local.__dict__.pop("conn", None)
        if conn is not None:
            conn.close()


def open_store(data: Path) -> SqliteStore:
    """Makes folder and file where they are not, for their owner only. Raises OldSQLite and StoreError."""
    check_version(sqlite_version())
    store = SqliteStore(data)
    try:
        _make_private(data, store.path)
        _bring_up_to_date(store)
    except sqlite3.Error as error:
        raise store_error(error) from error
    except OSError as error:
        raise StoreError(f"The data folder {data} cannot be used: {error.strerror}.") from error
    return store


def open_in_memory(data: Path) -> SqliteStore:
    """For tests and trials: gone once the last connection closes. Flows and settings are files all the
    same."""
    data.mkdir(parents=True, exist_ok=True)
    store = SqliteStore(data, f"file:/{token_hex(8)}?vfs=memdb")
    _bring_up_to_date(store)
    return store


def conn_of(store: Store) -> sqlite3.Connection:
    """For the operations that are written in SQLite's SQL."""
    return cast("SqliteStore", store).conn


def _bring_up_to_date(store: SqliteStore) -> None:
    if is_pending(store.conn):
        with store.transaction():
            migrate(store.db)


def sqlite_version() -> str:
    """Of the library that is really used: the pysqlite3 wheel where there is one, else Python's own."""
    return str(sqlite3.sqlite_version)


def check_version(version: str) -> None:
    """Raises OldSQLite for a library that lacks what the queries need."""
    if _numbers(version) < OLDEST:
        raise OldSQLite(
            f"SQLite {version} is too old. Flowbook needs {'.'.join(map(str, OLDEST))} or newer: install the "
            "package pysqlite3, or a newer Python."
        )


def journal_of(version: str) -> str:
    """How the database keeps what is not finished: wal where that is safe, else delete."""
    return "wal" if _numbers(version) >= SAFE_LOG else "delete"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


@operation
def damage_of(store: Store) -> str:
    """What SQLite finds wrong in the file; empty for a sound one. Reads all of it."""
    said = str(conn_of(store).execute("PRAGMA quick_check(1)").fetchone()[0])
    return "" if said == "ok" else said


def is_outside(error: BaseException | None) -> bool:
    """Whether the fault lies outside of what was asked: disk, rights, another program. All work waits."""
    cause = error.__cause__ if isinstance(error, StoreError) else error
    return isinstance(cause, sqlite3.OperationalError | OSError) or is_damaged(cause)


def is_damaged(error: BaseException | None) -> bool:
    """Whether the file itself is broken, so that nothing more may be written to it."""
    cause = error.__cause__ if isinstance(error, StoreError) else error
    return isinstance(cause, sqlite3.DatabaseError) and any(part in str(cause) for part in BROKEN)


def store_error(error: Exception) -> StoreError:
    """A sentence for what SQLite says in its own words."""
    if isinstance(error, StoreError):
        return error
    said = str(error)
    for part, sentence in SENTENCES.items():
        if part in said:
            return StoreError(sentence)
    return StoreError(f"The database refused: {said}.")


def _make_private(data: Path, path: Path) -> None:
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _set_journal(conn: sqlite3.Connection, wanted: str) -> str:
    """SQLite does not wait by itself when another program changes the journal at the same time."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return str(conn.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0])
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _connect(address: str, is_file: bool) -> sqlite3.Connection:
    # Opened and closed by its own thread; the garbage collector may close it from another one.
    conn = sqlite3.connect(
        address,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        uri=not is_file,
    )
    wanted = journal_of(sqlite_version()) if is_file else "memory"
    mode = _set_journal(conn, wanted)
    if mode != wanted:
        raise StoreError(f"The data folder is on a disk that databases cannot be kept on ({mode}).")
    for pragma in PRAGMAS:
        conn.execute(f"PRAGMA {pragma}")
    for name, (arguments, function) in FUNCTIONS.items():
        conn.create_function(name, arguments, function, deterministic=True)
    return conn
