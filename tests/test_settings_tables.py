"""Settings as people fill them in: fields, teams, opening hours and holidays, and what is wrong with them."""

from datetime import time
from typing import Any

import pytest

from builder.settings.tables import (
    field_rows,
    fields_from,
    holidays_from,
    team_rows,
    teams_from,
    week_from,
    week_rows,
    words_in,
)
from flowbook.schedule import WEEKDAYS
from flowbook.workspace import workspace_from_json

DAYS = {day: day.title() for day in WEEKDAYS}


def row(label: str = "Size", **more: Any) -> dict[str, Any]:
    return {"label": label, "kind": "text", "options": "", "outside": False, "name": "", **more}


def test_a_field_gets_its_name_from_its_label_in_any_alphabet() -> None:
    found, problems = fields_from(
        [row("Размер обуви"), row("Размер обуви"), row("Size", kind="number", outside=True)]
    )
    assert problems == []
    assert [one["name"] for one in found] == ["razmer_obuvi", "razmer_obuvi_2", "size"]
    assert found[2] == {"name": "size", "label": "Size", "kind": "number", "outside": True}
    workspace_from_json({"fields": found})


def test_a_field_that_has_a_name_keeps_it() -> None:
    found, _problems = fields_from([row("Another label", name="size")])
    assert found == [{"name": "size", "label": "Another label"}]


def test_empty_rows_are_passed_over() -> None:
    assert fields_from([row("  "), row("", name=""), {"label": None}]) == ([], [])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [row("Flower", kind="choice", options="roses")],
            "“Flower” is a choice: write at least two options.",
        ),
        ([row("A", name="size"), row("B", name="size")], "Two rows are called “size”. Rename one."),
        ([row("A", name="My size")], "“My size”: use small letters, digits and _, a letter first."),
        ([row("", name="size")], "“size” has no name for people."),
    ],
)
def test_what_is_wrong_with_fields_is_said(rows: list[dict[str, Any]], sentence: str) -> None:
    assert fields_from(rows)[1] == [sentence]


def test_fields_and_teams_come_back_as_they_were() -> None:
    fields = [
        {"name": "flower", "label": "Flower", "kind": "choice", "options": ["a", "b"]},
        {"name": "x", "label": "X"},
    ]
    teams = [{"name": "shop", "label": "Shop", "address": "-100"}, {"name": "sales", "label": "Sales"}]
    assert fields_from(field_rows(fields)) == (fields, [])
    assert teams_from(team_rows(teams)) == (teams, [])


def test_hours_come_back_as_they_were() -> None:
    hours = {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "sat": [["22:00", "02:00"]]}
    assert week_from(week_rows({"hours": hours}), DAYS) == (hours, [])


def test_until_midnight_is_read() -> None:
    assert week_rows({"hours": {"fri": [["18:00", "24:00"]]}})[4]["to"] == time(0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"from": time(9)}, "Tue: write both when it opens and when it closes."),
        ({"from_2": time(9), "to_2": None}, "Tue: write both when it opens and when it closes."),
        (
            {"from": time(9), "to": time(13), "from_2": time(12), "to_2": time(18)},
            "Tue: the second hours begin before the first ones end.",
        ),
    ],
)
def test_what_is_wrong_with_hours_names_the_day(change: dict[str, Any], sentence: str) -> None:
    rows = week_rows({})
    rows[1] |= change
    assert week_from(rows, DAYS)[1] == [sentence]


def test_holidays_of_one_year_and_of_every_year() -> None:
    assert holidays_from("12-25\n2026-04-06, 02-29\n12-25") == (["--12-25", "2026-04-06", "--02-29"], [])
    assert holidays_from("25 December") == (
        [],
        ["“25 December” is no day: write 2026-12-25, or 12-25 for every year."],
    )
    assert holidays_from("2026-02-29")[0] == []


def test_words_are_taken_once_in_their_order() -> None:
    assert words_in(" vip \n\nnew\tone\nvip") == ["vip", "new one"]
