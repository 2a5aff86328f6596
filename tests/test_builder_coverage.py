"""What tests have seen, in the builder: the panel, the switch in Draw, tests written for the asking."""

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from builder import proofs
from builder.canvas.picture import Marks, picture
from builder.canvas.picture import Tested as Seen
from builder.covering import measuring
from builder.covering.measuring import known, latest, measure, people_inside
from builder.covering.writing import write_tests
from builder.drafts import load
from builder.edits import Draft
from builder.maps import Drawing, Overlay, map_data
from flowbook.checks import Issue
from flowbook.flow import Flow
from flowbook.layout import Layout, complete
from flowbook.notebook.coverage import EXITS, Target
from flowbook.reading import read_flow
from tests.builder_pages import data, draw, drawn, html_of, open_part, open_screen, press  # noqa: F401
from tests.sources import ROOT


@pytest.fixture
def shop(data: Path) -> Path:  # noqa: F811
    """The salon alone, with one of its notebooks."""
    place = data / "flows"
    place.mkdir()
    shutil.copy(ROOT / "flows" / "workspace.json", place)
    (place / "salon").mkdir()
    for name in ("salon.flow.json", "salon.layout.json", "salon.test.yaml"):
        shutil.copy(ROOT / "flows" / "salon" / name, place / "salon")
    return place / "salon"


def missing(flow: str) -> Target:
    """A way on that the notebooks do not take."""
    found = known(flow) or measure(flow)
    return found.coverage.shares[EXITS].missing[0]


def test_what_was_measured_is_known_until_something_is_saved(shop: Path) -> None:
    assert known("salon") is None
    found = measure("salon")
    assert known("salon") is found
    (shop / "more.test.yaml").write_text("notebook: More\nflow: salon\ncells: []\n", "utf-8")
    assert known("salon") is None
    assert latest("salon") is found


def test_what_cannot_be_played_is_named_and_does_not_count(shop: Path) -> None:
    (shop / "odd.test.yaml").write_text("notebook: Odd\nflow: salon\ncells: 7\n", "utf-8")
    cell = "{id: a, expect: {reply: nonsense}}"
    (shop / "wrong.test.yaml").write_text(f"notebook: Wrong\nflow: salon\ncells:\n  - {cell}\n", "utf-8")
    found = measure("salon")
    assert set(found.failing) == {"odd.test.yaml", "Wrong"}


def test_a_flow_without_tests_has_everything_before_it(shop: Path) -> None:
    (shop / "salon.test.yaml").unlink()
    assert measure("salon").coverage.shares[EXITS].seen == 0


def test_a_test_is_written_for_a_way_and_takes_it(shop: Path) -> None:
    target = missing("salon")
    made = write_tests(load("salon"), [target], "A new one")
    assert (len(made.names), made.impossible, made.left) == (1, 0, 0)
    assert "notebook: A new one" in (shop / made.names[0]).read_text("utf-8")
    assert measure("salon").coverage.seen[target] is True


def test_what_nobody_can_do_is_said_instead(shop: Path) -> None:
    path = shop / "salon.flow.json"
    flow = json.loads(path.read_text("utf-8"))
    check = next(node for node in flow["nodes"] if node["id"] == "happy")
    branch = check["config"]["branches"][0]
    check["config"]["branches"] = [branch, {**branch, "id": "again"}]
    check["exits"]["again"] = check["exits"][branch["id"]]
    path.write_text(json.dumps(flow), "utf-8")
    made = write_tests(load("salon"), [Target(EXITS, "salon", "happy", ("again",))], "Never")
    assert (made.names, made.impossible) == ((), 1)


