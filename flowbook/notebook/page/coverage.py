"""What of each flow was covered, on the page: tables of truth, timers, segments, and what no test
comes by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowbook.notebook.coverage import EXITS, Coverage
from flowbook.notebook.covered import WORDS, by_segment, timers, way_label
from flowbook.notebook.page.elements import Html, element
from flowbook.notebook.playing import Report
from flowbook.notebook.tables import SIGNS, Column, Row, Table, told_column, told_names, truth_tables
from flowbook.workspace import Workspace

ASKED: Mapping[bool | None, str] = {True: "true", False: "false", None: "not asked"}


def details(report: Report, coverage: Coverage) -> Html:
    """Folded, so that the page stays short."""
    summary = element("summary", f"How “{coverage.flow.title}” is covered")
    return element("details", summary, element("div", *_parts(report, coverage), class_="wide covered"))


def _parts(report: Report, coverage: Coverage) -> Iterator[Html]:
    workspace = _workspace(report, coverage)
    missing = coverage.shares[EXITS].missing
    if missing:
        yield element("h3", "Ways that no test takes")
        told = (
            f"{coverage.flow.title_of(one.node)} → {way_label(coverage.flow, one) or one.detail[0]}"
            for one in missing
        )
        yield element("ul", *(element("li", one) for one in told))
    runs = [run for one in report.notebooks for run in one.runs]
    for table in truth_tables(coverage, runs, workspace):
        yield element("h3", table.title)
        yield _table(table)
    yield from _timers(coverage)
    yield from _segments(report, coverage)


def _table(table: Table) -> Html:
    head = [element("th", "customers"), *(element("th", column.words) for column in table.columns)]
    rows = [_row(row) for row in table.rows]
    foot = [element("td", "tried"), *(_state(column) for column in table.columns)]
    lonely = [
        element(
            "tr", element("td", "nobody"), *(element("td", "") for _ in table.columns), element("td", one)
        )
        for one in table.untaken
    ]
    return element(
        "table",
        element("tr", *head, element("th", "way on")),
        *rows,
        *lonely,
        element("tr", *foot, element("td", "")),
    )


def _row(row: Row) -> Html:
    cells = (element("td", SIGNS[truth], title=ASKED[truth]) for truth in row.truths)
    return element("tr", element("td", told_names(row)), *cells, element("td", row.label))


def _state(column: Column) -> Html:
    told = told_column(column)
    return element("td", told or "both ways", class_="part" if told else "full")


def _timers(coverage: Coverage) -> Iterator[Html]:
    found = timers(coverage)
    if found:
        yield element("h3", "Timers")
        rows = [
            element(
                "tr",
                element("td", coverage.flow.by_id[one.node].title),
                *(
                    element("td", WORDS[one.ends[end]] if end in one.ends else "–")
                    for end in ("fired", "cancelled")
                ),
            )
            for one in found
        ]
        heads = (element("th", name) for name in ("step", "it fired", "an answer came first"))
        yield element("table", element("tr", *heads), *rows)


def _segments(report: Report, coverage: Coverage) -> Iterator[Html]:
    found = by_segment(report, coverage)
    if not found:
        return
    yield element("h3", "Segments")
    heads = (element("th", name) for name in ("segment", "customers", "ways on"))
    rows = [
        element(
            "tr",
            element("td", one.segment or "in none"),
            element("td", str(len(one.customers)) if one.customers else "nobody"),
            element("td", f"{one.coverage.percent:.0f} %"),
        )
        for one in found
    ]
    yield element("table", element("tr", *heads), *rows)


def _workspace(report: Report, coverage: Coverage) -> Workspace:
    return next(one.ground.workspace for one in report.notebooks if one.ground.flow.id == coverage.flow.id)
