"""Who a notebook's head names: sample customers, members of segments, people of files, people written out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flowbook.customer import Customer
from flowbook.errors import UnknownZone, UnreadableTime
from flowbook.notebook.kind import Name
from flowbook.notebook.naming import unknown
from flowbook.notebook.people import EVERYBODY, FILE, SEGMENT, built, members, names_in, newcomer
from flowbook.notebook.stage import Ground
from flowbook.rules.suggestions import did_you_mean


def cast(ground: Ground, start: datetime) -> list[Customer]:
    """Each once, in the order in which they are named. Raises UnreadableFile."""
    notebook = ground.notebook
    if not notebook.customers:
        return [newcomer(start)]
    found: dict[str, Customer] = {}
    for number, entry in enumerate(notebook.customers):
        for one in _chosen(ground, number, entry, start):
            if found.setdefault(one.id, one) != one:
                told = f"Two different customers have the id “{one.id}”. Give one of them another id."
                raise notebook.fault(told, "customers", number)
    if not found:
        told = "There is nobody to play this notebook with: no customer fits its “customers”."
        raise notebook.fault(told, "customers")
    return list(found.values())


def _chosen(ground: Ground, number: int, entry: Any, start: datetime) -> list[Customer]:
    if isinstance(entry, dict):
        return [_written(ground, number, entry, start)]
    if entry == EVERYBODY:
        return list(ground.pool.values())
    if entry.startswith(FILE):
        return list(ground.files[entry.removeprefix(FILE)])
    if entry.startswith(SEGMENT):
        segment = entry.removeprefix(SEGMENT)
        _refuse(ground, number, unknown(ground, Name("segment", segment)))
        return members(segment, ground.pool, ground.workspace, start)
    if entry not in ground.pool:
        _refuse(ground, number, f"There is no sample customer “{entry}”.{did_you_mean(entry, ground.pool)}")
    return [ground.pool[entry]]


def _written(ground: Ground, number: int, data: Mapping[str, Any], start: datetime) -> Customer:
    for name in names_in(data):
        _refuse(ground, number, unknown(ground, name))
    try:
        return built(data, ground.workspace, start, ground.zone)
    except (UnreadableTime, UnknownZone) as error:
        raise ground.notebook.fault(str(error), "customers", number) from None


def _refuse(ground: Ground, number: int, sentence: str) -> None:
    if sentence:
        raise ground.notebook.fault(sentence, "customers", number)
