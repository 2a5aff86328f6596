"""Test notebooks written from what exploration finds: every exit, every rule both ways, every limit from both
sides, and all of it checked.

    for one in notebooks(land, explore(land)).files:
        print(one.name, one.text)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from flowbook.copies import altered
from flowbook.explore.aims import Arena, Told
from flowbook.explore.calling import called
from flowbook.explore.choosing import chosen
from flowbook.explore.land import Land
from flowbook.explore.probing import Probing
from flowbook.explore.report import Report
from flowbook.explore.scripts import customer_of
from flowbook.explore.sharp import EXTRA, ordered, sharpened
from flowbook.explore.straining import strained
from flowbook.explore.telling import Data, Group, Guest, cells, grouped
from flowbook.explore.turns import written_moment
from flowbook.graph import trigger_ids
from flowbook.notebook.cells import Cell
from flowbook.notebook.coverage import EXITS, Target
from flowbook.notebook.playing import CHECKING, run_notebooks
from flowbook.notebook.playing import Report as Played
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.scenarios import Scenario
from flowbook.notebook.stage import Ground
from flowbook.notebook.writing import written

SUFFIX = ".test.yaml"
EXPLORED = "explored"
TAG = "explored"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that stands beside its flow, and the targets that it checks."""

    name: str
    text: str
    checked: frozenset[Target]


@dataclass(frozen=True, slots=True)
class Tests:
    """`proved` are targets that nobody can ever bring about, `missing` those that no test was found for."""

    files: tuple[Written, ...]
    proved: frozenset[Target]
    missing: tuple[Target, ...]


def notebooks(
    land: Land,
    report: Report,
    known: Iterable[Target] = (),
    more: Callable[[], bool] = lambda: True,
    wanted: Iterable[Target] | None = None,
) -> Tests:
    """`known` is what other notebooks check already, which needs no test here; `wanted` is all that is asked
    for, where that is not everything. `more` is asked whether there is still time."""
    arena = Arena(land)
    never = unreachable(land, report)
    asked = set(arena.targets if wanted is None else wanted) - set(known) - never
    asked |= {*sharpened(asked), *ordered(land.flow, asked)}
    told = [one for found in report.conversations if (one := arena.play(found.script))]
    told += [one for found in report.found if not told and (one := arena.play(found.conversation.script))]
    probing = Probing(arena, asked - _aims(told), more)
    probing.run()
    never |= probing.proved
    best = chosen(arena, [*told, *probing.told], asked - never, more)
    best = strained(arena, best, more) if wanted is None else best
    files = tuple(_files(arena, best, frozenset(asked)))
    checked = frozenset().union(*(one.checked for one in files))
    missing = tuple(one for one in arena.targets if one in asked - never - checked)
    return Tests(files, frozenset(one for one in never if one.kind not in EXTRA), missing)


def unreachable(land: Land, report: Report) -> set[Target]:
    """What the proofs of a report say of the targets of coverage: exits that nobody takes, and all of a step
    that nobody comes to."""
    proved = {Target(EXITS, land.flow.id, node, (exit,)) for node, exit in report.proved}
    ways = [one for one in land.flow.edges() if (one.source, one.exit) not in report.proved]
    reached = set(trigger_ids(land.flow))
    while more := {way.target for way in ways if way.source in reached} - reached:
        reached |= more
    return proved | {one for one in Arena(land).targets if report.proved and one.node not in reached}


def _aims(told: Iterable[Told]) -> frozenset[Target]:
    return frozenset().union(*(one.aims for one in told))


def _files(arena: Arena, told: Sequence[Told], wanted: frozenset[Target]) -> Iterable[Written]:
    """One for each moment at which conversations begin."""
    by_start = sorted(told, key=_start)
    for number, (start, several) in enumerate(groupby(by_start, key=_start), start=1):
        yield from _file(arena, number, start, list(several), wanted)


def _start(one: Told) -> datetime:
    return one.conversation.script.start


def _file(
    arena: Arena, number: int, start: datetime, told: list[Told], wanted: frozenset[Target]
) -> Iterable[Written]:
    """None where none of them can be told as a notebook. Written, read again, and played: what fails then is
    left out."""
    flow, ground = arena.land.flow, arena.ground
    title = f"{flow.title}: explored" + (f", {number}" if number > 1 else "")
    name = f"{flow.id}.{EXPLORED}{f'-{number}' if number > 1 else ''}{SUFFIX}"
    sharing = grouped(told)
    named = zip(called(sharing), sharing, strict=True)
    groups = [_group(place, names, some, start) for place, (names, some) in enumerate(named, start=1)]
    seen: frozenset[Target] = frozenset()
    known: set[str] = set()
    rows: list[Data] = []
    guests: list[Guest] = []
    for group in groups:
        aims = _aims(one.told for one in group.guests)
        own = cells(ground, group, (aims & wanted) - seen, known)
        if own is not None:
            seen |= aims
            rows += own
            guests += group.guests
    head = {
        "notebook": title,
        "flow": flow.id,
        "start": f"{written_moment(start, ground.zone)} {ground.zone.key}",
        "customers": [
            customer_of(one.told.conversation.script.customer, ground.zone, one.name) for one in guests
        ],
        "tags": [TAG],
    }
    written_file = _proved(ground, name, head, rows)
    if written_file:
        yield written_file


def _group(number: int, names: list[str], told: list[Told], start: datetime) -> Group:
    guests = []
    for name, one in zip(names, told, strict=True):
        customer = altered(one.conversation.script.customer, id=name)
        guests.append(Guest(name, one, Scenario(name, name, customer, start)))
    return Group(number, tuple(guests))


def _proved(ground: Ground, name: str, head: Data, rows: list[Data]) -> Written | None:
    """The file as it is played by whoever runs tests; without what fails there, which for a deed is all that
    its customers do."""
    while rows:
        text = written(head, rows)
        own = replace(ground, notebook=read_notebook(text, path=name))
        report = run_notebooks([own])
        failed = {cell.id for cell in _failed(report)}
        if not failed:
            (covered,) = report.coverage
            return Written(name, text, frozenset(one for one, checked in covered.seen.items() if checked))
        broken = {_number(cell.id) for cell in _failed(report) if cell.kind not in CHECKING}
        rows = [one for one in rows if one["id"] not in failed and _number(one["id"]) not in broken]
    return None


def _failed(report: Played) -> Iterator[Cell]:
    for notebook in report.notebooks:
        for run in notebook.runs:
            yield from (one.cell for one in run.outcomes if one.failures)


def _number(cell: str) -> str:
    """Of the stretch that the cell is a part of."""
    return cell.partition("-")[0]
