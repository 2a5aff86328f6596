"""Customers out to CSV and JSON and back in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flowbook.copies import altered
from flowbook.customer import Customer, customer_from_json, customer_to_json
from flowbook.errors import FlowbookError
from flowbook.rules.readings import as_number
from flowbook.session import CustomerState
from flowbook.store.customers import load_state, new_id, save_state
from flowbook.store.port import Store
from flowbook.store.values import now
from flowbook.workspace import Workspace, declared

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_ROWS = 200_000
OWN = ("id", "stage", "tags")


@dataclass(frozen=True, slots=True)
class Imported:
    """`problems` are sentences with the line they are about; a line with a problem is left out."""

    added: int
    changed: int
    problems: tuple[str, ...] = ()


def import_customers(store: Store, items: Iterable[Mapping[str, Any]], *, invented: bool = False) -> Imported:
    """Customers as customer_to_json gives them; those who are there already are left as they are."""
    added = 0
    with store.transaction():
        for item in items:
            customer = customer_from_json(item)
            if load_state(store, customer.id) is None:
                one = altered(customer, invented=invented or customer.invented)
                save_state(store, None, CustomerState(one))
                added += 1
    return Imported(added, 0)


def import_csv(store: Store, text: str, workspace: Workspace) -> Imported:
    """The first line names the fields: id, stage, tags (with ; between them) and declared fields by name or
    label. A known id changes that customer; an empty cell leaves what is there. Raises FlowbookError for a
    table that cannot be read at all."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=_delimiter(text))
    names = _columns(next(rows, []), workspace)
    numbers = {one.name for one in declared(workspace).values() if one.kind == "number"}
    added = changed = 0
    problems: list[str] = []
    with store.transaction():
        for number, cells in enumerate(rows, start=2):
            if number > MOST_ROWS:
                raise FlowbookError(f"The table has more than {MOST_ROWS} lines. Split it.")
            values = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
            if len(cells) > len(names):
                problems.append(f"Line {number} has more cells than the first line has names.")
            elif values:
                is_new = _take(store, values, numbers)
                added, changed = added + is_new, changed + (not is_new)
    return Imported(added, changed, tuple(problems))


def import_rows(store: Store, rows: Iterable[Mapping[str, Any]]) -> Imported:
    """Rows that were read and checked before: fields by name, beside them id, stage, and tags with ; between
    them. All of them or none."""
    added = changed = 0
    with store.transaction():
        for values in rows:
            is_new = _take(store, dict(values), set())
            added, changed = added + is_new, changed + (not is_new)
    return Imported(added, changed)


def export_json(customers: Iterable[Customer]) -> list[dict[str, Any]]:
    return [customer_to_json(customer) for customer in customers]


def export_csv(customers: Iterable[Customer], workspace: Workspace) -> Iterator[str]:
    """Line by line. Cells that a spreadsheet would take for a formula get an apostrophe in front."""
    fields = list(declared(workspace))
    yield _line(["id", *fields, "stage", "tags"])
    for customer in customers:
        values = [customer.fields.get(name, "") for name in fields]
        yield _line([customer.id, *values, customer.stage or "", "; ".join(sorted(customer.tags))])


def _take(store: Store, values: dict[str, Any], numbers: set[str]) -> bool:
    """True where the customer is new."""
    key = values.get("id") or new_id()
    before = load_state(store, key)
    state = before or CustomerState(Customer(key, now()))
    old = state.customer
    fields = {name: _read(cell, name in numbers) for name, cell in values.items() if name not in OWN}
    tags = {tag.strip() for tag in values.get("tags", "").split(";") if tag.strip()}
    fresh = altered(
        old,
        fields={**old.fields, **fields},
        tags=old.tags | tags,
        stage=values.get("stage", old.stage),
    )
    save_state(store, before, altered(state, customer=fresh))
    return before is None


def _columns(names: list[str], workspace: Workspace) -> list[str]:
    known = {name.casefold(): name for name in (*OWN, *declared(workspace))}
    known |= {one.label.casefold(): one.name for one in declared(workspace).values()}
    if not names:
        raise FlowbookError("The table is empty. Its first line names the fields.")
    unknown = [name for name in names if name.strip().casefold() not in known]
    if unknown:
        raise FlowbookError(
            f"There is no field “{unknown[0].strip()[:40]}”. Declare it in the settings or drop the column."
        )
    return [known[name.strip().casefold()] for name in names]


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _line(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([_guarded(cell) for cell in cells])
    return out.getvalue()


def _guarded(cell: Any) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) and not isinstance(cell, int | float) else text


def _read(cell: Any, is_number: bool) -> Any:
    """A number where the field is one; a text that is none stays a text, and counts as missing."""
    if not isinstance(cell, str):
        return cell
    number = as_number(cell) if is_number else None
    if number is not None:
        return int(number) if number.is_integer() else number
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell
