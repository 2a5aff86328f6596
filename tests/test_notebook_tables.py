"""Coverage as people ask for it: tables of truth with customers by name, timers, segments, who covers."""

import pytest

from flowbook.cli.app import app
from flowbook.flow import Flow, Node
from flowbook.notebook.coverage import EXITS, NODES, Target
from flowbook.notebook.covered import by_segment, covering, standing, steps, timers, ways
from flowbook.notebook.page import page
from flowbook.notebook.playing import Options, Report, run_notebooks
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.stage import Ground
from flowbook.notebook.tables import Table, told_column, told_names, truth_tables
from flowbook.setting import Setting, library_of
from flowbook.workspace import workspace_from_json

PLACE = workspace_from_json(
    {
        "fields": [{"name": "guests", "label": "Guests", "kind": "number"}],
        "segments": {"buyers": {"orders": "count", "op": "at_least", "value": 1}},
    }
)
BRANCHES = [
    {"id": "big", "label": "Hall", "rule": {"field": "guests", "op": "at_least", "value": 8}},
    {"id": "some", "label": "Corner", "rule": {"field": "guests", "op": "at_least", "value": 1}},
]
QUESTION = {
    "text": "How many?",
    "kind": "number",
    "save_to": "guests",
    "no_answer_after": {"amount": 1, "unit": "hours"},
}
FLOW = Flow(
    "table",
    "A table",
    (
        Node("begin", "command", "Begin", {"name": "table"}, {"next": "many"}),
        Node("many", "question", "How many?", QUESTION, {"answered": "size", "no_answer": "later"}),
        Node("size", "condition", "Which room?", {"branches": BRANCHES}, {"big": "hall", "some": "corner"}),
        Node("hall", "message", "The hall", {"text": "You get the hall."}, {}),
        Node("corner", "message", "The corner", {"text": "You get the corner."}, {}),
        Node("later", "message", "Later", {"text": "Another time."}, {}),
    ),
)
HEAD = """\
notebook: {title}
flow: table
start: 2026-03-02 10:00
customers:
  - {{id: anna, set: {{first_name: Anna}}}}
  - {{id: boris, set: {{first_name: Boris}}, orders: [{{id: "1", total: 5, placed: 2026-01-01}}]}}
cells:
  - {{id: begin, say: /table}}
  - {{id: asked, expect: {{node: many}}}}
"""


def report(*cells: str, title: str = "Rooms") -> Report:
    rows = "".join(f"  - {{id: c{number}, {cell}}}\n" for number, cell in enumerate(cells))
    notebook = read_notebook(HEAD.format(title=title) + rows, path=f"{title}.test.yaml")
    return run_notebooks([Ground(notebook, FLOW, Setting(PLACE, library_of(FLOW)))], Options(keep=True))


def table(made: Report) -> Table:
    (found,) = truth_tables(made.coverage[0], made.notebooks[0].runs, PLACE)
    return found


HALL = report('say: "8"', "expect: {reply: You get the hall.}")
VISIT = report('say: "3"')


def test_rows_have_the_names_of_customers_and_the_way_they_went() -> None:
    (row,) = table(HALL).rows
    assert (row.customers, row.truths, row.label) == (("Anna", "Boris"), (True, None), "Hall")
    assert table(HALL).untaken == ("Corner", "Otherwise")


def test_rows_stand_in_the_order_of_the_ways_on() -> None:
    each = ('say: "3", only: [boris]', 'say: "9", only: [anna]')
    rows = table(report(*each)).rows
    assert [(row.label, row.customers) for row in rows] == [("Hall", ("Anna",)), ("Corner", ("Boris",))]


def test_a_column_says_what_is_missing_of_it() -> None:
    first, second = table(HALL).columns
    assert first.words == "guests is at least 8"
    assert told_column(first) == "✗ not tried; just below, just above not tried"
    assert told_column(second).startswith("✓ not tried; ✗ not tried; just below, at the limit, just above")
    assert told_column(table(VISIT).columns[1]).startswith("✓ visited, nothing expected")


def test_of_many_customers_some_are_named() -> None:
    (row,) = table(HALL).rows
    many = type(row)(row.truths, row.exit, row.label, tuple("abcdef"))
    assert told_names(many) == "a, b, c, d and 2 more"


def test_steps_and_ways_are_checked_visited_or_untouched() -> None:
    covered = HALL.coverage[0]
    assert steps(covered) == {
        "begin": "checked",
        "many": "checked",
        "size": "checked",
        "hall": "checked",
        "corner": "untouched",
        "later": "untouched",
    }
    assert ways(covered)["size", "big"] == "checked"
    assert ways(covered)["size", "some"] == "untouched"
    assert steps(VISIT.coverage[0])["corner"] == "visited"


def test_what_nobody_can_do_stands_for_itself() -> None:
    covered = HALL.coverage[0]
    assert standing(covered, Target(EXITS, "table", "size", ("nonsense",))) == "never"


def test_timers_tell_how_each_end_stands() -> None:
    (one,) = timers(HALL.coverage[0])
    assert (one.node, dict(one.ends)) == ("many", {"fired": "untouched", "cancelled": "checked"})


def test_the_notebooks_that_cover_a_way_are_named_with_their_customers() -> None:
    both = Report((*VISIT.notebooks, *HALL.notebooks), HALL.coverage)
    first, second = covering(both, Target(NODES, "table", "size"))
    assert (first.title, first.checked, first.customers) == ("Rooms", True, ("Anna", "Boris"))
    assert not second.checked
    assert covering(both, Target(NODES, "table", "later")) == ()


def test_each_segment_has_its_own_share() -> None:
    parts = report('say: "8", only: [boris]', "expect: {reply: You get the hall.}, only: [boris]")
    found = {one.segment: one for one in by_segment(parts, parts.coverage[0])}
    assert found["buyers"].customers == ("Boris",)
    assert found[""].customers == ("Anna",)
    assert found["buyers"].coverage.percent > found[""].coverage.percent


def test_the_page_shows_the_tables(capsys: pytest.CaptureFixture[str]) -> None:
    html = page(HALL)
    assert "guests is at least 8" in html
    assert "Anna, Boris" in html
    assert "Ways that no test takes" in html


def test_the_command_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["test", "flows/winback", "--tables"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert "“Has ordered?”" in printed
    assert "timer of" in printed
    assert "segment" in printed
