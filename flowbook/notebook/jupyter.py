"""A test notebook as a Jupyter notebook that plays it through Flowbook's Python interface."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pprint import pformat
from typing import Any

from flowbook.naming import numbered
from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds import kinds
from flowbook.notebook.kinds.snapshot import parts_of
from flowbook.notebook.playing import Options, run_scenario
from flowbook.notebook.run import SKIPPED, ready
from flowbook.notebook.scenarios import Scenario, scenarios
from flowbook.notebook.snapshots import accepted_of
from flowbook.notebook.stage import Ground

Json = dict[str, Any]
WIDTH, LONGEST = 100, 56
_KEYWORDS = re.compile(r"(?!not$)[a-z_]+")
_ID = re.compile(r"[^A-Za-z0-9_-]")


def jupyter_of(ground: Ground, place: str) -> Json:
    """Jupyter's format 4.5. `place` is where the flow stands, from where the file will stand. Raises
    UnreadableFile for customers that are not there."""
    play = ready(ground)
    cells = list(_opening(ground, place))
    for number, scenario in enumerate(scenarios(ground), start=1):
        outcomes = run_scenario(play, scenario, Options()).outcomes
        meant = [outcome.cell for outcome in outcomes if outcome.state != SKIPPED]
        cells += _begun(ground, scenario, number)
        cells += [made for cell in meant for made in _cell(cell, scenario, number)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": _distinct(cells)}


def jupyter_text(ground: Ground, place: str) -> str:
    return json.dumps(jupyter_of(ground, place), ensure_ascii=False, indent=1) + "\n"


def _distinct(cells: list[Json]) -> list[Json]:
    """Each cell with an id that no other has."""
    seen: set[str] = set()
    for cell in cells:
        cell["id"] = numbered(cell["id"][:LONGEST], seen).replace(" ", "-")
        seen.add(cell["id"])
    return cells


def _opening(ground: Ground, place: str) -> Iterator[Json]:
    notebook = ground.notebook
    told = f"Exported from `{notebook.file}`. " if notebook.file else ""
    about = (
        f"# {notebook.title}\n\n{told}It plays the flow “{ground.flow.title}” with Flowbook's own engine; "
        "nothing leaves this machine. Jupyter has to be started in this file's folder."
    )
    yield _markdown("about", about)
    beside = f", beside={notebook.beside!r}" if notebook.beside else ""
    yield _code("open", f"import flowbook\n\nflow = flowbook.open_flow({_literal(place)}{beside})")


def _begun(ground: Ground, scenario: Scenario, number: int) -> Iterator[Json]:
    notebook = ground.notebook
    yield _markdown(f"{number}-who", f"## {scenario.label}")
    given = ["customer"]
    start = notebook.matrix.starts or (notebook.start,)
    if any(start):
        given.append(f"start={_literal(scenario.start.isoformat())}")
    given += [f"seed={notebook.seed}"] if notebook.seed else []
    given += [f"language={_literal(scenario.language)}"] if scenario.language else []
    lines = [f"customer = {_literal(_customer(ground, scenario))}"]
    lines.append(f"chat = flow.simulate({', '.join(given)})")
    for name, arm in scenario.arms.items():
        lines.append(f"chat = chat.do({_literal('choose')}, {_literal({'split': name, 'arm': arm})})")
    yield _code(f"{number}-begin", "\n".join(lines))


def _customer(ground: Ground, scenario: Scenario) -> Any:
    """As the notebook writes them; the id of a sample customer; nothing for somebody new."""
    name = scenario.customer.id
    written = (one for one in ground.notebook.customers if isinstance(one, Mapping) and one["id"] == name)
    return next(written, name if name in ground.pool else "")


def _cell(cell: Cell, scenario: Scenario, number: int) -> Iterator[Json]:
    name = f"{number}-{_ID.sub('-', cell.id)}"
    if cell.note:
        yield _markdown(f"{name}-note", cell.note)
    told = _TOLD.get(cell.kind)
    if told:
        yield _markdown(name, told(cell.value))
        return
    lines = _checked(cell, scenario) if cell.kind == "snapshot" else _done(cell)
    if lines:
        yield _code(name, lines)


def _done(cell: Cell) -> str:
    spell = _SPELLED.get(cell.kind)
    call = spell(cell.value) if spell else ""
    made = f"chat = chat.{call or _do(cell.kind, cell.value)}"
    return f"{made}\nchat.replies" if kinds()[cell.kind].act else made


def _checked(cell: Cell, scenario: Scenario) -> str:
    """A snapshot of the replies is compared; of what else it keeps only a notebook of Flowbook's knows."""
    accepted = accepted_of([cell], scenario.key).get(cell.id)
    if accepted is None or parts_of(cell.value) != ["replies"]:
        return ""
    told = 'assert "\\n".join(chat.replies or ["(silence)"]) == accepted'
    return f"accepted = {_literal(accepted.strip())}\n{told}"


def _do(kind: str, value: Any) -> str:
    return f"do({_literal(kind)}, {_literal(value)})"


def _tap(value: Any) -> str:
    given = {"button": value} if isinstance(value, str) else value
    on = f", on={_literal(given['on'])}" if "on" in given else ""
    return f"tap({_literal(given['button'])}{on})"


def _event(value: Any) -> str:
    given: Json = {"name": value} if isinstance(value, str) else value
    data: Json = given.get("data", {})
    if given.keys() - {"name", "data"} or "name" not in given or "name" in data or not _are_words(data):
        return ""
    return f"event({_literal(given['name'])}{_named(data, first=False)})"


def _expect(value: Any) -> str:
    return f"expect({_named(value)})" if _are_words(value) else ""


def _named(values: Mapping[str, Any], first: bool = True) -> str:
    told = ", ".join(f"{name}={_literal(value)}" for name, value in values.items())
    return told if first or not told else f", {told}"


def _are_words(values: Mapping[str, Any]) -> bool:
    return all(_KEYWORDS.fullmatch(name) for name in values)


def _literal(value: Any) -> str:
    """Python that gives the value again."""
    return pformat(value, width=WIDTH, sort_dicts=False)


def _markdown(name: str, text: str) -> Json:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def _code(name: str, source: str) -> Json:
    kept: Json = {"execution_count": None, "outputs": []}
    return {"cell_type": "code", "id": name, "metadata": {}, "source": source, **kept}


_SPELLED: Mapping[str, Callable[[Any], str]] = {
    "say": lambda value: f"say({_literal(value)})" if isinstance(value, str) else "",
    "tap": _tap,
    "wait": lambda value: f"wait({_literal(value)})" if isinstance(value, str) else "",
    "event": _event,
    "expect": _expect,
}
_TOLD: Mapping[str, Callable[[Any], str]] = {
    "note": str,
    "checkpoint": lambda value: f"**{value}**",
    "look": lambda value: f"Flowbook shows the {value} here.",
    "explore": lambda value: "Flowbook explores the flow here.",
    "compare": lambda value: "Flowbook compares two versions of the flow here.",
}
