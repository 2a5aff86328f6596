"""Coverage as tables in HTML: who was asked what, timers, segments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from builder.covering.measuring import Measured
from builder.edits import Draft
from builder.look import kit
from builder.texts import _, many
from flowbook.notebook.covered import CHECKED, NEVER, UNTOUCHED, VISITED, by_segment, timers
from flowbook.notebook.tables import SHOWN, SIGNS, Column, Row, Table, truth_tables

FIRED, CANCELLED = "fired", "cancelled"


def rules(draft: Draft, found: Measured) -> None:
    """A table of truth for each step with rules."""
    runs = [run for one in found.report.notebooks for run in one.runs]
    made = truth_tables(found.coverage, runs, found.workspace)
    for table in made:
        kit.show(f"<h4>{escape(table.title)}</h4>{_truths(table)}")
    if not made:
        kit.show(f'<p class="mut">{_("No step of this flow parts customers by rules.")}</p>')


def timers_table(draft: Draft, found: Measured) -> None:
    rows = [
        [
            escape(draft.flow.by_id[one.node].title),
            *(_stands(one.ends[end]) if end in one.ends else "–" for end in (FIRED, CANCELLED)),
        ]
        for one in timers(found.coverage)
        if one.node in draft.flow.by_id
    ]
    if rows:
        kit.show(_table([_("Step"), _("It fired"), _("An answer came first")], rows))
    else:
        kit.show(f'<p class="mut">{_("No step of this flow has a timer.")}</p>')


def segments(draft: Draft, found: Measured) -> None:
    """How much was tried with customers of each segment."""
    made = by_segment(found.report, found.coverage) if found.report.coverage else ()
    rows = [
        [
            escape(one.segment) or _("in no segment"),
            escape(_names(one.customers)) if one.customers else _("nobody"),
            f"{one.coverage.percent:.0f} %",
        ]
        for one in made
    ]
    if rows:
        kit.show(_table([_("Segment"), _("Customers"), _("Ways on")], rows))
    else:
        kit.show(f'<p class="mut">{_("Nothing was tried yet.")}</p>')


def _truths(table: Table) -> str:
    heads = [_("Customers"), *(column.words for column in table.columns), _("Way on")]
    rows = [[_who(row), *map(_sign, row.truths), escape(_(row.label))] for row in table.rows]
    blank = [""] * len(table.columns)
    rows += [[f'<span class="mut">{_("nobody")}</span>', *blank, escape(_(one))] for one in table.untaken]
    rows.append([f'<span class="mut">{_("Missing")}</span>', *map(_missing, table.columns), ""])
    return _table(heads, rows)


def _who(row: Row) -> str:
    return escape(_names(row.customers))


def _names(names: tuple[str, ...]) -> str:
    shown, more = ", ".join(names[:SHOWN]), len(names) - SHOWN
    return (
        many("{names} and {count} more", "{names} and {count} more", more, names=shown) if more > 0 else shown
    )


def _sign(truth: bool | None) -> str:
    words: Mapping[bool | None, str] = {True: _("true"), False: _("false"), None: _("not asked")}
    tone = {True: "ok", False: "no", None: "mut"}[truth]
    told = escape(words[truth])
    return f'<span class="sign {tone}" title="{told}" aria-label="{told}">{SIGNS[truth]}</span>'


def _missing(column: Column) -> str:
    """What was not tried of a comparison."""
    near = {-1: _("just below"), 0: _("at the limit"), 1: _("just above")}
    words = {True: _("true"), False: _("false")}
    told = [words[truth] for truth, stands in column.both.items() if stands == UNTOUCHED]
    told += list(dict.fromkeys(near[step] for step, stands in column.limits if stands == UNTOUCHED))
    return escape(", ".join(told)) if told else f'<span class="ok">{escape(_("nothing"))}</span>'


def _stands(name: str) -> str:
    words = {
        CHECKED: _("checked"),
        VISITED: _("only visited"),
        UNTOUCHED: _("never reached"),
        NEVER: _("impossible"),
    }
    return escape(words[name])


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Cells are HTML already, heads are not."""
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="covwide"><table class="covtable"><tr>{head}</tr>{body}</table></div>'
