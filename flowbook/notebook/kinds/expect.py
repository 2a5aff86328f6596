"""Expect: what has to be true after the last act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flowbook.notebook.cells import Cell
from flowbook.notebook.expectations import EXPECTATIONS
from flowbook.notebook.kind import Kind, Name
from flowbook.notebook.reasons import reason
from flowbook.notebook.shapes import fields
from flowbook.notebook.stage import Failure, Stage, Step
from flowbook.sentences import ended

NOT = "not"


def _run(stage: Stage, cell: Cell) -> Step:
    return Step(stage, tuple(unmet(stage, cell.value)))


def unmet(stage: Stage, wanted: dict[str, Any]) -> Iterator[Failure]:
    for name, value in wanted.items():
        if name == NOT:
            yield from _met_after_all(stage, value)
        elif not EXPECTATIONS[name].holds(stage, value):
            yield _failure(stage, name, value)


def _failure(stage: Stage, name: str, value: Any) -> Failure:
    """“Anna (orders 2): expected …; … “orders is at least 3” was false. One more order would do.”"""
    one = EXPECTATIONS[name]
    known = reason(stage, one.towards(stage, value))
    facts = f" ({known.facts})" if known.facts else ""
    told = f"expected {one.words(stage, value)}; {one.instead(stage, value)}."
    sentence = " ".join(filter(None, [f"{stage.customer.name}{facts}: {told}", known.why, known.need]))
    return Failure(ended(sentence), known.why, known.need)


def _met_after_all(stage: Stage, wanted: dict[str, Any]) -> Iterator[Failure]:
    for name, value in wanted.items():
        one = EXPECTATIONS[name]
        if one.holds(stage, value):
            told = f"did not expect {one.words(stage, value)}; {one.instead(stage, value)}"
            yield Failure(ended(f"{stage.customer.name}: {told}."))


def _names(value: dict[str, Any]) -> Iterable[Name]:
    for key, wanted in value.items():
        if key == NOT:
            yield from _names(wanted)
        else:
            yield from EXPECTATIONS[key].names(wanted)


_SHAPES = {f"{name}_": one.shape for name, one in EXPECTATIONS.items()}

KIND = Kind(
    name="expect",
    label="Expect",
    help="What has to be true of the last act and of whoever talks. All that is written has to hold; what "
    "stands under `not` must not. One that fails does not end the scenario.",
    shape=fields(**_SHAPES, not_=fields(**_SHAPES)),
    example="expect: {reply: {contains: see you tomorrow}, tag: booked}",
    run=_run,
    inert=True,
    names=_names,
    order=100,
)
