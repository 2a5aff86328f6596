"""Answers as people give them, and what is understood of them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowbook.answers import (
    KINDS,
    Asked,
    option_meant,
    options_meant,
    read,
    read_clock,
    read_day,
    read_number,
)
from flowbook.stimuli import ContactShared, FileSent, LocationShared, Said, Stimulus

WEDNESDAY = date(2027, 3, 3)
NOW = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)
SIZES = (("Small", "Маленький"), ("Medium", "Средний"), ("Very large", "Очень большой"))


def asked(
    language: str = "en", region: str = "", options: tuple[tuple[str, ...], ...] = (), **config: Any
) -> Asked:
    return Asked(config, NOW, language, region, options)


def value(kind: str, said: str | Stimulus, question: Asked | None = None) -> Any:
    stimulus = Said(said) if isinstance(said, str) else said
    return read(kind, question or asked(), stimulus).value


def code(kind: str, said: str | Stimulus, question: Asked | None = None) -> str:
    stimulus = Said(said) if isinstance(said, str) else said
    refused = read(kind, question or asked(), stimulus).refusal
    return refused.code if refused else ""


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("5.3.2027", "2027-03-05"),
        ("05.03.27", "2027-03-05"),
        ("5/3/2027", "2027-03-05"),
        ("3/25/2027", "2027-03-25"),
        ("2027-03-05", "2027-03-05"),
        ("5 3 2027", "2027-03-05"),
        ("5.3", "2027-03-05"),
        ("2.3", "2028-03-02"),
        ("29.2", "2028-02-29"),
        ("5 March", "2027-03-05"),
        ("March 5th, 2028", "2028-03-05"),
        ("the 5th of Sept", "2027-09-05"),
        ("Friday, 5 March", "2027-03-05"),
        ("5 марта", "2027-03-05"),
        ("5-го марта 2028 года", "2028-03-05"),
        ("12 янв", "2028-01-12"),
        ("1 мая", "2027-05-01"),
        ("05.03.2027 г.", "2027-03-05"),
        ("today", "2027-03-03"),
        ("Tomorrow", "2027-03-04"),
        ("the day after tomorrow", "2027-03-05"),
        ("Послезавтра", "2027-03-05"),
        ("Friday", "2027-03-05"),
        ("next Wednesday", "2027-03-10"),
        ("в пятницу", "2027-03-05"),
        ("in 10 days", "2027-03-13"),
        ("через неделю", "2027-03-10"),
    ],
)
def test_days_as_people_write_them(said: str, day: str) -> None:
    assert read_day(said, WEDNESDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "soon",
        "31.2.2027",
        "30 February",
        "5",
        "5 or 6 March",
        "5 March or April",
        "13.13.2027",
        "in days",
        "99999",
    ],
)
def test_what_is_no_day(said: str) -> None:
    assert read_day(said, WEDNESDAY) is None


def test_a_day_without_a_year_looks_back_when_it_must_be_past() -> None:
    assert read_day("5 March", WEDNESDAY, past=True) == date(2026, 3, 5)
    assert read_day("5.3.85", WEDNESDAY, past=True) == date(1985, 3, 5)
    assert read_day("5.3.28", WEDNESDAY, past=True) == date(1928, 3, 5)
    assert read_day("5.3.28", WEDNESDAY) == date(2028, 3, 5)


def test_americans_write_the_month_first_and_others_do_not() -> None:
    assert read_day("3/5/2027", WEDNESDAY, month_first=True) == date(2027, 3, 5)
    assert read_day("3/5/2027", WEDNESDAY) == date(2027, 5, 3)
    assert read_day("3.5.2027", WEDNESDAY, month_first=True) == date(2027, 5, 3)


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_every_day_written_out_is_read_back(day: date) -> None:
    for said in (f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}", f"{day.day} {day:%B} {day.year}"):
        assert read_day(said, WEDNESDAY) == day


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        *(("14:30", "14:30"), ("14.30", "14:30"), ("14 30", "14:30"), ("1430", "14:30"), ("9", "09:00")),
        *(
            ("at 2 pm", "14:00"),
            ("2:15 p.m.", "14:15"),
            ("12am", "00:00"),
            ("12 pm", "12:00"),
            ("14h", "14:00"),
        ),
        *(("noon", "12:00"), ("полночь", "00:00"), ("в 5 вечера", "17:00"), ("9 утра", "09:00")),
        *(("2 дня", "14:00"), ("11 ночи", "23:00"), ("1 ночи", "01:00"), ("12 ночи", "00:00")),
    ],
)
def test_times_as_people_write_them(said: str, clock: str) -> None:
    assert read_clock(said) == clock


@pytest.mark.parametrize("said", ["25:00", "12:60", "later", "", "2 or 3", "14:3"])
def test_what_is_no_time(said: str) -> None:
    assert read_clock(said) is None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        *(
            ("12", 12),
            ("12,5", 12.5),
            ("12.5", 12.5),
            ("1 234,56", 1234.56),
            ("1,234.56", 1234.56),
            ("-3", -3),
        ),
        *(("1.234,56", 1234.56), ("1,234", 1234), ("1.500", 1.5), ("12 000", 12000), ("1'000'000", 1000000)),
        *(("$12", 12), ("12 €", 12), ("100евро", 100), ("about 3 people", 3), ("7.", 7), ("2.0", 2)),
    ],
)
def test_numbers_as_people_write_them(said: str, number: float) -> None:
    read = read_number(said)
    assert read == number
    assert type(read) is type(number)


@pytest.mark.parametrize(
    "said", ["", "many", "5-7", "2 or 3", "14:30", "1.2.3", "9" * 16, "12,34,56", "COVID19"]
)
def test_what_is_no_single_number(said: str) -> None:
    assert read_number(said) is None


def test_a_comma_before_three_digits_means_what_the_language_means() -> None:
    assert read_number("1,500", "ru") == 1.5
    assert read_number("1,500", "en-GB") == 1500


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_survive_their_thousands(number: int) -> None:
    for said in (f"{number}", f"{number:,}", f"{number:,}".replace(",", " ")):
        assert read_number(said) == number


@pytest.mark.parametrize(
    ("said", "place"),
    [
        *(("small", 0), ("  SMALL! ", 0), ("средний", 1), ("2", 1), ("very", 2), ("smal", 0), ("Medum", 1)),
        *(("4", None), ("0", None), ("huge", None), ("", None), ("🤷", None)),
    ],
)
def test_which_option_is_meant(said: str, place: int | None) -> None:
    assert option_meant(said, SIZES) == place


def test_a_guess_between_two_like_options_is_not_made() -> None:
    assert option_meant("Tue mornin", (("Tue morning",), ("The morning",))) == 0
    assert option_meant("room", (("Room one",), ("Room two",))) is None
    assert option_meant("boom", (("Room",), ("Book",))) is None


def test_numbers_in_the_options_are_names_not_places() -> None:
    assert option_meant("2", (("3",), ("2",), ("1",))) == 1
    assert option_meant("👎", (("👍",), ("👎",))) == 1


@pytest.mark.parametrize(
    ("said", "places"),
    [
        *(("small, very large", (0, 2)), ("Very large and small", (0, 2)), ("1 3", (0, 2)), ("3,1", (0, 2))),
        *(("medium", (1,)), ("small\nsmall", (0,)), ("маленький и средний", (0, 1))),
        *(("small, huge", None), (",", None)),
    ],
)
def test_several_options_at_once(said: str, places: tuple[int, ...] | None) -> None:
    assert options_meant(said, SIZES) == places


@pytest.mark.parametrize(
    ("kind", "said", "kept", "question"),
    [
        ("text", "  Anna ", "Anna", asked()),
        ("phone", "+370 600 12345", "+37060012345", asked()),
        ("phone", "00370 600 12345", "+37060012345", asked()),
        ("phone", "8 600 12345", "+37060012345", asked(region="LT")),
        ("email", "write to <Anna@Example.COM>", "Anna@example.com", asked()),
        ("choice", "средний", "Medium", asked(options=SIZES)),
        ("choices", "1, 2", ["Small", "Medium"], asked(options=SIZES)),
        ("rating", "4/5", 4, asked()),
        ("rating", "9", 9, asked(scale=10)),
        ("contact", ContactShared("37060012345"), "+37060012345", asked()),
        ("contact", "+370 600 12345", "+37060012345", asked()),
        ("location", LocationShared(54.6872, 25.2797), "54.68720,25.27970", asked()),
        ("photo", FileSent("photo", "abc"), "abc", asked()),
        ("file", FileSent("voice", "abc"), "abc", asked()),
        ("date", "tomorrow", "2027-03-04", asked(when="future")),
        ("date", "today", "2027-03-03", asked(when="past")),
    ],
)
def test_what_is_kept_of_an_answer(kind: str, said: str | Stimulus, kept: Any, question: Asked) -> None:
    assert value(kind, said, question) == kept


@pytest.mark.parametrize(
    ("kind", "said", "refused", "question"),
    [
        ("text", "/help", "text", asked()),
        ("text", "Al", "too_short", asked(min_length=3)),
        ("text", "Alexander", "too_long", asked(max_length=5)),
        ("text", "AB-1", "pattern", asked(pattern=r"[A-Z]{2}-\d{3}")),
        ("number", "2", "too_small", asked(minimum=3)),
        ("number", "11", "too_large", asked(maximum=10)),
        ("date", "2.3.2027", "not_future", asked(when="future")),
        ("date", "tomorrow", "not_past", asked(when="past")),
        ("phone", "12345", "phone", asked(region="LT")),
        ("phone", "8 600 12345", "phone", asked()),
        ("email", "anna@", "email", asked()),
        ("email", "a@example.com b@example.com", "email", asked()),
        ("choice", "huge", "choice", asked(options=SIZES)),
        ("rating", "6", "too_large", asked()),
        ("rating", "0", "too_small", asked()),
        ("rating", "4.5", "rating", asked()),
        ("photo", FileSent("document", "abc"), "photo", asked()),
        ("location", "Vilnius", "location", asked()),
        ("number", FileSent("photo", "abc"), "number", asked()),
    ],
)
def test_why_an_answer_is_refused(kind: str, said: str | Stimulus, refused: str, question: Asked) -> None:
    assert code(kind, said, question) == refused


def test_a_broken_pattern_holds_nobody_up() -> None:
    assert value("text", "anything", asked(pattern="(")) == "anything"


def test_a_refusal_names_what_would_be_right() -> None:
    refused = read("choice", asked(options=SIZES), Said("huge")).refusal
    assert refused
    assert refused.text["ru"].endswith("Small, Medium, Very large.")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25)
@given(said=st.text(max_size=60))
def test_no_words_break_the_reading(kind: str, said: str) -> None:
    reading = read(kind, asked(region="LT", options=SIZES), Said(said))
    assert (reading.value is None) == (reading.refusal is not None)
