"""How each test of a flow came out, whoever has played it last: the list, the coverage, or the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.covering import measuring
from builder.covering.measuring import Measured
from builder.notebook.desk import Desk
from builder.notebook.results import deck_of, failed, summed_up
from builder.publishing import testing
from flowbook.notebook.gate import Verdict


@dataclass(frozen=True, slots=True)
class Came:
    """So many customers of `count` failed; `unused`: a snapshot has a text for nobody. `stale`: the flow or
    its tests were changed since."""

    failed: int = 0
    count: int = 0
    unused: bool = False
    stale: bool = False


def known_verdicts(flow: str, names: list[str]) -> Mapping[str, Came]:
    """By file's name, of those that the coverage or the gate has played; what is stale only where nothing is
    fresher."""
    measured, last = measuring.known(flow), measuring.latest(flow)
    if measured:
        return _of_measured(measured)
    if gate := testing.known(testing.stamp_of(flow)):
        return {name: _of_gate(gate, name) for name in names}
    return {name: Came(stale=True) for name in _of_measured(last)} if last else {}


def came_out(desk: Desk, known: Mapping[str, Came]) -> Came | None:
    """Of a notebook that can be played; None where nobody has played it."""
    assert desk.sheet is not None
    deck = deck_of(desk)
    count = failed(deck, desk) if deck else None
    if deck is None or count is None:
        return known.get(desk.sheet.name)
    run = summed_up(deck, desk)
    return Came(count, len(desk.scenarios), bool(run and run.unused))


def _of_measured(found: Measured) -> dict[str, Came]:
    pairs = zip(found.files, found.report.notebooks, strict=True)
    return {
        name: Came(sum(not run.passed for run in one.runs), len(one.runs), bool(one.unused))
        for name, one in pairs
    }


def _of_gate(gate: Verdict, name: str) -> Came:
    own = [one for one in gate.troubles if one.file.rpartition("/")[2] == name]
    who = {label for one in own for label in one.who}
    return Came(len(who), unused=any(not one.who for one in own))
