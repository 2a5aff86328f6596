"""Days and times of day in texts: as people write them, in six languages and by the customs of regions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.days import DATE_STYLES, day_text, year_of
from flowbook.templates import render

MOMENT = "2026-03-05T14:30"
LANGUAGES = ("en", "ru", "hy", "ka", "lt", "uk")
STYLES = ("", "short", "long", "full", "weekday")
WRITTEN = {
    "en": ("5 March", "5 Mar", "5 March 2026", "Thursday 5 March, 14:30", "Thursday"),
    "en-US": ("March 5", "Mar 5", "March 5, 2026", "Thursday, March 5, 2:30 PM", "Thursday"),
    "en-GB": ("5 March", "5 Mar", "5 March 2026", "Thursday 5 March, 14:30", "Thursday"),
    "ru": ("5 марта", "5 мар.", "5 марта 2026 г.", "четверг, 5 марта, 14:30", "четверг"),
    "hy": ("մարտի 5", "մրտ 5", "2026 թ. մարտի 5", "մարտի 5, հինգշաբթի, 14:30", "հինգշաբթի"),
    "ka": ("5 მარტი", "5 მარ", "5 მარტი, 2026", "ხუთშაბათი, 5 მარტი, 14:30", "ხუთშაბათი"),
    "lt": ("kovo 5 d.", "03-05", "2026 m. kovo 5 d.", "kovo 5 d., ketvirtadienis, 14:30", "ketvirtadienis"),
    "uk": ("5 березня", "5 бер.", "5 березня 2026 р.", "четвер, 5 березня, 14:30", "четвер"),
    "xx": ("5 March", "5 Mar", "5 March 2026", "Thursday 5 March, 14:30", "Thursday"),
}
ANOTHER_YEAR = {
    "en": ("5 March 2027", "5 Mar 2027"),
    "ru": ("5 марта 2027 г.", "5 мар. 2027 г."),
    "hy": ("2027 թ. մարտի 5", "2027 թ. մրտ 5"),
    "ka": ("5 მარტი, 2027", "5 მარ. 2027"),
    "lt": ("2027 m. kovo 5 d.", "2027-03-05"),
    "uk": ("5 березня 2027 р.", "5 бер. 2027 р."),
}


def said(text: str, style: str, language: str, this_year: int | None = 2026) -> str:
    """Babel separates with spaces that do not break; a person sees spaces."""
    return day_text(text, style, language, this_year).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(("language", "expected"), WRITTEN.items())
def test_a_day_in_every_style(language: str, expected: tuple[str, ...]) -> None:
    assert tuple(said(MOMENT, style, language) for style in STYLES) == expected


@pytest.mark.parametrize(("language", "expected"), ANOTHER_YEAR.items())
def test_the_year_stands_there_when_it_is_another(language: str, expected: tuple[str, ...]) -> None:
    assert tuple(said("2027-03-05", style, language) for style in ("", "short")) == expected
    assert said("2027-03-05", "", language, this_year=2027) == WRITTEN[language][0]
    assert said("2027-03-05", "", language, this_year=None) == expected[0]


@pytest.mark.parametrize(
    ("language", "expected"),
    [*((one, "14:30") for one in (*LANGUAGES, "ar", "xx", "en-GB", "de-AT")), ("en-US", "2:30 PM")],
)
def test_clocks_have_24_hours_unless_the_region_says_otherwise(language: str, expected: str) -> None:
    assert said(MOMENT, "time", language) == expected
    assert said("14:30", "time", language) == expected


def test_what_a_date_lacks_is_not_shown() -> None:
    assert said("--03-05", "long", "en") == "5 March"
    assert said("--02-29", "", "ru") == "29 февраля"
    assert said("--03-05", "full", "en") == "5 March"
    assert said("--03-05", "weekday", "en") == ""
    assert said("2026-03-05", "full", "lt") == "kovo 5 d., ketvirtadienis"
    assert said("2026-03-05", "time", "en") == ""
    assert said("soon", "full", "en") == "soon"


def test_this_year_is_what_the_reader_calls_today() -> None:
    values = {"day": "2026-12-31", "today": "2026-01-01"}
    assert render("{day|date}", values.get) == "31 December"
    assert render("{day|date}", {**values, "today": "2027-01-01"}.get) == "31 December 2026"
    assert render("{day|date}", {"day": "2026-12-31"}.get) == "31 December 2026"
    assert year_of(10**5000) is None


@given(st.dates(), st.sampled_from(LANGUAGES))
def test_a_long_date_has_its_year_and_its_day(day: object, language: str) -> None:
    text = said(str(day), "long", language)
    assert str(day)[:4].lstrip("0") in text
    assert str(int(str(day)[8:])) in text


@given(st.text(max_size=12), st.sampled_from(("", *DATE_STYLES)), st.text(max_size=6))
def test_nothing_that_is_written_breaks_it(text: str, style: str, language: str) -> None:
    assert isinstance(day_text(text, style, language, 2026), str)
