"""The rows of a list held against what the workspace declares: values as they are kept, or what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from builder.customers.table import Table
from builder.texts import _
from flowbook.answers import Asked, read, read_number
from flowbook.stimuli import Said
from flowbook.workspace import Field, Workspace, declared

YES, NO = (
    frozenset({"yes", "true", "1", "да", "այո", "კი", "taip", "так"}),
    frozenset({"no", "false", "0", "нет", "ոչ", "არა", "ne", "ні"}),
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """`rows` can be taken in as they are. `problems` are sentences, each about one line that is left out."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...]


class _Wrong(Exception):
    """Carries the sentence about one cell."""


def check_rows(table: Table, mapping: Mapping[str, str], workspace: Workspace, region: str = "") -> Checked:
    """`mapping` is column -> field; columns without one are passed over. `region` is the country, in two
    letters, of phone numbers that have no prefix."""
    fields = declared(workspace)
    readers = [
        (place, field, _reader(field, fields.get(field), workspace, region))
        for place, name in enumerate(table.names)
        if (field := mapping.get(name, ""))
    ]
    rows: list[Row] = []
    problems = list(table.problems)
    for line, cells in table.rows:
        try:
            row = {field: take(cells[place]) for place, field, take in readers if cells[place]}
        except _Wrong as wrong:
            problems.append(_("Line {line}: {what}", line=line, what=wrong))
            continue
        if row:
            rows.append(row)
    return Checked(tuple(rows), tuple(problems))


def recognise(rows: tuple[Row, ...], known: Mapping[str, Mapping[str, str]]) -> tuple[Row, ...]:
    """Rows without an id get that of the customer who has the same value in one of the fields of `known`."""
    return tuple(row if "id" in row else _recognised(row, known) for row in rows)


def _recognised(row: Row, known: Mapping[str, Mapping[str, str]]) -> Row:
    for name, people in known.items():
        if (found := people.get(str(row.get(name, "")))) is not None:
            return {"id": found, **row}
    return row


def _reader(name: str, field: Field | None, workspace: Workspace, region: str) -> Callable[[str], Any]:
    if name == "stage":
        return lambda cell: _one_of(cell, workspace.stages, _("“{value}” is no stage of the workspace."))
    if name == "tags":
        return lambda cell: _tags(cell, workspace)
    if name == "id" or field is None:
        return lambda cell: cell
    read_cell = _KINDS.get(field.kind)
    return (lambda cell: read_cell(cell, field, region)) if read_cell else (lambda cell: cell)


def _tags(cell: str, workspace: Workspace) -> str:
    given = [tag.strip() for tag in cell.replace(",", ";").split(";") if tag.strip()]
    return ";".join(_one_of(tag, workspace.tags, _("“{value}” is no tag of the workspace.")) for tag in given)


def _one_of(cell: str, options: tuple[str, ...], sentence: str) -> str:
    """As the workspace writes it."""
    found = next((one for one in options if one.casefold() == cell.casefold()), None)
    if found is None:
        raise _Wrong(sentence.replace("{value}", cell[:60]))
    return found


def _number(cell: str, field: Field, region: str) -> float:
    found = None if any(map(str.isalpha, cell)) else read_number(cell)
    if found is None:
        raise _Wrong(_("“{value}” is no number; {field} takes one.", value=cell[:60], field=field.label))
    return found


def _answered(kind: str, sentence: Callable[..., str]) -> Callable[[str, Field, str], Any]:
    """As a customer's own answer of that kind would be read."""

    def take(cell: str, field: Field, region: str) -> Any:
        config = {"when": "past"} if field.name == "birthday" else {}
        asked = Asked(config, datetime.now(UTC), region=region)
        reading = read(kind, asked, Said(cell))
        if reading.refusal:
            raise _Wrong(sentence(value=cell[:60], field=field.label))
        return reading.value

    return take


def _flag(cell: str, field: Field, region: str) -> bool:
    folded = cell.casefold()
    if folded not in YES | NO:
        raise _Wrong(
            _("“{value}” is neither yes nor no; {field} takes one.", value=cell[:60], field=field.label)
        )
    return folded in YES


def _zone(cell: str, field: Field, region: str) -> str:
    return _one_of(
        cell.replace(" ", "_"),
        tuple(available_timezones()),
        _("“{value}” is no time zone; write Europe/Vilnius."),
    )


def _language(cell: str, field: Field, region: str) -> str:
    try:
        return str(Locale.parse(cell.replace("-", "_").lower()).language)
    except (ValueError, UnknownLocaleError):
        raise _Wrong(_("“{value}” is no language; write en, ru, hy.", value=cell[:60])) from None


_KINDS: dict[str, Callable[[str, Field, str], Any]] = {
    "number": _number,
    "yes_no": _flag,
    "date": _answered(
        "date", lambda **values: _("“{value}” is no date; {field} takes one, as 2026-03-31.", **values)
    ),
    "phone": _answered(
        "phone",
        lambda **values: _("“{value}” is no phone number; write it with its country, as +370…", **values),
    ),
    "email": _answered("email", lambda **values: _("“{value}” is no e-mail address.", **values)),
    "choice": lambda cell, field, region: _one_of(
        cell, field.options, _("“{value}” is none of the choices of {field}.", field=field.label)
    ),
    "language": _language,
    "timezone": _zone,
}
