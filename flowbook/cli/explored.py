"""What `flowbook explore` says of a flow: in sentences, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rich.table import Table

from flowbook.checks import Issue
from flowbook.cli.common import console, say
from flowbook.cli.places import Found
from flowbook.explore import Land, Report, report_to_json
from flowbook.explore.issues import issues
from flowbook.explore.notebooks import Tests
from flowbook.explore.report import label_of
from flowbook.explore.scripts import cell_of
from flowbook.explore.upholding import Violation, violation_to_json
from flowbook.explore.wording import facts
from flowbook.notebook.coverage import Target


@dataclass(frozen=True, slots=True)
class Work:
    """What became of one flow. `tests` is None where none were to be written."""

    found: Found
    land: Land
    report: Report
    tests: Tests | None
    broken: tuple[Violation, ...]


def tell(work: Work) -> None:
    _tell(work.land, work.report)
    _tell_broken(work.broken)
    _tell_tests(work.tests)


def _tell(land: Land, report: Report) -> None:
    spent = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in report.seconds)
    say(f"“{land.flow.title}”: {len(land.exits)} ways on. {spent}.")
    table = Table("", "ways", "", box=None, pad_edge=False)
    last = max((one.after for one in report.found), default=0)
    chained = f"the last after {last:.2f} s, in {len(report.conversations)} conversations"
    table.add_row("found", str(len(report.found)), chained)
    table.add_row("proved", str(len(report.proved)), "nobody can ever take them")
    table.add_row("unsettled", str(len(report.unsettled)), "neither found nor proved")
    console.print(table)
    for issue in issues(land, report):
        say(f"  ! {issue.sentence}  [{issue.node}{'.' + issue.field if issue.field else ''}]")
    for name in _names(land, report.unsettled):
        say(f"  ? {name}")


def _tell_broken(broken: Iterable[Violation]) -> None:
    """Each with the conversation that shows it."""
    for one in broken:
        say(f"  x {one.invariant.label}: {one.breach.sentence}  [{one.breach.node}]")
        script = one.conversation.script
        say(f"      {facts(script.customer)}, {script.start:%Y-%m-%d %H:%M} UTC")
        for deed, lines in zip(script.deeds, one.conversation.lines, strict=True):
            (kind, value), *_ = cell_of(deed).items()
            say(f"      {kind}: {value}")
            for line in lines:
                say(f"          {line}")


def _tell_tests(tests: Tests | None) -> None:
    if tests is None:
        return
    for one in tests.files:
        say(f"  + {one.name}")
    if not tests.files:
        say("  Its notebooks check all of it already.")
    for kind, count in _counted(tests.missing):
        say(f"  ? {count} {kind} have no test.")


def _counted(targets: Iterable[Target]) -> Iterator[tuple[str, int]]:
    kinds = [one.kind for one in targets]
    yield from ((kind, kinds.count(kind)) for kind in dict.fromkeys(kinds))


def _names(land: Land, exits: Iterable[tuple[str, str]]) -> list[str]:
    labels = [(label_of(land, one), one) for one in exits]
    return [f"“{title}” by “{label}”  [{'.'.join(one)}]" for (title, label), one in labels]


def work_to_json(work: Work) -> dict[str, Any]:
    told = [_issue(one) for one in issues(work.land, work.report)]
    broken = [violation_to_json(one, work.land.flow.id) for one in work.broken]
    known = report_to_json(work.land, work.report)
    data = {"path": str(work.found.path), **known, "issues": told, "broken": broken}
    if work.tests is None:
        return data
    files = [{"name": one.name, "text": one.text} for one in work.tests.files]
    return {**data, "tests": files, "missing": len(work.tests.missing)}


def _issue(one: Issue) -> dict[str, Any]:
    parts = {"code": one.code, "severity": one.severity, "text": one.text, "values": dict(one.values)}
    return {"node": one.node, "field": one.field, "sentence": one.sentence, **parts}
