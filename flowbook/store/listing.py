"""Many customers at once: pages of a table, searches, and who is in a segment."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flowbook.customer import Customer
from flowbook.rules import compile_sql
from flowbook.rules.readings import fold
from flowbook.store.connection import conn_of
from flowbook.store.customers import load_customers
from flowbook.store.port import Store, operation
from flowbook.store.values import now as clock
from flowbook.workspace import Rule, Workspace

SORTS = {
    "latest": "last_seen IS NULL, last_seen DESC, id",
    "newest": "created DESC, id",
    "name": "search, id",
    "id": "id",
}


@dataclass(frozen=True, slots=True)
class Query:
    """Which customers, and in what order. `rule` is a condition as flows have it, None for all; `search` any
    part of a name, phone, e-mail or city. `sort` is a key of SORTS; `bot` keeps to those who use that bot;
    `invented` keeps to sample customers, or to real ones."""

    rule: Rule | None = None
    search: str = ""
    bot: str = ""
    sort: str = "latest"
    workspace: Workspace = field(default_factory=Workspace)
    now: datetime | None = None
    invented: bool | None = None


def page_of(store: Store, query: Query, offset: int = 0, limit: int = 50) -> list[Customer]:
    """Raises FlowbookError for a rule that cannot be asked."""
    return load_customers(store, ids_of(store, query, offset, limit))


@operation
def ids_of(store: Store, query: Query, offset: int = 0, limit: int = -1) -> list[str]:
    """A limit of -1 is all of them."""
    where, values = _where(query)
    text = f"SELECT id FROM customers WHERE {where} ORDER BY {SORTS[query.sort]} LIMIT :limit OFFSET :offset"  # noqa: S608
    rows = conn_of(store).execute(text, {**values, "limit": limit, "offset": offset})
    return [key for (key,) in rows]


@operation
def count_of(store: Store, query: Query) -> int:
    where, values = _where(query)
    return int(conn_of(store).execute(f"SELECT count(*) FROM customers WHERE {where}", values).fetchone()[0])  # noqa: S608


def count_segments(store: Store, workspace: Workspace, now: datetime) -> dict[str, int]:
    """How many customers each segment of the workspace has at this moment."""
    return {
        name: count_of(store, Query(rule, workspace=workspace, now=now))
        for name, rule in workspace.segments.items()
    }


@operation
def known_by(store: Store, name: str) -> dict[str, str]:
    """What customers have in a field -> their id, to recognise people in a list; of several the first."""
    rows = conn_of(store).execute(
        "SELECT json_extract(fields, '$.' || ?), id FROM customers WHERE invented = 0"
        " ORDER BY created DESC, id DESC",
        (json.dumps(name),),
    )
    return {str(value): key for value, key in rows if value}


@operation
def labels_of(store: Store, limit: int = 500) -> list[tuple[str, dict[str, Any]]]:
    """(id, fields) of the invented customers, by name: for a list to choose from."""
    rows = conn_of(store).execute(
        "SELECT id, fields FROM customers WHERE invented = 1 ORDER BY search, id LIMIT ?", (limit,)
    )
    return [(key, json.loads(fields)) for key, fields in rows]


def _where(query: Query) -> tuple[str, dict[str, Any]]:
    parts = ["1"]
    values: dict[str, Any] = {}
    if query.rule is not None:
        space = query.workspace
        text, values = compile_sql(
            query.rule, now=query.now or clock(), default_zone=space.timezone, segments=space.segments
        )
        parts.append(f"({text})")
    for number, word in enumerate(fold(query.search).split()):
        parts.append(f"(instr(search, :word{number}) OR id = :word{number})")
        values[f"word{number}"] = word
    if query.bot:
        parts.append("EXISTS (SELECT 1 FROM contacts WHERE customer = customers.id AND bot = :bot)")
        values["bot"] = query.bot
    if query.invented is not None:
        parts.append("invented = :invented")
        values["invented"] = int(query.invented)
    return " AND ".join(parts), values
