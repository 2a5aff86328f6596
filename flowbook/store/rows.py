"""Many rows in few statements: to begin and end one costs SQLite as much as several of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

from flowbook.store.sqlite import sqlite3

PARTS = (50, 10)
"""Rows of one statement. Few sizes, so that each is read by SQLite once; what is left goes one by one."""


def insert_rows(
    conn: sqlite3.Connection, into: str, rows: Sequence[tuple[Any, ...]], otherwise: str = ""
) -> int:
    """In their order. `into` is a table, with its columns where not all are given; `otherwise` what is to be
    done where a row is there already. Returns how many were written. None among the values costs as much as
    a row: a column that is mostly empty is better left out."""
    written, at = 0, 0
    for size in PARTS:
        while len(rows) - at >= size:
            part = rows[at : at + size]
            statement = _statement(into, size, len(part[0]), otherwise)
            written += conn.execute(statement, [*chain.from_iterable(part)]).rowcount
            at += size
    if at < len(rows):
        statement = _statement(into, 1, len(rows[at]), otherwise)
        written += conn.executemany(statement, rows[at:]).rowcount
    return written


@cache
def _statement(into: str, rows: int, values: int, otherwise: str) -> str:
    row = f"({', '.join('?' * values)})"
    return f"INSERT INTO {into} VALUES {', '.join([row] * rows)} {otherwise}"  # noqa: S608
