"""Whom a cell is for: who fits its `only`, and what stands there that nobody can fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flowbook.notebook.cast import cast
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Name
from flowbook.notebook.naming import unknown
from flowbook.notebook.scenarios import Scenario, arms_of, starts
from flowbook.notebook.stage import Ground, Stage
from flowbook.rules import evaluate
from flowbook.rules.suggestions import did_you_mean

CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Company:
    """Who can ever talk in a notebook, the languages they may have, and the arms that its matrix takes."""

    people: frozenset[str]
    languages: tuple[str, ...]
    arms: tuple[str, ...]


def is_meant(cell: Cell, scenario: Scenario, stage: Stage) -> bool:
    return not cell.only or any(_fits(wanted, scenario, stage) for wanted in cell.only)


def nobodies(ground: Ground) -> dict[str, str]:
    """By cell: a sentence for what stands in its `only` and fits nobody, whoever plays. Raises UnreadableFile
    for customers that are not there."""
    cells = [cell for cell in ground.notebook.cells if cell.only and not cell.skip]
    company = company_of(ground) if cells else None
    told = ((cell.id, _problem(ground, company, cell)) for cell in cells if company)
    return {cell: sentence for cell, sentence in told if sentence}


def _fits(wanted: str, scenario: Scenario, stage: Stage) -> bool:
    """`anna`, or `language:ru`, `segment:regulars`, `tag:vip`, `arm:lot=money`."""
    what, _, name = wanted.partition(":")
    if not name:
        return wanted == stage.who
    match what:
        case "language":
            return stage.customer.language == name
        case "tag":
            return name in stage.customer.tags
        case "segment":
            return evaluate({"segment": name, "op": "in"}, stage.situation.subject())
        case "arm":
            return name in scenario.key.split("/")
    return False


def company_of(ground: Ground) -> Company:
    """Of the head, and whom cells bring in or change. Raises UnreadableFile for customers that are not
    there."""
    played = [one for start in starts(ground) for one in cast(ground, start)]
    changes = [_change(cell) for cell in ground.notebook.cells if cell.kind == CUSTOMER]
    changed = (str(one.get("set", {}).get("language", "")) for one in changes)
    spoken = (*ground.languages, *(one.language for one in (*played, *ground.pool.values())), *changed)
    people = {one.id for one in played} | {str(one["use"]) for one in changes if "use" in one}
    arms = (f"{split}={arm}" for chosen in arms_of(ground) for split, arm in chosen.items())
    return Company(frozenset(people), tuple(dict.fromkeys(filter(None, spoken))), tuple(dict.fromkeys(arms)))


def _change(cell: Cell) -> dict[str, Any]:
    return {"use": cell.value} if isinstance(cell.value, str) else cell.value


def _problem(ground: Ground, company: Company, cell: Cell) -> str:
    """The first of its names that nobody can fit. An included cell may be for people of other notebooks."""
    own = cell.file == ground.notebook.file
    return next((told for wanted in cell.only if (told := _told(ground, company, wanted, own=own))), "")


def _told(ground: Ground, company: Company, wanted: str, *, own: bool) -> str:
    what, mark, name = wanted.partition(":")
    if not mark:
        known = not own or wanted in company.people
        return (
            "" if known else f"“{wanted}” is nobody of this notebook.{did_you_mean(wanted, company.people)}"
        )
    match what:
        case "language":
            return "" if name in company.languages else unknown(ground, Name("language", name))
        case "arm":
            return "" if not own or name in company.arms else _no_arm(company, name)
        case "tag" | "segment":
            return unknown(ground, Name(what, name))
    return f"“{wanted}” names nobody. “only” takes ids, language:, tag:, segment: and arm:."


def _no_arm(company: Company, name: str) -> str:
    if not company.arms:
        return f"“arm:{name}” needs a “matrix” with arms in the notebook's head."
    return f"The matrix has no arm “{name}”. It has {', '.join(company.arms)}."
