"""The screen Settings: bots by their tokens, and the workspace's parts saved to its file."""

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from builder.preferences import read as preferences
from flowbook.store import Store
from flowbook.store.bots import Bot, add_bot, list_bots
from flowbook.store.workspaces import load_workspace, load_workspace_json
from tests.builder_pages import data, html_of, open_screen, press
from tests.shoe_shop import folder_with_shoes

if TYPE_CHECKING:
    from tests.botapi import Botapi

__all__ = ["data"]
TOKEN = "123456789:" + "a" * 35


@pytest.fixture
def shop(data: Path) -> Store:
    return folder_with_shoes(data)


def section(name: str) -> AppTest:
    page = open_screen("settings", section=name)
    assert not page.exception
    return page


def add(page: AppTest, token: str, api_url: str) -> AppTest:
    page.text_input[0].set_value(token)
    page.text_input[1].set_value(api_url)
    return press(page, "Check and add")


def test_a_bot_is_asked_for_its_name_and_kept_under_lock(
    shop: Store, botapi: "Botapi", caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bot = botapi.control.add_bot("sole_bot", name="Sole Studio")
    page = add(section("bots"), bot.token, botapi.address)
    html = html_of(page)
    assert "“Sole Studio” is added: https://t.me/sole_bot" in html
    assert ">t.me/sole_bot<" in html
    (kept,) = list_bots(shop)
    assert (kept.name, kept.token, kept.api_url) == ("Sole Studio", bot.token, botapi.address)
    everything = html + json.dumps(page.session_state._state.filtered_state, default=str) + caplog.text
    assert bot.token not in everything
    assert page.text_input[0].value == ""


@pytest.mark.parametrize(
    ("token", "sentence"),
    [("hello", "This is no bot token."), (TOKEN, "did not answer"), ("", "This is no bot token.")],
)
def test_a_token_that_is_none_is_refused_without_showing_it(shop: Store, token: str, sentence: str) -> None:
    page = add(section("bots"), token, "http://127.0.0.1:9")
    html = html_of(page)
    assert sentence in html
    assert TOKEN not in html
    assert list_bots(shop) == []


def test_a_bot_is_paused_switched_on_and_removed_after_a_question(shop: Store) -> None:
    add_bot(shop, Bot("123456789", "Sole Studio", "sole_bot", TOKEN))
    page = press(section("bots"), "Pause")
    assert list_bots(shop)[0].state == "off"
    press(page, "Switch on")
    assert list_bots(shop)[0].state == "on"
    press(page, "Remove…")
    assert len(list_bots(shop)) == 1, "the first press only asks"
    page.button(key="remove-sure--i-trash-2--with").click().run()
    assert list_bots(shop) == []
    assert "“Sole Studio” is removed." in html_of(page)


def test_a_stopped_bot_says_why(shop: Store) -> None:
    add_bot(
        shop,
        Bot("123456789", "Sole Studio", "sole_bot", TOKEN, state="stopped", why="The token was withdrawn."),
    )
    html = html_of(section("bots"))
    assert "Stopped" in html
    assert "The token was withdrawn." in html
    assert TOKEN not in html


def test_a_wrong_key_is_a_sentence(shop: Store, data: Path) -> None:
    add_bot(shop, Bot("123456789", "Sole Studio", "sole_bot", TOKEN))
    (data / "secret.key").write_text("8kE5zM0mVJ0r0q2l3b0G0XQ3lq5b8m8Q9m1c9oZ7mZg=\n", "ascii")
    assert "is not the key it was stored with" in html_of(section("bots"))


def test_the_workspace_is_saved_and_its_other_parts_stay(shop: Store, data: Path) -> None:
    page = section("workspace")
    page.text_input[0].set_value("Sole & Heel").run()
    page.toggle[0].set_value(True).run()
    press(page, "Save")
    saved = load_workspace(data)
    assert (saved.name, saved.quiet) == ("Sole & Heel", {"from": "22:00", "to": "08:00"})
    assert "regulars" in saved.segments
    assert "Saved." in html_of(page)
    page.toggle[0].set_value(False).run()
    press(page, "Save")
    assert load_workspace(data).quiet is None


def test_what_is_wrong_is_said_and_nothing_is_saved(shop: Store, data: Path) -> None:
    page = section("workspace")
    page.text_input[0].set_value(" ").run()
    page.multiselect[0].set_value([]).run()
    html = html_of(page)
    assert "The workspace needs a name." in html
    assert "Choose at least one language." in html
    assert next(button for button in page.button if button.label == "Save").disabled
    assert load_workspace(data).name == "Sole Studio"


def test_tags_stages_and_events_are_lines(shop: Store, data: Path) -> None:
    page = section("lists")
    page.text_area[0].set_value("booked\nrunner\nvip\nvip").run()
    press(page, "Save")
    assert load_workspace(data).tags == ("booked", "runner", "vip")
    assert "orders is at least 1" in html_of(page)


def test_holidays_are_saved_with_the_hours(shop: Store, data: Path) -> None:
    page = section("hours")
    page.text_area[0].set_value("12-25\nnever").run()
    assert "“never” is no day" in html_of(page)
    page.text_area[0].set_value("12-25").run()
    press(page, "Save")
    assert load_workspace_json(data)["hours"]["default"]["holidays"] == ["--12-25"]


@pytest.mark.parametrize("name", ["fields", "teams"])
def test_tables_show_what_there_is_and_change_nothing_by_themselves(
    shop: Store, data: Path, name: str
) -> None:
    before = load_workspace_json(data)
    page = section(name)
    assert next(button for button in page.button if button.label == "Save").disabled
    assert load_workspace_json(data) == before


def test_the_person_gives_a_name_to_what_they_do(shop: Store) -> None:
    page = section("you")
    page.text_input[0].set_value("Ruta").run()
    assert preferences()["name"] == "Ruta"
