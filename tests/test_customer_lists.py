"""Lists of people as files hold them: reading, which column is which, and what is wrong with a row."""

import pytest

from builder.customers.checking import Checked, check_rows, recognise
from builder.customers.mapping import guess
from builder.customers.table import LARGEST, MOST_LINES, Table, read_table
from flowbook.errors import FlowbookError
from flowbook.workspace import workspace_from_json

WORKSPACE = workspace_from_json(
    {
        "fields": [
            {"name": "points", "label": "Loyalty points", "kind": "number"},
            {"name": "flower", "label": "Favourite flower", "kind": "choice", "options": ["roses", "tulips"]},
            {"name": "member", "label": "Club member", "kind": "yes_no"},
            {"name": "visit", "label": "Next visit", "kind": "date"},
        ],
        "tags": ["vip", "newsletter"],
        "stages": ["new", "customer"],
    }
)


def checked(header: str, *lines: str, region: str = "") -> Checked:
    table = read_table("\n".join([header, *lines]).encode())
    return check_rows(table, guess(table.names, WORKSPACE), WORKSPACE, region)


@pytest.mark.parametrize(
    ("content", "names", "cells"),
    [
        (b"a,b\n1,2\n", ("a", "b"), ("1", "2")),
        ("\ufeffимя;город\nОля;Київ\n".encode(), ("имя", "город"), ("Оля", "Київ")),
        ("Имя;Город\nОльга;Вильнюс\n".encode("cp1251"), ("Имя", "Город"), ("Ольга", "Вильнюс")),
        ("name,city\nJosé,Málaga\n".encode("cp1252"), ("name", "city"), ("José", "Málaga")),
        ("name\tcity\nŽasė\tŠilutė\n".encode("utf-16"), ("name", "city"), ("Žasė", "Šilutė")),
        (b'a,b\n"x, y","line\nbreak"\n', ("a", "b"), ("x, y", "line\nbreak")),
        (b"a,b,,\n1,2,,\n", ("a", "b"), ("1", "2")),
        (b"a,,c\n1,2,3\n", ("a", "Column 2", "c"), ("1", "2", "3")),
        (b"a,b\n1\n", ("a", "b"), ("1", "")),
        (b"phone\n'+37061234567\n", ("phone",), ("+37061234567",)),
    ],
)
def test_files_are_read_as_spreadsheets_write_them(
    content: bytes, names: tuple[str, ...], cells: tuple[str, ...]
) -> None:
    table = read_table(content)
    assert table.names == names
    assert table.rows == ((2, cells),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "is empty"),
        (b"a" * (LARGEST + 1), "larger than 10 MB"),
        (b"a\n" + b"1\n" * (MOST_LINES + 1), "more than 50,000 lines"),
        (",".join("c" for _ in range(61)).encode() + b"\n1", "more than 60 columns"),
        (b'a,b\n"never closed', "This is no table"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(FlowbookError, match=sentence):
        read_table(content)


def test_lines_that_do_not_fit_are_left_out_and_told_of() -> None:
    table = read_table(b"a,b\n1,2\n1,2,3\n" + b"x" * 3000 + b",1\n\n4,5\n")
    assert [line for line, _cells in table.rows] == [2, 6]
    assert table.problems == (
        "Line 3 has more cells than the first line has names.",
        "Line 4 has a cell of more than 2000 characters.",
    )


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("First name", "first_name"),
        ("Имя", "first_name"),
        ("E-mail", "email"),
        ("EMAIL ADDRESS", "email"),
        ("Date of birth", "birthday"),
        ("Телефон", "phone"),
        ("loyalty_points", "points"),
        ("Loyalty point", "points"),
        ("Tags", "tags"),
        ("Warehouse", ""),
        ("Id", "id"),
    ],
)
def test_columns_are_guessed_by_name(column: str, field: str) -> None:
    assert guess([column], WORKSPACE) == {column: field}


def test_no_field_is_taken_twice() -> None:
    assert guess(["Name", "First name"], WORKSPACE) == {"Name": "first_name", "First name": ""}


def test_values_are_kept_as_their_kind_has_them() -> None:
    found = checked(
        "first_name,phone,email,birthday,points,flower,member,visit,tags,stage,language,timezone",
        'Anna,+370 612 34567,Anna@Example.com,12.05.1985,"1,5",Roses,да,2031-01-02,'
        "VIP; newsletter,Customer,RU,europe/vilnius",
    )
    assert found.problems == ()
    assert found.rows == (
        {
            "first_name": "Anna",
            "phone": "+37061234567",
            "email": "Anna@example.com",
            "birthday": "1985-05-12",
            "points": 1.5,
            "flower": "roses",
            "member": True,
            "visit": "2031-01-02",
            "tags": "vip;newsletter",
            "stage": "customer",
            "language": "ru",
            "timezone": "Europe/Vilnius",
        },
    )


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("phone", "061234", "“061234” is no phone number"),
        ("email", "anna.example.com", "“anna.example.com” is no e-mail address."),
        ("birthday", "1990-02-30", "“1990-02-30” is no date; Birthday takes one"),
        ("birthday", "2999-01-01", "“2999-01-01” is no date; Birthday takes one"),
        ("points", "many", "“many” is no number; Loyalty points takes one."),
        ("flower", "lilies", "“lilies” is none of the choices of Favourite flower."),
        ("member", "perhaps", "“perhaps” is neither yes nor no"),
        ("tags", "vip;gold", "“gold” is no tag of the workspace."),
        ("stage", "lost", "“lost” is no stage of the workspace."),
        ("language", "q9", "“q9” is no language"),
        ("timezone", "Atlantis", "“Atlantis” is no time zone"),
    ],
)
def test_what_is_wrong_names_the_line_and_the_value(column: str, cell: str, sentence: str) -> None:
    found = checked(f"first_name,{column}", "Ben,", f"Anna,{cell}")
    assert found.rows == ({"first_name": "Ben"},)
    (problem,) = found.problems
    assert problem.startswith(f"Line 3: {sentence}")


def test_phones_without_a_country_take_the_one_chosen() -> None:
    assert checked("phone", "061234567", region="LT").rows == ({"phone": "+37061234567"},)


def test_columns_that_are_left_out_are_passed_over() -> None:
    table = Table(("first_name", "secret"), ((2, ("Anna", "x")), (3, ("", "y"))))
    assert check_rows(table, {"first_name": "first_name", "secret": ""}, WORKSPACE).rows == (
        {"first_name": "Anna"},
    )


def test_people_are_recognised_by_phone_then_mail_but_never_against_their_id() -> None:
    known = {"phone": {"+1": "c1"}, "email": {"a@b.c": "c2"}}
    rows = (
        {"phone": "+1", "email": "a@b.c"},
        {"email": "a@b.c"},
        {"id": "c9", "phone": "+1"},
        {"phone": "+2"},
    )
    assert [row.get("id") for row in recognise(rows, known)] == ["c1", "c2", "c9", None]
