"""Draw: selecting, the form, ways, adding, undoing with the canvas's history, problems and their cures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowbook.flow import Flow, Node, with_node
from flowbook.layout import Layout
from flowbook.store.folder import load_flow, load_layout, save_flow, save_layout
from tests.builder_pages import data, draw, drawn, html_of, open_part, open_screen, press
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]


@pytest.fixture
def page(data: Path) -> AppTest:
    folder_with_shoes(data)
    return open_screen("draw", flow=FLOW)


def field(page: AppTest, label: str):  # type: ignore[no-untyped-def]
    """The first text box of that label."""
    return next(box for box in [*page.text_input, *page.text_area] if box.label == label)


def way(page: AppTest, label: str):  # type: ignore[no-untyped-def]
    return next(box for box in page.selectbox if box.label == f"{label} leads to")


def stored(data: Path, node: str) -> Node:
    return load_flow(data, FLOW).by_id[node]


def select(page: AppTest, node: str) -> AppTest:
    page.session_state["selected"] = {drawn(page)["doc_id"]: node}
    return page.run()


def undo(page: AppTest) -> AppTest:
    return draw(page, FLOW, {"op": "undo"})


def test_it_begins_with_the_first_step_that_speaks(page: AppTest) -> None:
    assert not page.exception
    assert field(page, "Name of the step").value == "Say hello"
    assert "Hi Anna! Looking for your next pair?" in html_of(page)


def test_every_step_can_be_looked_at_without_changing_it(page: AppTest, data: Path) -> None:
    before = load_flow(data, FLOW)
    for node in before.nodes:
        select(page, node.id)
        assert not page.exception, node
        assert field(page, "Name of the step").value == node.title
        assert "log entry" not in html_of(page)
    assert load_flow(data, FLOW) == before


def test_a_changed_text_is_saved_at_once_and_shown(page: AppTest, data: Path) -> None:
    field(page, "What the bot says").set_value("Good day, {first_name}!").run()
    assert stored(data, "hello").config["text"]["en"] == "Good day, {first_name}!"
    assert stored(data, "hello").config["text"]["ru"] == "Здравствуйте, {first_name}!"
    assert "Good day, Anna!" in html_of(page)


def test_undo_brings_back_the_text_and_the_box_shows_it(page: AppTest, data: Path) -> None:
    field(page, "What the bot says").set_value("Good day!").run()
    undo(page)
    assert stored(data, "hello").config["text"]["en"].startswith("Hi {first_name}!")
    assert field(page, "What the bot says").value.startswith("Hi {first_name}!")
    draw(page, FLOW, {"op": "redo"})
    assert field(page, "What the bot says").value == "Good day!"


def test_texts_are_written_in_each_language(page: AppTest, data: Path) -> None:
    tongue = next(one for one in page.get("button_group") if one.label == "Texts in")
    tongue.set_value("ru").run()
    assert field(page, "What the bot says").value == "Здравствуйте, {first_name}!"
    field(page, "What the bot says").set_value("Привет!").run()
    assert stored(data, "hello").config["text"]["ru"] == "Привет!"
    assert "Привет!" in html_of(page)


def test_what_was_changed_in_another_tab_is_not_written_over(page: AppTest, data: Path) -> None:
    flow = load_flow(data, FLOW)
    theirs = {**flow.by_id["hello"].config, "text": {"en": "Theirs", "ru": "Чужое"}}
    save_flow(data, with_node(flow, replace(flow.by_id["hello"], config=theirs)))
    field(page, "Name of the step").set_value("Greet").run()
    assert (stored(data, "hello").title, stored(data, "hello").config["text"]["en"]) == ("Greet", "Theirs")
    assert field(page, "What the bot says").value == "Theirs"
    save_flow(data, with_node(flow, replace(stored(data, "hello"), title="Welcome")))
    field(page, "What the bot says").set_value("Mine").run()
    assert (stored(data, "hello").title, stored(data, "hello").config["text"]["en"]) == ("Welcome", "Mine")
    assert field(page, "Name of the step").value == "Welcome"


def test_renaming_keeps_the_id(page: AppTest, data: Path) -> None:
    field(page, "Name of the step").set_value("Greet").run()
    assert stored(data, "hello").title == "Greet"


def test_what_the_schema_refuses_is_told_at_the_field_and_not_kept(page: AppTest, data: Path) -> None:
    select(page, "start")
    field(page, "Link word").set_value("two words").run()
    assert "payload" not in stored(data, "start").config
    assert "Not kept yet: Letters, digits, _ and -" in html_of(page)
    field(page, "Link word").set_value("window").run()
    assert stored(data, "start").config["payload"] == "window"
    assert "Not kept yet" not in html_of(page)


def test_a_way_is_led_elsewhere_and_let_go(page: AppTest, data: Path) -> None:
    way(page, "Then").select("Say goodbye").run()
    assert stored(data, "hello").exits == {"next": "bye"}
    way(page, "Then").select("ends here").run()
    assert stored(data, "hello").exits == {}


def test_a_button_is_added_with_a_way_of_its_own_and_removed(page: AppTest, data: Path) -> None:
    select(page, "size")
    press(page, "Add a button")
    added = stored(data, "size").config["buttons"][-1]
    assert added["label"] == "Button 4"
    way(page, "Button 4").select("Say goodbye").run()
    assert stored(data, "size").exits[added["id"]] == "bye"
    crosses = [button for button in page.button if button.label == "Remove"]
    crosses[-1].click().run()
    assert [button["id"] for button in stored(data, "size").config["buttons"]] == ["small", "large", "person"]
    assert added["id"] not in stored(data, "size").exits


def palette(gap: str) -> AppTest:
    """What the dialog "Add a step" shows."""
    return open_part(
        "from builder import drafts\nfrom builder.edits import Gap\n"
        "from builder.editor.palette import palette\n"
        f'palette(drafts.load("{FLOW}"), {gap})'
    )


def put(page: AppTest, kind: str) -> AppTest:
    return next(button for button in page.button if f"-{kind}--" in button.key).click().run()


def test_a_step_is_put_behind_the_chosen_way(page: AppTest, data: Path) -> None:
    shelf = palette('Gap("size", "small")')
    next(box for box in shelf.selectbox if box.label == "On the way").select("39–41").run()
    put(shelf, "delay")
    flow = load_flow(data, FLOW)
    new = flow.by_id[flow.by_id["size"].exits["large"]]
    assert (new.type, new.exits) == ("delay", {"next": "stock"})
    assert new.id in load_layout(data, FLOW).places


def test_what_begins_a_flow_is_never_put_behind_a_way(page: AppTest, data: Path) -> None:
    before = load_flow(data, FLOW).by_id["size"]
    put(palette('Gap("size", "small")'), "phrase")
    flow = load_flow(data, FLOW)
    assert flow.by_id["size"] == before
    assert flow.nodes[-1].type == "phrase"


def test_the_palette_finds_by_name_and_by_help(page: AppTest) -> None:
    shelf = palette("None")
    shelf.text_input[0].set_value("time zone").run()
    offered = [button.key for button in shelf.button]
    assert any("-delay--" in key for key in offered)
    assert not any("-tag--" in key for key in offered)
    shelf.text_input[0].set_value("no such thing").run()
    assert "No step is called that" in html_of(shelf)


def test_a_deleted_step_can_be_brought_back(page: AppTest, data: Path) -> None:
    before = load_flow(data, FLOW)
    press(page, "Delete")
    after = load_flow(data, FLOW)
    assert "hello" not in after.by_id
    assert after.by_id["start"].exits == {"next": "size"}
    undo(page)
    assert load_flow(data, FLOW) == before


def test_a_copy_stands_beside_its_original(page: AppTest, data: Path) -> None:
    press(page, "Duplicate")
    assert field(page, "Name of the step").value == "Say hello 2"
    assert len(load_flow(data, FLOW).nodes) == 12


def test_tidying_moves_boxes_only(page: AppTest, data: Path) -> None:
    save_layout(data, FLOW, Layout({"hello": (5000, 5000)}))
    page.run()
    before = load_flow(data, FLOW)
    draw(page, FLOW, {"op": "tidy"})
    assert load_flow(data, FLOW) == before
    assert load_layout(data, FLOW).places["hello"][0] < 1000


def test_problems_lead_to_their_step_and_can_be_mended(data: Path) -> None:
    again = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    ask = {"text": "Which?", "buttons": again}
    nodes = (
        Node("start", "start", "Start", {}, {"next": "ask"}),
        Node("ask", "menu", "Ask", ask, {"a": "bye", "b": "bye"}),
        Node("bye", "message", "Bye", {"text": "Bye"}),
    )
    folder_with_shoes(data)
    save_flow(data, Flow("asks", "Asks", nodes))
    page = open_screen("draw", flow="asks")
    select(page, "bye")
    mend = next(button for button in page.button if button.label.startswith("Fix it"))
    mend.click().run()
    assert "no_answer_after" in load_flow(data, "asks").by_id["ask"].config
    assert field(page, "Name of the step").value == "Ask"


def test_the_flow_itself_has_a_form(page: AppTest, data: Path) -> None:
    press(page, "About this flow")
    field(page, "Name of the flow").set_value("Shoes to order").run()
    assert load_flow(data, FLOW).title == "Shoes to order"
    languages = next(box for box in page.multiselect if box.label == "Languages of its texts")
    languages.set_value(["en", "ru", "hy"]).run()
    assert load_flow(data, FLOW).languages == ("en", "ru", "hy")


def test_a_flow_without_steps_says_how_to_begin(data: Path) -> None:
    folder_with_shoes(data)
    save_flow(data, Flow("blank", "Blank"))
    page = open_screen("draw", flow="blank")
    assert drawn(page)["texts"]["nothing"].startswith("No steps yet")
    draw(page, "blank", {"op": "add", "id": "start", "kind": "start", "title": "Start", "at": [0, 0]})
    assert [node["title"] for node in drawn(page)["nodes"]] == ["Start"]


@pytest.mark.parametrize("flow", ["", "gone", "../secret"])
def test_a_flow_that_is_not_there_is_no_error(data: Path, flow: str) -> None:
    page = open_screen("draw", flow=flow) if flow else open_screen("draw")
    assert not page.exception
    assert "To all flows" in [button.label for button in page.button]


def test_both_changed_one_text_mine_is_kept_and_theirs_is_offered(page: AppTest, data: Path) -> None:
    flow = load_flow(data, FLOW)
    theirs = {**flow.by_id["hello"].config, "text": {"en": "Theirs", "ru": "Здравствуйте, {first_name}!"}}
    save_flow(data, with_node(flow, replace(flow.by_id["hello"], config=theirs)))
    field(page, "What the bot says").set_value("Mine").run()
    assert stored(data, "hello").config["text"]["en"] == "Mine"
    assert "Yours is kept; choose one." in html_of(page)
    press(page, "Take the other one")
    assert stored(data, "hello").config["text"]["en"] == "Theirs"
    assert "choose one" not in html_of(page)
    undo(page)
    assert stored(data, "hello").config["text"]["en"] == "Mine"


def test_the_address_names_the_step_and_opens_it(data: Path) -> None:
    folder_with_shoes(data)
    page = open_screen("draw", flow=FLOW, step="bye")
    assert field(page, "Name of the step").value == "Say goodbye"
    select(page, "hello")
    assert page.query_params["step"] in ("hello", ["hello"])
    assert field(open_screen("draw", flow=FLOW, step="gone"), "Name of the step").value == "Say hello"
