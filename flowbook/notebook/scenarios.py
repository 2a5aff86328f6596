"""Who a notebook is played with: each of its customers, in every combination of its matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import product
from typing import Any

from flowbook.checks.configs import parts
from flowbook.customer import NOTHING, Customer, set_field
from flowbook.errors import UnreadableFile
from flowbook.notebook.moments import BEGIN, read_moment, shown_moment
from flowbook.notebook.people import EVERYBODY, FILE, SEGMENT, built, members, newcomer
from flowbook.notebook.stage import Ground, Stage
from flowbook.restart import restarted
from flowbook.rules.suggestions import did_you_mean
from flowbook.world import World, world_of


@dataclass(frozen=True, slots=True)
class Scenario:
    """One run of a notebook. `key` names it in files: the customer's id and what the matrix adds, such as
    `anna/ru/lot=money`; `label` for people. `arms` by flow.node."""

    key: str
    label: str
    customer: Customer
    start: datetime
    language: str = ""
    arms: Mapping[str, str] = field(default_factory=lambda: NOTHING)


def scenarios(ground: Ground) -> tuple[Scenario, ...]:
    """Raises UnreadableFile for customers that are not there."""
    return tuple(_scenarios(ground))


def opening(ground: Ground, scenario: Scenario) -> Stage:
    """The stage before the first cell. The world has gone through JSON, as it does after every act."""
    seed = ground.notebook.seed
    setting = replace(ground.setting, seed=seed, arms={**ground.setting.arms, **scenario.arms})
    nobody = World(setting, scenario.start)
    world = restarted(nobody, world_of(setting, scenario.start, [scenario.customer]))
    return Stage(ground, world, scenario.customer.id, world)


def splits(ground: Ground) -> dict[str, tuple[str, ...]]:
    """The arms of each split of the notebook's flow, by the step's id."""
    found = {}
    for node in ground.flow.nodes:
        rows = [part.value for part in parts(node) if part.widget == "arms"]
        if rows:
            found[node.id] = tuple(arm["id"] for arm in rows[0])
    return found


def _scenarios(ground: Ground) -> Iterator[Scenario]:
    matrix = ground.notebook.matrix
    starts = [read_moment(text, ground.zone) for text in matrix.starts or (ground.notebook.start,) if text]
    for start in starts or [BEGIN]:
        for customer in _customers(ground, start):
            for language, arms in product(matrix.languages or ("",), _arms(ground)):
                yield _scenario(ground, customer, start, language, arms)


def _scenario(
    ground: Ground, customer: Customer, start: datetime, language: str, arms: Mapping[str, str]
) -> Scenario:
    named = [f"{split}={arm}" for split, arm in arms.items()]
    several = len(ground.notebook.matrix.starts) > 1
    when = [f"{start:%Y-%m-%dT%H:%M}"] if several else []
    person = set_field(customer, "language", language) if language else customer
    own = {split if "." in split else f"{ground.flow.id}.{split}": arm for split, arm in arms.items()}
    more = [part for part in (language, *named) if part]
    shown = [shown_moment(start, ground.zone)] if several else []
    return Scenario(
        "/".join([customer.id, *more, *when]),
        " · ".join([customer.name, *more, *shown]),
        person,
        start,
        language,
        own,
    )


def _arms(ground: Ground) -> list[dict[str, str]]:
    matrix = ground.notebook.matrix
    wanted = splits(ground) if matrix.all_arms else matrix.arms
    return [dict(zip(wanted, chosen, strict=True)) for chosen in product(*wanted.values())]


def _customers(ground: Ground, start: datetime) -> list[Customer]:
    """Each once, in the order in which they are named."""
    if not ground.notebook.customers:
        return [newcomer(start)]
    chosen = [one for entry in ground.notebook.customers for one in _chosen(ground, entry, start)]
    found = {customer.id: customer for customer in chosen}
    if not found:
        raise _fault(ground, "There is nobody to play this notebook with: no customer fits its “customers”.")
    return list(found.values())


def _chosen(ground: Ground, entry: Any, start: datetime) -> list[Customer]:
    if isinstance(entry, dict):
        return [built(entry, ground.workspace, start, ground.zone)]
    if entry == EVERYBODY:
        return list(ground.pool.values())
    if entry.startswith(SEGMENT):
        return _of_segment(ground, entry.removeprefix(SEGMENT), start)
    if entry.startswith(FILE):
        return list(ground.files[entry.removeprefix(FILE)])
    if entry not in ground.pool:
        near = did_you_mean(entry, ground.pool)
        raise _fault(ground, f"There is no sample customer “{entry}”.{near}")
    return [ground.pool[entry]]


def _of_segment(ground: Ground, segment: str, start: datetime) -> list[Customer]:
    if segment not in ground.workspace.segments:
        near = did_you_mean(segment, ground.workspace.segments)
        raise _fault(ground, f"There is no segment “{segment}”.{near}")
    return members(segment, ground.pool, ground.workspace, start)


def _fault(ground: Ground, sentence: str) -> UnreadableFile:
    return UnreadableFile(sentence, path=ground.notebook.file)