def test_what_the_editor_has_proved_impossible_does_not_count(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = missing("salon")
    before = measure("salon").coverage.shares[EXITS]
    found = Issue("never_possible", "warning", "Never.", target.node, f"exits.{target.detail[0]}")
    monkeypatch.setattr(proofs, "known", lambda flow: (found,))
    now = known("salon")
    assert now is not None
    assert now.coverage.shares[EXITS].total == before.total - 1
    assert target not in now.coverage.shares[EXITS].missing
    assert measuring.tested(now).ways[target.node, target.detail[0]] == "never"


def test_the_panel_says_how_much_is_tested_and_what_was_never_reached(shop: Path) -> None:
    page = open_screen("test", flow="salon")
    html = html_of(page)
    assert "How much is tested" in html
    assert "Never reached" in html
    assert "Hair colour" in html


def test_the_missing_tests_are_written_at_one_press(shop: Path) -> None:
    page = press(open_screen("test", flow="salon"), "Write the missing tests")
    assert not page.exception
    assert len(list(shop.glob("*.test.yaml"))) > 1
    assert not measure("salon").coverage.shares[EXITS].missing


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("rules", "appointment is past or at most 2 days ahead"),
        ("timers_table", "An answer came first"),
        ("segments", "regulars"),
    ],
)
def test_the_tables_tell(shop: Path, part: str, words: str) -> None:
    page = open_part(
        "from builder.covering import tables\n"
        "from builder.covering.measuring import measure\n"
        "from builder.drafts import load\n"
        f"tables.{part}(load('salon'), measure('salon'))\n"
    )
    assert not page.exception
    assert words in html_of(page)


OVERVIEW = """
from builder.covering import overview
from builder.covering.measuring import measure
from builder.drafts import load
overview._map(load("salon"), measure("salon"))
"""


def dashed(page: AppTest) -> int:
    """Ways on the map that nobody has tried."""
    told = next(one.proto for one in page.main if one.type == "component_instance")
    edges = json.loads(json.loads(told.json_args)["data"])["edges"]
    return sum(bool(edge["dashes"]) for edge in edges)


def test_the_map_shows_what_was_tried_with_a_segment(shop: Path) -> None:
    orders = ", ".join(
        f"{{id: O-{n}, placed: 2026-01-0{n} 10:00, total: 20, status: delivered}}" for n in range(1, 5)
    )
    kim = f"start: 2026-03-02 10:00\ncustomers: [{{id: kim, orders: [{orders}]}}]\n"
    cells = "cells:\n  - {id: a, say: /book}\n"
    (shop / "more.test.yaml").write_text(f"notebook: More\nflow: salon\n{kim}{cells}", "utf-8")
    page = open_part(OVERVIEW)
    assert not page.exception
    everybody = dashed(page)
    page.selectbox(key="cov-segment").set_value("regulars").run()
    assert dashed(page) > everybody


def test_the_canvas_shows_it_only_when_it_is_switched_on(shop: Path) -> None:
    page = open_screen("draw", flow="salon")
    assert drawn(page)["coverage"] is None
    page = press(page, "Show the tests")
    shown = drawn(page)["coverage"]
    assert shown["steps"]["service"] == "checked"
    assert shown["ways"]["service|haircut"] == "checked"
    assert shown["ways"]["service|colour"] == "untouched"
    assert drawn(press(page, "Hide the tests"))["coverage"] is None


def test_the_selected_step_tells_which_tests_take_its_ways(shop: Path) -> None:
    page = press(open_screen("draw", flow="salon", step="service"), "Show the tests")
    assert "Write me a test" in [button.label for button in page.button]
    page = press(page, "1 test takes it")
    assert any("books, confirms" in button.label for button in page.button)


def test_marks_of_steps_and_ways_go_to_the_canvas_as_plain_json() -> None:
    draft = Draft(load_salon(), complete(load_salon(), Layout()))
    marks = Seen({"service": "checked"}, {("service", "haircut"): "visited"})
    drawing = picture(draft, marks=Marks(tested=marks))
    assert drawing["coverage"] == {"steps": {"service": "checked"}, "ways": {"service|haircut": "visited"}}


def test_the_map_draws_untested_ways_with_dashes() -> None:
    flow = load_salon()
    ways = {(edge.source, edge.exit): "checked" for edge in flow.edges()}
    ways["service", "colour"] = "untouched"
    over = Overlay(tested=Seen({node.id: "checked" for node in flow.nodes}, ways))
    edges = {
        edge["id"]: edge
        for edge in map_data(Drawing(flow, complete(flow, Layout()), over, False, "light"), {})["edges"]
    }
    assert edges["service|colour"]["dashes"]
    assert not edges["service|haircut"]["dashes"]
    assert edges["service|haircut"]["color"] != edges["service|colour"]["color"]


def test_nobody_is_inside_a_flow_that_was_never_published(shop: Path) -> None:
    assert people_inside("salon") == {}


def load_salon() -> Flow:
    return read_flow((ROOT / "flows" / "salon" / "salon.flow.json").read_text("utf-8"))
