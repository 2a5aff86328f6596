"""Customer: who talks from here on, or what somebody in the shop changes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.notebook.acting import acted
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind, Name
from flowbook.notebook.people import built, changes_between, names_in, newcomer, with_changes
from flowbook.notebook.shapes import PERSON, TEXT, either, fields
from flowbook.notebook.stage import Stage, Step
from flowbook.world import World, do, join


def _run(stage: Stage, cell: Cell) -> Step:
    data = {"use": cell.value} if isinstance(cell.value, str) else dict(cell.value)
    name = data.get("use", stage.who)
    there = name in stage.world.states
    talking = altered(stage, who=name)
    if not there:
        return _newly(talking, data)
    if data.keys() <= {"use"}:
        return Step(talking)
    return acted(talking, _changed(talking, data))


def _newly(stage: Stage, data: dict[str, Any]) -> Step:
    """Somebody who was not in the world yet comes into it as they are, and nothing is told of changes."""
    now, ground = stage.world.now, stage.ground
    known = ground.pool.get(stage.who) or next(_written(stage, stage.who), None) or newcomer(now)
    customer = with_changes(altered(known, id=stage.who), data, ground.workspace, now, ground.zone)
    return acted(stage, join(stage.world, customer))


def _written(stage: Stage, name: str) -> Iterator[Customer]:
    ground = stage.ground
    for one in ground.notebook.customers:
        if isinstance(one, dict) and one["id"] == name:
            yield built(one, ground.workspace, stage.world.now, ground.zone)


def _changed(stage: Stage, data: dict[str, Any]) -> World:
    """As on the customer's page: the change is there, and triggers that wait for it hear of it."""
    before, ground = stage.customer, stage.ground
    after = with_changes(before, data, ground.workspace, stage.world.now, ground.zone)
    states = {**stage.world.states, stage.who: altered(stage.state, customer=after)}
    world = altered(stage.world, states=states)
    for change in changes_between(before, after):
        world = do(world, stage.who, change)
    return world


def _names(value: Any) -> Iterable[Name]:
    if isinstance(value, str):
        yield Name("customer", value)
        return
    if value.keys() == {"use"}:
        yield Name("customer", value["use"])
    yield from names_in(value)


KIND = Kind(
    name="customer",
    label="Customer",
    help="`use` names who talks from here on: somebody of the notebook's head, or a sample customer; with "
    "anything else set, also somebody new. Without "
    "`use` somebody in the shop changes the customer now, and triggers that wait for changes hear of it. "
    "`tags` are added; `-vip` takes one away. A field set to nothing is removed.",
    shape=either(TEXT, fields(use=TEXT, **PERSON)),
    example="customer: {use: anna, set: {language: ru}, tags: [vip]}",
    run=_run,
    act=True,
    names=_names,
    order=20,
)
