"""Tables as people fill them, made into what workspace.json holds, with sentences for what is wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import Any

from builder.texts import _
from flowbook.naming import node_id
from flowbook.schedule import WEEKDAYS

KINDS = ("text", "number", "yes_no", "date", "phone", "email", "choice", "language", "timezone")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
Row = Mapping[str, Any]
Outcome = tuple[list[dict[str, Any]], list[str]]


def fields_from(rows: Iterable[Row]) -> Outcome:
    """Fields as the workspace keeps them. A row without a name gets one made of its label."""

    def make(row: Row, name: str, label: str) -> dict[str, Any]:
        kind = str(row.get("kind") or "text")
        options = words_in(str(row.get("options") or ""), ",")
        return {
            "name": name,
            "label": label,
            **({"kind": kind} if kind != "text" else {}),
            **({"options": options} if kind == "choice" else {}),
            **({"outside": True} if row.get("outside") else {}),
        }

    found, problems = _named(rows, make)
    for one in found:
        if one.get("kind") == "choice" and len(one["options"]) < 2:
            problems.append(_("“{label}” is a choice: write at least two options.", label=one["label"]))
    return found, problems


def field_rows(fields: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {
            "label": one["label"],
            "kind": one.get("kind", "text"),
            "options": ", ".join(one.get("options", ())),
            "outside": bool(one.get("outside", False)),
            "name": one["name"],
        }
        for one in fields
    ]


def teams_from(rows: Iterable[Row]) -> Outcome:
    def make(row: Row, name: str, label: str) -> dict[str, Any]:
        address = str(row.get("address") or "").strip()
        return {"name": name, "label": label, **({"address": address} if address else {})}

    return _named(rows, make)


def team_rows(teams: Iterable[Row]) -> list[dict[str, Any]]:
    return [{"label": one["label"], "address": one.get("address", ""), "name": one["name"]} for one in teams]


def words_in(text: str, sign: str = "\n") -> list[str]:
    """Each once, in their order."""
    return list(dict.fromkeys(word for part in text.split(sign) if (word := " ".join(part.split()))))


def week_rows(hours: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row a day with two spans; `day` as in WEEKDAYS, times or None."""
    week = hours.get("hours") or {}
    return [_day_row(day, week.get(day) or []) for day in WEEKDAYS]


def week_from(rows: Iterable[Row], days: Mapping[str, str]) -> tuple[dict[str, list[list[str]]], list[str]]:
    """`days` are their names for sentences. A closing before the opening is on the next day."""
    week: dict[str, list[list[str]]] = {}
    problems: list[str] = []
    for day, row in zip(WEEKDAYS, rows, strict=True):
        spans: list[list[str]] = []
        for begins, ends in (("from", "to"), ("from_2", "to_2")):
            opens, closes = clock(row.get(begins)), clock(row.get(ends))
            if bool(opens) != bool(closes):
                problems.append(_("{day}: write both when it opens and when it closes.", day=days[day]))
            elif opens:
                spans.append([opens, closes])
        if len(spans) == 2 and spans[1][0] < spans[0][1]:
            problems.append(_("{day}: the second hours begin before the first ones end.", day=days[day]))
        if spans:
            week[day] = spans
    return week, problems


def holidays_from(text: str) -> tuple[list[str], list[str]]:
    """`2026-12-25`, or `12-25` for every year, which is kept as `--12-25`."""
    found: list[str] = []
    problems: list[str] = []
    for word in words_in(text.replace(",", "\n")):
        yearly = re.fullmatch(r"(?:--)?(\d\d)-(\d\d)", word)
        # 2024 has a 29th of February.
        day = f"2024-{yearly[1]}-{yearly[2]}" if yearly else word
        try:
            date.fromisoformat(day)
        except ValueError:
            problems.append(_("“{day}” is no day: write 2026-12-25, or 12-25 for every year.", day=word))
        else:
            found.append(f"--{day[5:]}" if yearly else day)
    return found, problems


def clock(value: Any) -> str:
    """A time of day as `09:00`, empty for none."""
    return f"{value:%H:%M}" if isinstance(value, time) else ""


def read_clock(text: str) -> time | None:
    """Also `24:00`, the end of a day, as midnight."""
    return time.fromisoformat("00:00" if text.startswith("24") else text) if text else None


def _day_row(day: str, spans: list[list[str]]) -> dict[str, Any]:
    first, second = [*spans, ["", ""], ["", ""]][:2]
    times = zip(("from", "to", "from_2", "to_2"), (*first, *second), strict=True)
    return {"day": day, **{name: read_clock(text) for name, text in times}}


def _named(rows: Iterable[Row], make: Callable[[Row, str, str], dict[str, Any]]) -> Outcome:
    """Rows with a label; each has a name nobody else has."""
    filled = [
        row for row in rows if str(row.get("label") or "").strip() or str(row.get("name") or "").strip()
    ]
    taken = {str(row.get("name") or "").strip() for row in filled}
    found: list[dict[str, Any]] = []
    problems: list[str] = []
    seen: set[str] = set()
    for row in filled:
        label = " ".join(str(row.get("label") or "").split())
        name = str(row.get("name") or "").strip()
        if not name:
            name = node_id(label, taken)
            taken.add(name)
        if not label:
            problems.append(_("“{name}” has no name for people.", name=name))
        elif not NAME.fullmatch(name):
            problems.append(_("“{name}”: use small letters, digits and _, a letter first.", name=name))
        elif name in seen:
            problems.append(_("Two rows are called “{name}”. Rename one.", name=name))
        seen.add(name)
        found.append(make(row, name, label))
    return found, problems
