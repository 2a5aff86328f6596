"""The page around the notebooks: what passed, how much was covered. Nothing on it is fetched from
elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowbook.notebook.coverage import KINDS, Coverage
from flowbook.notebook.page.chat import scenario, written
from flowbook.notebook.page.coverage import details
from flowbook.notebook.page.elements import Html, element, raw
from flowbook.notebook.page.look import CSS
from flowbook.notebook.playing import NotebookRun, Report

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(report: Report, title: str = "Flowbook tests") -> str:
    """Stages must have been kept (Options.keep) for the chats of what passed to be on it."""
    return framed(title, *_parts(report))


def framed(title: str, *parts: Html) -> str:
    """A whole page with what it shows below its title."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", raw(CSS)),
    )
    body = element("body", element("main", element("h1", title), *parts))
    return "<!doctype html>\n" + element("html", head, body, lang="en") + "\n"


def _parts(report: Report) -> Iterator[Html]:
    """What failed stands first, for whoever opens the page because of it."""
    yield element("p", _verdict(report), class_=f"verdict {'good' if report.passed else 'bad'}")
    yield from (_notebook(one) for one in report.notebooks if not one.passed)
    if report.coverage:
        yield element("h2", "Coverage")
        yield element("div", _coverage(report.coverage), class_="wide")
        yield from (details(report, one) for one in report.coverage)
    yield from (_notebook(one) for one in report.notebooks if one.passed)


def _verdict(report: Report) -> str:
    runs = [run for one in report.notebooks for run in one.runs]
    failed = sum(not run.passed for run in runs)
    if failed:
        return f"{failed} of {len(runs)} conversations failed"
    return f"All {len(runs)} passed" if report.passed else "Failed by what is accepted for nobody"


def _coverage(found: Iterable[Coverage]) -> Html:
    head = element("tr", element("th", "flow"), *(element("th", kind) for kind in KINDS))
    return element("table", head, *map(_coverage_row, found))


def _coverage_row(one: Coverage) -> Html:
    cells = [element("td", one.flow.title)]
    for kind in KINDS:
        share = one.shares[kind]
        told = f"{share.percent:.0f} %" if share.total else "–"
        more = f"{share.seen} of {share.total}, {share.checked} checked"
        cells.append(element("td", told, title=more, class_="full" if share.seen == share.total else "part"))
    return element("tr", *cells)


def _notebook(one: NotebookRun) -> Html:
    notebook = one.ground.notebook
    texts = {cell.id: written(cell) for cell in notebook.cells}
    unused = (element("p", f"{cell.place}: {told}", class_="failure") for cell, told in one.unused)
    return element(
        "section",
        element("h2", notebook.title),
        element("p", notebook.file, class_="quiet"),
        *unused,
        *(scenario(one, run, texts) for run in one.runs),
    )
