"""The panel of customers by cells: who passed where, and the way to their chats."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from builder.look import kit
from builder.look.tap import tap
from builder.notebook.desk import Desk, memory
from builder.notebook.marked import bare
from builder.notebook.panel import Panel
from builder.notebook.results import Shown
from builder.notebook.rows import Row, Table, table_of
from builder.notebook.words import cell_words, look_of
from builder.texts import _, many
from flowbook.notebook.run import FAILED, PASSED, SKIPPED
from flowbook.notebook.scenarios import Scenario

ACROSS, DOWN, DOTS = 40, 40, 640
"""What is drawn at once: cells that failed come before others, and so do customers."""
CHECKS = ("expect", "snapshot")


def _draw(desk: Desk) -> None:
    table = table_of(desk)
    columns = _columns(table)
    people = _people(desk, table, len(columns))
    head = "".join(_head(desk, row) for row in columns)
    body = "".join(_line(desk, table, one, columns) for one in people)
    top = f"<tr><th>{escape(_('Customer'))}</th>{head}</tr>"
    html = f'<div class="scroll"><table class="tbl grid">{top}{body}</table></div>'
    html += "".join(f'<p class="mut xs">{escape(one)}</p>' for one in _left(desk, table, columns, people))
    tap(html, key="grid-table", on_tap=lambda pressed: _hear(desk, pressed))


def _hear(desk: Desk, pressed: str) -> None:
    memory(desk.flow.id)["seen"] = pressed.removeprefix("see:")


def _columns(table: Table) -> list[Row]:
    """Every cell but notes; where there are too many, those that failed first, and then the checks."""
    rows = sorted(_cells(table), key=lambda row: (not (row.failing or row.changes), not _checks(row)))
    return sorted(rows[:ACROSS], key=lambda row: row.number)


def _cells(table: Table) -> list[Row]:
    return [row for row in table.rows if row.cell.kind != "note"]


def _checks(row: Row) -> bool:
    return row.cell.kind in CHECKS


def _people(desk: Desk, table: Table, across: int) -> list[Scenario]:
    failed = {one.key for one in desk.scenarios if _fails(table.results.get(one.key, []))}
    most = min(DOWN, DOTS // max(across, 1))
    return sorted(desk.scenarios, key=lambda one: one.key not in failed)[:most]


def _fails(results: list[Shown | None]) -> bool:
    return any(one and one.outcome.state == FAILED for one in results)


def _head(desk: Desk, row: Row) -> str:
    told = bare(_words(desk, row))
    named = escape(f"{row.number + 1}. {look_of(row.cell.kind).noun}: {told}", quote=True)
    return f'<th scope="col" title="{named}"><span class="up">{escape(told)}</span></th>'


def _words(desk: Desk, row: Row) -> str:
    """Of an expectation what is expected: there are many of them, and each would begin alike."""
    look, told = look_of(row.cell.kind), next(iter(cell_words(row.cell, desk.title_of)), "")
    return told if row.cell.kind == "expect" else f"{look.verb or look.noun} {told}"


def _line(desk: Desk, table: Table, one: Scenario, columns: list[Row]) -> str:
    results = table.results[one.key]
    dots = "".join(f"<td>{_dot(results[row.number])}</td>" for row in columns)
    on = ' class="on"' if desk.seen and desk.seen.key == one.key else ""
    told = escape(_("Show the chat with {name}", name=one.label), quote=True)
    name = f'<button type="button" class="who" data-tap="see:{escape(one.key, quote=True)}" title="{told}">'
    return f"<tr{on}><td>{name}{escape(one.label)}</button></td>{dots}</tr>"


def _dot(shown: Shown | None) -> str:
    look, glyph, says = _sign(shown)
    return (
        f'<span class="dot {look}" role="img" title="{says}" aria-label="{says}">{kit.icon(glyph, 13)}</span>'
    )


def _sign(shown: Shown | None) -> tuple[str, str, str]:
    if shown is None:
        return "n", "circle-dashed", escape(_("not run"))
    if shown.stale:
        return "n", "history", escape(_("stale"))
    outcome = shown.outcome
    if outcome.taken and not outcome.taken.same:
        fresh = outcome.taken.accepted is None
        return "c", "git-compare-arrows", escape(_("new") if fresh else _("changed"))
    if outcome.state == FAILED:
        return "f", "x", escape(_("failed"))
    if outcome.state == PASSED:
        return "p", "check", escape(_("passed"))
    return "n", "minus", escape(_("not reached") if outcome.state != SKIPPED else _("left out"))


def _left(desk: Desk, table: Table, columns: list[Row], people: list[Scenario]) -> Iterator[str]:
    """What is not drawn, counted."""
    cells = len(_cells(table)) - len(columns)
    if cells > 0:
        yield many("{count} more cell is not shown here.", "{count} more cells are not shown here.", cells)
    more = len(desk.scenarios) - len(people)
    if more > 0:
        yield many(
            "{count} more customer is not shown here.", "{count} more customers are not shown here.", more
        )


def _title(desk: Desk) -> str:
    people = many("{count} customer", "{count} customers", len(desk.scenarios))
    count = len([row for row in table_of(desk).rows if _checks(row)])
    return f"{people}, {many('{count} check', '{count} checks', count)}"


def _aside(desk: Desk) -> str:
    """How many checks passed, of all."""
    table = table_of(desk)
    if any(row.unused for row in table.rows):
        return kit.pill(_("A snapshot nobody uses"), "bad", "x")
    checks = [row.number for row in table.rows if _checks(row)]
    every = (results[number] for results in table.results.values() for number in checks)
    found = [one for one in every if one is None or one.outcome.state != SKIPPED]
    passed = sum(1 for one in found if one and _sign(one)[0] == "p")
    return kit.pill(_("{passed} of {count}", passed=passed, count=len(found)), "", "check")


PANEL = Panel(
    name="grid",
    title=_title,
    aside=_aside,
    draw=_draw,
    order=10,
    shows=lambda desk: bool(desk.sheet and desk.scenarios),
)
