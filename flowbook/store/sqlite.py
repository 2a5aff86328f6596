"""The one SQLite that everything uses: the wheel's where there is one, else Python's own.

sqlite-utils chooses the same way, which a test holds; it is imported only where it is needed, because it
brings pandas along when that is installed, and the runtime is to start quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["sqlite3"]
