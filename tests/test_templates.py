"""Fields in texts: what is filled in, in which language, and what an author is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.templates import Field, names, parse, problems, render, shown

VALUES: dict[str, Any] = {
    "first_name": "anna",
    "nothing": None,
    "empty": "",
    "price": 1234.5,
    "whole": 12000,
    "birthday": "1990-03-05",
    "yearless": "--03-05",
    "visit": "2026-03-05T14:30",
    "yes": True,
    "list": ["rose", "", "tulip"],
    "spaces": "  two   words ",
    "orders.count": 3,
    "session.shoe size": 39,
}


def say(text: str, language: str = "en") -> str:
    # Babel separates with spaces that do not break; a person sees spaces.
    return render(text, VALUES.get, language).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no fields", "no fields"),
        ("Hi {first_name}!", "Hi anna!"),
        ("{ first_name }", "anna"),
        ("{orders.count} and {session.shoe size}", "3 and 39"),
        ("{nothing}{empty}{unknown}", ""),
        ("{nothing|default:friend}", "friend"),
        ("{empty|upper|default:dear friend}", "dear friend"),
        ("{nothing|default:friend|title}", "Friend"),
        ("{first_name|default:friend}", "anna"),
        ("{first_name|upper} {first_name|title} {first_name|upper|lower}", "ANNA Anna anna"),
        ("<{spaces|trim}>", "<two words>"),
        ("{list} {list|upper}", "rose, tulip ROSE, TULIP"),
        ("{{first_name}} {{ }}", "{first_name} { }"),
        ("{{{first_name}}}", "{anna}"),
        ("{price} {whole} {yes}", "1234.5 12000 yes"),
        ("{birthday}", "1990-03-05"),
    ],
)
def test_filling_in(text: str, expected: str) -> None:
    assert say(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("{price|number}", "en", "1,234.5"),
        ("{price|number}", "ru", "1 234,5"),
        ("{price|number}", "pt-br", "1.234,5"),
        ("{price|number}", "tlh", "1,234.5"),
        ("{price|money}", "en", "1,234.50"),
        ("{whole|money}", "hy", "12 000"),
        ("{price|money:EUR}", "lt", "1 234,50 €"),
        ("{whole|money:AMD}", "ru", "12 000 AMD"),
        ("{birthday|date}", "en", "5 March 1990"),
        ("{birthday|date:long}", "ru", "5 марта 1990 г."),
        ("{birthday|date:short}", "lt", "1990-03-05"),
        ("{visit|date:weekday}", "hy", "հինգշաբթի"),
        ("{visit|date:time}", "ru", "14:30"),
        ("{yearless|date}", "en", "5 March"),
        ("{yearless|date:weekday}", "en", ""),
        ("{birthday|date:time}", "en", ""),
        ("{yes}", "ru", "да"),
        ("{yes}", "ka", "დიახ"),
        ("{first_name|number} {first_name|money} {first_name|date}", "en", "anna anna anna"),
    ],
)
def test_numbers_and_dates_in_a_language(text: str, language: str, expected: str) -> None:
    assert say(text, language) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1 + 0.2, "0.3"),
        (5.0, "5"),
        (float("nan"), ""),
        (float("inf"), ""),
        (Decimal("1.50"), "1.50"),
        (date(2026, 3, 5), "2026-03-05"),
        (0, "0"),
        (False, "no"),
        ({"a": 1}, ""),
        (object(), ""),
        (print, ""),
    ],
)
def test_values_as_they_read(value: Any, expected: str) -> None:
    assert render("{x}", lambda name: value) == expected


@pytest.mark.parametrize("value", ["1e999999999", "9" * 400, 10**400, float("nan"), float("-inf"), "१२"])
def test_no_number_makes_a_text_explode(value: Any) -> None:
    assert len(render("{x|number} {x|money} {x|money:EUR}", lambda name: value)) < 1300


def test_a_filled_in_value_is_never_read_again() -> None:
    assert render("{a}{b|default:{a}}", {"a": "{b}", "b": "{a|upper}"}.get) == "{b}" + "{b|default:{b}}"


def test_escaping_touches_values_and_not_the_authors_words() -> None:
    assert (
        render("<b>{x}</b>", {"x": "a<b"}.get, escape=lambda text: text.replace("<", "&lt;"))
        == "<b>a&lt;b</b>"
    )


@pytest.mark.parametrize("text", ["{x.__class__}", "{x[0]}", "{x!r}", "{x:>9999999}", "{0}", "{x.real}"])
def test_nothing_of_a_value_but_itself_can_be_reached(text: str) -> None:
    asked = []

    def look(name: str) -> Any:
        asked.append(name)
        return "secret" if name == "x" else None

    assert "secret" not in render(text, look)
    assert "x" not in asked


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("Hi {first_name", 3, "never closed"),
        ("Hi {a{first_name}", 3, "never closed"),
        ("Hi {}", 3, "names no field"),
        ("Hi { |upper}", 3, "names no field"),
        ("Hi {first-name}", 3, "“first-name” is no name"),
        ("Hi {a..b}", 3, "“a..b” is no name"),
        ("Hi {a  b}", 3, "is no name"),
        ("{first_name} {x|shout}", 13, "no filter “shout”"),
        ("{x|date:%d.%m}", 0, "“%d.%m” is no date style"),
        ("{x|money:euro}", 0, "“euro” is no currency"),
        ("{x|upper:now}", 0, "Delete “:now”"),
    ],
)
def test_an_author_is_told_what_is_wrong_and_where(text: str, position: int, says: str) -> None:
    [(where, sentence)] = problems(text)
    assert where == position
    assert says in sentence
    assert sentence.endswith(".")


def test_right_texts_have_no_problems() -> None:
    assert problems("{{ok}} } {имя|default:друг} {d|date:short} {m|money:AMD} {orders.count|number}") == []


def test_an_unknown_filter_does_nothing_and_its_field_is_still_known() -> None:
    assert parse("{first_name|shout|upper}").parts == (Field("first_name", (("upper", ""),)),)
    assert names("{a|shout} {b.c} {{d}} {e-f}") == {"a", "b.c"}


def test_chips_for_an_editor() -> None:
    assert shown("Hi {{x}} {first_name|upper}!") == (
        ("text", "Hi {x} "),
        ("field", "first_name"),
        ("text", "!"),
    )


PIECES = st.lists(
    st.text(max_size=6)
    | st.sampled_from(["{", "}", "{{", "}}", "{a}", "{a|upper}", "{b|default:x}", "|", ":", "{}", "{a b.c}"])
).map("".join)


@given(PIECES, st.text() | st.none() | st.integers() | st.floats() | st.lists(st.text()))
def test_any_text_with_any_value_can_be_rendered(text: str, value: Any) -> None:
    assert isinstance(render(text, lambda name: value), str)
    assert all(0 <= position < len(text) for position, _ in problems(text))
    assert {value for kind, value in shown(text) if kind == "field"} == names(text)


@given(st.text())
def test_words_with_doubled_braces_come_out_as_they_are(words: str) -> None:
    assert render(words.replace("{", "{{").replace("}", "}}"), lambda name: "never") == words


@given(PIECES, st.text())
def test_only_fields_make_a_difference(text: str, value: str) -> None:
    if not names(text):
        assert render(text, lambda name: value) == render(text, lambda name: None)


@given(
    st.text(min_size=1) | st.floats() | st.integers() | st.booleans(),
    st.sampled_from(
        ["number", "money", "money:EUR", "date", "date:time", "date:weekday", "date:full", "title", "trim"]
    ),
    st.sampled_from(["en", "ru", "hy", "lt", "zh-hant", "ar", "", "x_Y-z"]),
)
def test_no_filter_fails_on_a_value_or_a_language(value: Any, name: str, language: str) -> None:
    assert isinstance(render(f"{{x|{name}}}", lambda _: value, language), str)
