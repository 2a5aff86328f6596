"""Who a notebook is played with: each of its customers, in every combination of its matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import product

from flowbook.customer import NOTHING, Customer, set_field
from flowbook.notebook.cast import cast
from flowbook.notebook.kind import Name
from flowbook.notebook.moments import BEGIN, read_moment, shown_moment
from flowbook.notebook.naming import unknown
from flowbook.notebook.stage import Ground, Stage
from flowbook.restart import reread
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
    """Raises UnreadableFile for customers, languages and arms that are not there."""
    return tuple(_scenarios(ground))


def starts(ground: Ground) -> list[datetime]:
    """When it begins: once, or at each moment of its matrix."""
    notebook = ground.notebook
    written = notebook.matrix.starts or (notebook.start,)
    return [read_moment(text, ground.zone) for text in written if text] or [BEGIN]


def opening(ground: Ground, scenario: Scenario) -> Stage:
    """The stage before the first cell. What may be of any kind has gone through JSON, as after every act."""
    seed = ground.notebook.seed
    setting = replace(ground.setting, seed=seed, arms={**ground.setting.arms, **scenario.arms})
    nobody = World(setting, scenario.start)
    world = reread(nobody, world_of(setting, scenario.start, [scenario.customer]))
    return Stage(ground, world, scenario.customer.id, world)


def _scenarios(ground: Ground) -> Iterator[Scenario]:
    matrix = ground.notebook.matrix
    _refuse_unknown(ground)
    for start in starts(ground):
        for customer in cast(ground, start):
            for language, arms in product(matrix.languages or ("",), arms_of(ground)):
                yield _scenario(ground, customer, start, language, arms)


def _refuse_unknown(ground: Ground) -> None:
    notebook = ground.notebook
    for number, language in enumerate(notebook.matrix.languages):
        if told := unknown(ground, Name("language", language)):
            raise notebook.fault(told, "matrix", "languages", number)
    for split, arms in notebook.matrix.arms.items():
        for number, arm in enumerate(arms):
            if told := unknown(ground, Name("arm", f"{split}:{arm}")):
                raise notebook.fault(told, "matrix", "arms", split, number)


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


def arms_of(ground: Ground) -> list[dict[str, str]]:
    """Every combination of the matrix, the arm by the split as it is written there."""
    matrix = ground.notebook.matrix
    wanted = ground.splits if matrix.all_arms else matrix.arms
    return [dict(zip(wanted, chosen, strict=True)) for chosen in product(*wanted.values())]
