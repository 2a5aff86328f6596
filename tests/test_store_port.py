"""The store's port: what touches the database is an operation, and nobody outside takes a connection."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from flowbook.customer import Customer
from flowbook.store import PRACTICE, open_store
from flowbook.store.contacts import add_contact, chat_of, customer_of
from flowbook.store.customers import add_customer
from flowbook.store.port import OPERATIONS
from tests.sources import Source, imports, sources

ENGINE = ("connection", "migrations", "rows", "sqlite", "port")
"""SQLite's own modules: another engine has others in their place."""
INNER = {"conn", "db", "conn_of", "SqliteStore"}


def rooms() -> dict[str, Source]:
    every = {Path(one.name).stem: one for one in sources("flowbook/store")}
    return {name: one for name, one in every.items() if name not in ENGINE}


def touching(source: Source) -> set[str]:
    """Functions of a module that ask the database, themselves or through private ones."""
    every = {one.name: one for one in source.tree.body if isinstance(one, ast.FunctionDef)}
    named = {name: names_in(one) for name, one in every.items()}
    found = {name for name in every if named[name] & {"conn_of", "execute", "executemany"}}
    while more := {name for name in every if _asks_through(named[name], found)} - found:
        found |= more
    return {name for name in found if not name.startswith("_")}


def names_in(function: ast.FunctionDef) -> set[str]:
    parts = list(ast.walk(function))
    names = {part.id for part in parts if isinstance(part, ast.Name)}
    return names | {part.attr for part in parts if isinstance(part, ast.Attribute)}


def _asks_through(names: set[str], found: set[str]) -> bool:
    return any(name.startswith("_") for name in names & found)


def test_whatever_touches_the_database_is_an_operation() -> None:
    for room in rooms():
        import_module(f"flowbook.store.{room}")
    needed = {f"{room}.{name}" for room, source in rooms().items() for name in touching(source)}
    assert len(needed) > 70
    assert needed - OPERATIONS.keys() == set()


def test_nobody_outside_takes_a_connection() -> None:
    outside = [
        one for one in sources("flowbook", "builder", "runtime") if not one.name.startswith("flowbook/store/")
    ]
    taken = [one.at(part) for one in outside for part in ast.walk(one.tree) if _is_inner(part)]
    brought = [one.at(part.node) for one in outside for part in imports(one) if part.name in INNER]
    assert taken + brought == []


def _is_inner(part: ast.AST) -> bool:
    return (
        isinstance(part, ast.Attribute)
        and part.attr in ("conn", "db")
        and ast.unparse(part.value).rpartition(".")[2] in ("store", "_store")
    )


def test_an_engine_with_operations_of_its_own_is_asked_in_sqlites_place(tmp_path: Path) -> None:
    """One room in a dictionary is enough to see that callers need not know."""
    kept: dict[tuple[str, str], str] = {}
    store = open_store(tmp_path / "data")
    add_customer(store, Customer("mia", datetime(2026, 1, 1, tzinfo=UTC)))
    store.others = {
        "contacts.add_contact": lambda store, bot, chat, customer, now: kept.update({(bot, chat): customer}),
        "contacts.customer_of": lambda store, bot, chat: kept.get((bot, chat)),
    }
    add_contact(store, PRACTICE, "7", "mia", datetime(2026, 1, 1, tzinfo=UTC))
    assert (customer_of(store, PRACTICE, "7"), chat_of(store, PRACTICE, "mia")) == ("mia", None)
