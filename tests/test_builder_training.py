"""The exercises of the Test screen: predicting, revealing, scoring; breaking and finding."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowbook.store.notebooks import add_notebook
from tests.builder_pages import data, html_of, open_part, open_screen, press
from tests.shoe_shop import FLOW, folder_with_shoes

__all__ = ["data"]
NOTEBOOK = """notebook: Ana asks for shoes
flow: shoes
customers: {id: ana, set: {first_name: Ana}}
cells:
  - {id: begin, say: /start}
  - {id: large, tap: 39–41}
"""


@pytest.fixture
def shop(data: Path) -> Path:
    folder_with_shoes(data)
    add_notebook(data, FLOW, "Ana asks for shoes", NOTEBOOK)
    return data


def exercise(name: str) -> AppTest:
    """What the dialog of an exercise shows."""
    return open_part(
        "from builder import drafts\n"
        f"from builder.training.{name} import {name}\n"
        f"{name}(drafts.load('{FLOW}').flow)\n"
    )


def test_the_panel_stands_where_there_is_a_test(shop: Path) -> None:
    page = open_screen("test", flow=FLOW)
    labels = [button.label for button in page.button]
    assert "Predict what the bot says" in labels
    assert "Break the bot" in labels


def test_a_right_guess_is_revealed_and_counted(shop: Path) -> None:
    shown = exercise("predicting")
    assert "1 of 2" in html_of(shown)
    assert "Hi Ana!" not in html_of(shown)
    radio = shown.radio[0]
    radio.set_value(next(n for n, text in enumerate(radio.options) if text.startswith("Hi Ana!"))).run()
    press(shown, "Reveal")
    html = html_of(shown)
    assert "1 of 1 right" in html
    assert "The bot says: Hi Ana! Looking for your next pair?" in html
    press(shown, "Next")
    assert "2 of 2" in html_of(shown)
    assert "They tap “39–41”" in html_of(shown)


def test_a_wrong_guess_is_told_and_not_counted_and_the_end_comes(shop: Path) -> None:
    shown = exercise("predicting")
    for _ in range(2):
        radio = shown.radio[0]
        radio.set_value(next(n for n, text in enumerate(radio.options) if "myself" in text) - 1).run()
        shown.radio[0].set_value(-1).run()
        shown.text_input[0].set_value("Something quite different").run()
        press(shown, "Reveal")
        assert "Not this time" in html_of(shown)
        press(shown, "Next")
    assert "0 of 2 right" in html_of(shown)
    press(shown, "Another conversation")
    assert "1 of 2" in html_of(shown)


def test_a_broken_bot_is_known_by_what_it_says_alone(shop: Path) -> None:
    shown = exercise("breaking")
    html = html_of(shown)
    assert "The broken bot" in html
    assert "As it should be" not in html
    press(shown, "Show how it should go")
    assert "As it should be" in html_of(shown)


def test_step_and_change_bring_points(shop: Path) -> None:
    shown = exercise("breaking")
    box = shown.selectbox[0]
    box.select(box.options[-1]).run()
    press(shown, "It is this one")
    html = html_of(shown)
    assert "Yes, it is “" in html or "No, it is “" in html
    shown.radio[0].set_value(0).run()
    press(shown, "That is it")
    assert "of 3 points" in html_of(shown)
    press(shown, "Break something else")
    assert "Which step is it?" in html_of(shown)


def test_without_a_test_it_says_what_to_do(data: Path) -> None:
    folder_with_shoes(data)
    assert "There is no test yet" in html_of(exercise("predicting"))
    assert "There is nothing to break yet" in html_of(exercise("breaking"))


def test_an_open_notebook_can_be_taken_along_for_jupyter(shop: Path) -> None:
    page = open_screen("test", flow=FLOW, notebook="ana_asks_for_shoes.test.yaml")
    assert not page.exception
    labels = [one.proto.label for one in page.get("download_button")]
    assert {"As it stands", "For Jupyter"} <= set(labels)


def test_exercises_begin_beside_a_talk_too(data: Path) -> None:
    folder_with_shoes(data)
    assert "Learn this flow" not in html_of(open_screen("try", flow=FLOW)), "there are no tests to learn by"
    add_notebook(data, FLOW, "Ana asks for shoes", NOTEBOOK)
    page = open_screen("try", flow=FLOW)
    assert "Learn this flow" in html_of(page)
    press(page, "Predict what the bot says")
    assert not page.exception
