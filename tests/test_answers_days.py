"""Days and times of day as people write them in six languages."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from flowbook.answers import read_clock, read_day
from flowbook.answers.daynames import LANGUAGES, fold, month_of

WEDNESDAY = date(2027, 3, 3)
"""Fridays are 5 March, Mondays 8 March."""
SAID = {
    "en": {
        "today": "2027-03-03",
        "Tomorrow": "2027-03-04",
        "5 March": "2027-03-05",
        "5th of Sept": "2027-09-05",
        "next Friday": "2027-03-05",
        "thurs": "2027-03-04",
        "in a week": "2027-03-10",
    },
    "ru": {
        "сегодня": "2027-03-03",
        "Послезавтра": "2027-03-05",
        "5 марта": "2027-03-05",
        "1 мая": "2027-05-01",
        "12 мая 2028 г.": "2028-05-12",
        "в пятницу": "2027-03-05",
        "среда": "2027-03-10",
        "пт": "2027-03-05",
        "через 3 дня": "2027-03-06",
    },
    "hy": {
        "այսօր": "2027-03-03",
        "Վաղը": "2027-03-04",
        "վաղը չէ մյուս օրը": "2027-03-05",
        "մարտի 5": "2027-03-05",
        "մարտի 5-ին": "2027-03-05",
        "5 մարտ": "2027-03-05",
        "2028 թ. մարտի 5": "2028-03-05",
        "2028 թվականի հունիսի 12-ին": "2028-06-12",
        "ուրբաթ": "2027-03-05",
        "ուրբաթ օրը": "2027-03-05",
        "երկուշաբթին": "2027-03-08",
        "հաջորդ շաբաթ օրը": "2027-03-06",
        "3 օրից": "2027-03-06",
        "շաբաթից": "2027-03-10",
        "2 շաբաթ հետո": "2027-03-17",
    },
    "ka": {
        "დღეს": "2027-03-03",
        "ხვალ": "2027-03-04",
        "ზეგ": "2027-03-05",
        "5 მარტი": "2027-03-05",
        "5 მარტს": "2027-03-05",
        "12 იანვარს": "2028-01-12",
        "იანვრის 12": "2028-01-12",
        "5 მარტი, 2028": "2028-03-05",
        "პარასკევს": "2027-03-05",
        "შემდეგ ორშაბათს": "2027-03-08",
        "კვირას": "2027-03-07",
        "3 დღეში": "2027-03-06",
        "2 კვირის შემდეგ": "2027-03-17",
    },
    "lt": {
        "šiandien": "2027-03-03",
        "Rytoj": "2027-03-04",
        "poryt": "2027-03-05",
        "kovo 5": "2027-03-05",
        "kovo 5 d.": "2027-03-05",
        "rugsėjo 1-ąją": "2027-09-01",
        "rugsejo 1": "2027-09-01",
        "2028 m. kovo 5 d.": "2028-03-05",
        "2028 03 05": "2028-03-05",
        "penktadienį": "2027-03-05",
        "kita pirmadieni": "2027-03-08",
        "šešt.": "2027-03-06",
        "po 3 dienų": "2027-03-06",
        "po savaitės": "2027-03-10",
    },
    "uk": {
        "сьогодні": "2027-03-03",
        "завтра": "2027-03-04",
        "післязавтра": "2027-03-05",
        "5 березня": "2027-03-05",
        "12 січня 2028 р.": "2028-01-12",
        "5-го листопада": "2027-11-05",
        "п'ятниця": "2027-03-05",
        "у п’ятницю": "2027-03-05",
        "в неділю": "2027-03-07",
        "за 3 дні": "2027-03-06",
        "через тиждень": "2027-03-10",
    },
}


@pytest.mark.parametrize(
    ("said", "day"),
    [(said, day) for table in SAID.values() for said, day in table.items()],
)
def test_a_day_is_understood_as_people_write_it(said: str, day: str) -> None:
    assert read_day(said, WEDNESDAY) == date.fromisoformat(day)
    assert read_day(f" {said.upper()} ", WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "said",
    [
        "мне 5 лет",
        "հուն 5",
        "rug 5",
        "5 mar apr",
        "an",
        "мартовский",
        "შემდეგ",
        "մարտի 35",
        "неделю",
        "5 օր",
        "po",
    ],
)
def test_what_could_be_anything_is_no_day(said: str) -> None:
    assert read_day(said, WEDNESDAY) is None


@given(st.dates(date(2000, 1, 1), date(2049, 12, 31)), st.sampled_from(LANGUAGES))
def test_what_babel_writes_is_read_back(day: date, language: str) -> None:
    for style in ("long", "full", "d MMMM y", "d MMM y", "EEEE, d MMMM y"):
        assert read_day(format_date(day, style, locale=language), WEDNESDAY) == day, style


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_month_means_two(language: str) -> None:
    for month in range(1, 13):
        for style in ("MMMM", "MMM", "LLLL", "LLL"):
            name = format_date(date(2027, month, 1), style, locale=language).rstrip(".")
            assert month_of(fold(name)) == month


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("ժամը 14:00", "14:00"),
        ("14:30-ին", "14:30"),
        ("14:30-ზე", "14:30"),
        ("3 საათზე", "03:00"),
        ("14 val.", "14:00"),
        ("14.30 val", "14:30"),
        ("о 15:00", "15:00"),
        ("о 5 вечора", "17:00"),
        ("9 ранку", "09:00"),
        ("в 3 часа дня", "15:00"),
        ("կեսօրին", "12:00"),
        ("північ", "00:00"),
    ],
)
def test_a_time_is_understood_as_people_write_it(said: str, clock: str) -> None:
    assert read_clock(said) == clock
