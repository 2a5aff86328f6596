"""`flowbook explore`: for every exit of a flow a customer and a conversation that takes it, or a proof."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.table import Table

from flowbook.checks.configs import called_flows
from flowbook.cli.common import FINE, UNREADABLE, AsJson, complain, console, say, show_json, with_options
from flowbook.cli.places import Found, find_flows, neighbours, workspace_above
from flowbook.explore import Land, Report, explore, report_to_json
from flowbook.explore.issues import issues
from flowbook.explore.report import conversations_to_json, label_of
from flowbook.flow import Flow


@dataclass(frozen=True)
class Options:
    place: Annotated[Path, typer.Argument(help="A flow file, or a folder with flow files in it.")]
    as_json: AsJson = False
    budget: Annotated[float, typer.Option(help="Seconds to spend on each flow.", min=0.1)] = 30.0
    write: Annotated[Path | None, typer.Option(help="Write the conversations to this file.")] = None


@with_options(Options)
def explore_flows(options: Options) -> None:
    """Find a customer and a conversation for every way through a flow, or prove that there is none.

    Exit code 0, whatever was found; 2 when a file cannot be read."""
    found = find_flows(options.place)
    worked = [(one, *_explored(one, one.flow, options.budget)) for one in found if one.flow]
    for one in found:
        if one.flow is None:
            complain(one.problem)
    if options.as_json:
        show_json([_json(*one) for one in worked])
    else:
        for _, land, report in worked:
            _tell(land, report)
    if options.write:
        conversations = [one for _, land, report in worked for one in conversations_to_json(land, report)]
        text = json.dumps(conversations, ensure_ascii=False, indent=2)
        options.write.write_text(f"{text}\n", "utf-8")
        say(f"{len(conversations)} conversations are in {options.write}.") if not options.as_json else None
    raise typer.Exit(UNREADABLE if len(worked) < len(found) else FINE)


def land_of(path: Path, flow: Flow) -> Land:
    """The flow with the flows it calls, and those that they call; the rest of the workspace beside it."""
    others = {one.id: one for one in neighbours(path, flow)}
    called: dict[str, Flow] = {}
    waiting = [flow]
    while waiting:
        fresh = sorted(called_flows(waiting.pop()) & others.keys() - called.keys())
        called |= {name: others[name] for name in fresh}
        waiting += [others[name] for name in fresh]
    return Land(flow, workspace_above(path), tuple(called.values()), tuple(others.values()))


def _explored(found: Found, flow: Flow, budget: float) -> tuple[Land, Report]:
    land, begun = land_of(found.path, flow), perf_counter()
    return land, explore(land, lambda: perf_counter() - begun, budget)


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


def _names(land: Land, exits: Iterable[tuple[str, str]]) -> list[str]:
    labels = [(label_of(land, one), one) for one in exits]
    return [f"“{title}” by “{label}”  [{'.'.join(one)}]" for (title, label), one in labels]


def _json(found: Found, land: Land, report: Report) -> dict[str, Any]:
    told = [{"node": one.node, "field": one.field, "sentence": one.sentence} for one in issues(land, report)]
    return {"path": str(found.path), **report_to_json(land, report), "issues": told}
