"""Texts in several languages: which one a customer gets, and which are still to be written."""

from __future__ import annotations

import pytest

from flowbook.texts import Text, every, languages_of, missing, pick, spoken

TEXT = {"en": "Hello", "pt": "Olá", "pt-BR": "Oi", "ru": "", "zh-Hant": "你好"}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("pt-BR", "Oi"),
        ("pt-br", "Oi"),
        ("pt_BR", "Oi"),
        ("pt-PT", "Olá"),
        ("pt", "Olá"),
        ("en-GB", "Hello"),
        ("ru", "Hello"),
        ("hy", "Hello"),
        ("", "Hello"),
        ("zh-hant-tw", "Hello"),
    ],
)
def test_the_nearest_language_then_the_default(language: str, expected: str) -> None:
    assert pick(TEXT, language, "en-US") == expected


def test_without_a_default_the_first_that_is_written() -> None:
    assert pick({"ru": "", "hy": "Բարև", "en": "Hello"}, "de", "") == "Բարև"
    assert pick({"ru": ""}, "de", "en") == ""
    assert pick("Hello", "ru", "en") == "Hello"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ({"en": "On {day}", "ru": "В {day}"}, "ru", "ru"),
        ({"en": "On {day}", "ru": "В {day}"}, "en-US", "en-US"),
        ({"en": "On {day}", "ru": "В {day}"}, "hy", "en"),
        ({"pt-BR": "Em {day}"}, "hy", "pt-BR"),
        ("On {day}", "ru", "en"),
        ("On {day}", "en-US", "en-US"),
        ("{day}", "ru", "ru"),
        ({"en": "{day}"}, "ru", "ru"),
        ({"en": "Tag {day}", "de": "Tag {day}"}, "de", "de"),
    ],
)
def test_values_are_filled_in_in_the_language_of_the_text(text: Text, language: str, expected: str) -> None:
    assert spoken(text, language, "en") == (pick(text, language, "en"), expected)


def test_what_is_written() -> None:
    assert every("Hello") == ("Hello",)
    assert every({"en": "Hello", "ru": ""}) == ("Hello", "")
    assert languages_of(TEXT) == ("en", "pt", "pt-BR", "zh-Hant")
    assert languages_of("Hello") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ({"en": "Hello", "ru": "Привет", "pt-BR": "Oi"}, ()),
        ({"en": "Hello", "pt": "Olá"}, ("ru",)),
        ({"en": "Hello", "ru": "  "}, ("ru", "pt-BR")),
        ("Hello", ("ru", "pt-BR")),
        ("", ()),
        ("👍 {first_name} 100 %", ()),
        ({"en": "{price|money}"}, ()),
    ],
)
def test_what_is_still_to_be_translated(text: Text, expected: tuple[str, ...]) -> None:
    assert missing(text, ("en", "ru", "pt-BR")) == expected
