"""One scenario on the page: its cells, and under each the chat that it brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds import kinds
from flowbook.notebook.kinds.look import FUNNEL
from flowbook.notebook.moments import shown_moment
from flowbook.notebook.notes import note_html
from flowbook.notebook.page.elements import Html, element, raw
from flowbook.notebook.playing import NotebookRun, ScenarioRun, funnel
from flowbook.notebook.run import Outcome
from flowbook.notebook.schema import NOTE
from flowbook.notebook.writing import cell_text
from flowbook.schedule import gap_words
from flowbook.transcript import BOT, CUSTOMER, Bubble, bubbles

SIGNS = {"passed": "✓", "failed": "✗", "skipped": "–", "not reached": "·"}


def scenario(one: NotebookRun, run: ScenarioRun, texts: Mapping[str, str]) -> Html:
    """Open where it failed. `texts` has the cells as they are written, by id; those that are for other
    customers alone are left out."""
    sign = "passed" if run.passed else "failed"
    own = [outcome for outcome in run.outcomes if outcome.meant]
    summary = element(
        "summary",
        element("b", SIGNS[sign], class_=sign),
        f" {run.scenario.label} · {len(own)} cells",
    )
    cells = (_cell(one, run, outcome, texts[outcome.cell.id]) for outcome in own)
    opened = {} if run.passed else {"open": "open"}
    return element("details", summary, element("ol", *cells), **opened)


def _cell(one: NotebookRun, run: ScenarioRun, outcome: Outcome, text: str) -> Html:
    return element("li", *_parts(one, run, outcome, text), class_=outcome.state.replace(" ", "-"))


def _parts(one: NotebookRun, run: ScenarioRun, outcome: Outcome, text: str) -> Iterator[Html]:
    cell = outcome.cell
    if outcome.begun and outcome.ended and outcome.ended - outcome.begun > timedelta(0):
        yield element("p", f"⏱ {gap_words(outcome.ended - outcome.begun)}", class_="gap")
    sign = element("b", SIGNS[outcome.state], class_=outcome.state.replace(" ", "-"))
    when = shown_moment(outcome.ended, one.ground.zone) if outcome.ended else ""
    yield element("p", sign, f" {kinds()[cell.kind].label} ", element("code", cell.id), element("time", when))
    if cell.note:
        yield _note(cell.note)
    yield _note(str(cell.value)) if cell.kind == NOTE else element("pre", text)
    if cell.skip:
        yield element("p", cell.skip, class_="quiet")
    yield from (element("p", failure.sentence, class_="failure") for failure in outcome.failures)
    shown = funnel(one, cell.id) if cell.value == FUNNEL and cell.kind == "look" else outcome.shown
    if shown:
        yield element("pre", "\n".join(shown), class_="shown")
    yield from _chat(run, outcome)


def _note(text: str) -> Html:
    return element("div", raw(note_html(text)), class_="note quiet")


def written(cell: Cell) -> str:
    """What it does, as in a file."""
    lines = cell_text({cell.kind: cell.value}).splitlines()
    return "\n".join(line[4:] for line in lines)


def _chat(run: ScenarioRun, outcome: Outcome) -> Iterator[Html]:
    if run.last is None or outcome.until <= outcome.since:
        return
    records = run.last.world.log[outcome.since : outcome.until]
    for bubble in bubbles(records, outcome.who):
        yield bubble_html(bubble)


def bubble_html(bubble: Bubble, *, ringed: bool = False) -> Html:
    """`ringed` where it is the one that matters among others."""
    who = {BOT: "bot", CUSTOMER: "customer"}.get(bubble.who, "between")
    media = [element("span", f"[{bubble.media.kind}] ", class_="quiet")] if bubble.media else []
    buttons = [element("span", button.label, class_="button") for row in bubble.buttons for button in row]
    edited = [element("span", " (changed)", class_="quiet")] if bubble.edited else []
    return element(
        "div", *media, bubble.text, *edited, *buttons, class_=f"bubble {who}{' there' if ringed else ''}"
    )
