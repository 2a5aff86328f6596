"""The interface's texts: one template for translators, languages chosen and kept."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from builder import catalogue, preferences, texts
from tests.builder_pages import data, html_of, open_screen

__all__ = ["data"]

RUSSIAN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
"n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "No flows yet"
msgstr "Пока нет ни одного сценария"

msgid "{count} problem"
msgid_plural "{count} problems"
msgstr[0] "{count} проблема"
msgstr[1] "{count} проблемы"
msgstr[2] "{count} проблем"
"""


@pytest.fixture
def russian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A little Russian, as long as the test runs."""
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "ru.po").write_text(RUSSIAN, "utf-8")
    monkeypatch.setattr(texts, "LOCALE", tmp_path / "locale")
    texts.catalogue.cache_clear()
    yield
    texts.catalogue.cache_clear()


def test_the_template_holds_what_people_read_of_steps_checks_and_screens() -> None:
    """`python -m builder.catalogue` writes it to builder/locale."""
    found = catalogue.template()
    for words in ("What the bot says", "Asks with buttons", "No flows yet", "{count} problems", "January"):
        assert words in found


def test_a_choice_is_kept_over_visits(data: Path, russian: None) -> None:
    preferences.write(language="ru")
    assert "Пока нет ни одного сценария" in html_of(open_screen("flows"))
    preferences.write(language="en")
    assert "No flows yet" in html_of(open_screen("flows"))


def test_plurals_follow_the_language(data: Path, russian: None) -> None:
    preferences.write(language="ru")
    words = [texts.many("{count} problem", "{count} problems", count) for count in (1, 3, 5)]
    assert words == ["1 проблема", "3 проблемы", "5 проблем"]


def test_a_language_without_texts_is_not_offered(data: Path, russian: None) -> None:
    assert list(texts.available()) == ["en", "ru"]
    preferences.write(language="ka")
    assert texts.language() == "en"


def test_preferences_that_cannot_be_read_are_none(data: Path) -> None:
    (data / "builder.json").write_text("{", "utf-8")
    assert preferences.read() == {}


def test_values_are_never_read_as_texts(data: Path) -> None:
    assert texts._("Use {title}", title="{title} {step}") == "Use {title} {step}"


def test_what_the_builder_shows_goes_through_gettext() -> None:
    """Calls that put words on the page take them from `_` or `many`, or from data."""
    shown = {"title", "subheader", "button", "text_input", "text_area", "selectbox", "multiselect", "toggle"}
    found = []
    for path in sorted(Path(texts.__file__).parent.rglob("*.py")):
        for part in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(part, ast.Call) and getattr(part.func, "attr", "") in shown and part.args:
                first = part.args[0]
                if isinstance(first, ast.Constant) and str(first.value).strip():
                    found.append(f"{path.name}:{first.lineno} {first.value}")
    assert found == []
