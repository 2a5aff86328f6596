"""Home: cards, search, templates, import, duplicate, delete and its undoing."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from builder.home.exchange import taken_in
from builder.standing import ago
from flowbook.errors import UnreadableFile
from flowbook.flow import Flow, Node
from flowbook.store import open_store
from flowbook.store.folder import flow_path, list_flows, load_flow, save_flow
from flowbook.store.publishing import publish
from flowbook.writing import write_flow
from tests.builder_pages import data, html_of, open_part, open_screen, press
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]

HELLO = Flow(
    "hello",
    "Say hello",
    (
        Node("start", "start", "Start", {}, {"next": "hello"}),
        Node("hello", "message", "Hello", {"text": "Hello!"}),
    ),
)


def opens(page: AppTest) -> list[str]:
    return [button.label for button in page.button if button.label.startswith("Open ")]


def choose(page: AppTest, flow: str, what: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """An entry of a card's menu, once; AppTest knows no menu buttons."""
    waiting = [what]

    def menu(label: str, options: list[str], *, key: str, **more: object) -> str | None:
        return waiting.pop() if waiting and key.startswith(f"more-{flow}-") else None

    with monkeypatch.context() as patched:
        patched.setattr("streamlit.menu_button", menu)
        return page.run()


def beginnings() -> AppTest:
    return open_part("from builder.home.templates import choose_beginning\nchoose_beginning()")


def test_without_flows_it_says_what_to_do(data: Path) -> None:
    page = open_screen("flows")
    assert not page.exception
    assert "No flows yet" in html_of(page)
    assert "Choose a template" in [button.label for button in page.button]
    assert page.text_input == []


def test_a_card_tells_how_the_flow_stands(data: Path) -> None:
    store = folder_with_shoes(data)
    save_flow(data, HELLO)
    publish(store, HELLO, ["practice"])
    html = html_of(open_screen("flows"))
    assert "Live v1" in html
    assert "Changes to publish" not in html
    assert "nobody inside" in html
    save_flow(
        data, Flow("hello", "Say hello", (*HELLO.nodes, Node("more", "message", "More", {"text": "!"})))
    )
    assert "Changes to publish" in html_of(open_screen("flows"))


def test_a_flow_whose_file_is_broken_says_so_and_hides_no_other(data: Path) -> None:
    folder_with_shoes(data)
    flow_path(data, "broken").parent.mkdir()
    flow_path(data, "broken").write_text("{", "utf-8")
    page = open_screen("flows")
    assert "This is not JSON" in html_of(page)
    assert opens(page) == ["Open Shoe order"]


def test_search_keeps_what_fits(data: Path) -> None:
    folder_with_shoes(data)
    save_flow(data, HELLO)
    page = open_screen("flows")
    assert opens(page) == ["Open Say hello", "Open Shoe order"]
    page.text_input[0].set_value("SHOE").run()
    assert opens(page) == ["Open Shoe order"]
    page.text_input[0].set_value("nothing like it").run()
    assert opens(page) == []
    assert "No flow is called that" in html_of(page)


def test_a_flow_opens_in_the_editor(data: Path) -> None:
    folder_with_shoes(data)
    page = press(open_screen("flows"), "Open Shoe order")
    assert page.query_params["flow"] == FLOW


def test_deleting_can_be_undone(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_with_shoes(data)
    page = choose(open_screen("flows"), FLOW, "delete", monkeypatch)
    assert list_flows(data) == []
    assert "“Shoe order” is deleted." in html_of(page)
    press(page, "Undo")
    assert [file.id for file in list_flows(data)] == [FLOW]


def test_a_copy_is_a_flow_of_its_own(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_with_shoes(data)
    choose(open_screen("flows"), FLOW, "copy", monkeypatch)
    titles = {file.title: file.id for file in list_flows(data)}
    assert set(titles) == {"Shoe order", "Shoe order (copy)"}
    assert load_flow(data, titles["Shoe order (copy)"]).nodes == load_flow(data, FLOW).nodes


def test_deleting_a_live_flow_says_that_the_bot_goes_on_with_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_flow(data, HELLO)
    publish(open_store(data), HELLO, ["practice"])
    page = choose(open_screen("flows"), "hello", "delete", monkeypatch)
    assert "“Say hello” is deleted. v1 stays live." in html_of(page)


def test_two_flows_without_a_name_are_told_apart(data: Path) -> None:
    for _ in range(2):
        press(beginnings(), "Start empty")
    assert [file.title for file in list_flows(data)] == ["New flow", "New flow 2"]


def test_a_template_becomes_a_draft_of_the_title_given(data: Path) -> None:
    page = beginnings()
    page.text_input(key="new-title").set_value("My birthday flow").run()
    used = next(button for button in page.button if button.key == "use-birthday")
    used.click().run()
    (file,) = list_flows(data)
    assert file.title == "My birthday flow"
    assert page.query_params["flow"] == file.id


def test_an_empty_flow_has_its_beginning(data: Path) -> None:
    page = beginnings()
    page.text_input(key="new-title").set_value("Booking").run()
    press(page, "Start empty")
    (file,) = list_flows(data)
    flow = load_flow(data, file.id)
    assert flow.title == "Booking"
    assert len(flow.nodes) == 1


def test_an_imported_flow_takes_an_id_that_is_free(data: Path) -> None:
    save_flow(data, HELLO)
    flow = taken_in(write_flow(HELLO).encode(), "hello.flow.json")
    assert flow.id != HELLO.id
    assert load_flow(data, flow.id).nodes == HELLO.nodes


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "A flow is an object"),
        (b'{"format": 1, "format": 1}', "stands twice"),
        (b'{"format": 9, "id": "x", "title": "X", "nodes": []}', "Upgrade Flowbook"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(data: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        taken_in(content, "some.flow.json")
    assert list_flows(data) == []


def test_a_page_that_fails_shows_no_traceback(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(files: object) -> None:
        raise RuntimeError("secret words of a programmer")

    folder_with_shoes(data)
    monkeypatch.setattr("builder.home.cards.flow_cards", fail)
    page = open_screen("flows")
    assert not page.exception
    html = html_of(page)
    assert "log entry" in html
    assert "secret words" not in html


def test_the_last_edit_is_told_in_words() -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    assert ago(now) == "just now"
    assert ago(now - timedelta(hours=3)) == "3 hours ago"
    assert "ago" not in ago(now - timedelta(days=40))
