"""In whose name changes are written down: one browser's name, else the one said for all."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import preferences, signature, state
from builder.editor.clashes import who_is
from tests.builder_pages import data, open_screen

__all__ = ["data"]


@pytest.fixture
def visit(data: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A visit whose browser has kept what is in here."""
    kept: dict[str, str] = {}
    monkeypatch.setattr(state, "visit", lambda: "v1")
    memory: dict[str, object] = {}
    monkeypatch.setattr(state, "remembered", lambda name: memory)
    monkeypatch.setattr(signature.st, "context", type("Context", (), {"cookies": kept}))
    return kept


def test_the_browser_keeps_the_name_and_knows_any_alphabet(visit: dict[str, str]) -> None:
    visit[signature.COOKIE] = "%D0%90%D0%BD%D0%B0"
    preferences.write(name="Somebody else")
    assert signature.author() == signature.own_name() == "Ана"


def test_a_name_said_beside_somebody_else_is_this_browsers_alone(visit: dict[str, str]) -> None:
    signature.sign_as(" Ana ")
    assert signature.author() == "Ana"
    assert "name" not in preferences.read()


def test_a_name_said_in_the_settings_serves_all_until_they_say_theirs(visit: dict[str, str]) -> None:
    signature.sign_as("Ana", anywhere=True)
    assert preferences.read()["name"] == "Ana"
    signature.sign_as("Ben")
    assert signature.author() == "Ben"
    signature.sign_as("", anywhere=True)
    assert signature.author() == ""


def test_nobody_is_called_by_an_empty_name_or_by_ones_own(visit: dict[str, str]) -> None:
    signature.sign_as("Ana")
    assert [who_is(name) for name in ("Ben", "", "Ana")] == ["Ben", "Another tab", "Another tab"]


def test_the_settings_ask_for_it(data: Path) -> None:
    page = open_screen("settings", section="you")
    page.text_input(key="signature").set_value("Ana").run()
    assert not page.exception
    assert preferences.read()["name"] == "Ana"
