"""What one workspace declares for all its flows: fields, tags, stages, segments, hours, teams, languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flowbook.customer import NOTHING

Rule = Mapping[str, Any]
"""A condition as JSON; its shape is in flowbook/rules."""


@dataclass(frozen=True, slots=True)
class Field:
    """`kind`: text, number, yes_no, date, phone, email, choice, language, timezone. `options` only for
    choice. `outside` is true for a field that staff or an import fills rather than a flow."""

    name: str
    label: str
    kind: str = "text"
    options: tuple[str, ...] = ()
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """`address` says where a notice goes: a Telegram chat id, or an e-mail address."""

    name: str
    label: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """`price` in the workspace's currency; `stock` None when it is not counted."""

    id: str
    title: str
    price: float
    stock: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """`hours` is a named set of business hours in the shape flowbook/schedule reads; "default" is used when a
    step names none. `quiet` are hours in which no flow writes first, or None. `invariants` are the rules for
    all conversations that are switched on (flowbook/invariants), each with what it was given."""

    name: str = "Workspace"
    timezone: str = "UTC"
    languages: tuple[str, ...] = ("en",)
    currency: str = "EUR"
    fields: Mapping[str, Field] = field(default_factory=lambda: NOTHING)
    tags: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    segments: Mapping[str, Rule] = field(default_factory=lambda: NOTHING)
    hours: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    teams: Mapping[str, Team] = field(default_factory=lambda: NOTHING)
    products: Mapping[str, Product] = field(default_factory=lambda: NOTHING)
    events: tuple[str, ...] = ()
    quiet: Mapping[str, str] | None = None
    invariants: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


PROFILE = {
    name: Field(name, label, kind)
    for name, label, kind in (
        ("first_name", "First name", "text"),
        ("last_name", "Last name", "text"),
        ("username", "Username", "text"),
        ("phone", "Phone", "phone"),
        ("email", "E-mail", "email"),
        ("city", "City", "text"),
        ("birthday", "Birthday", "date"),
        ("language", "Language", "language"),
        ("timezone", "Time zone", "timezone"),
    )
}
"""Fields every customer may have without anybody declaring them."""


def declared(workspace: Workspace) -> dict[str, Field]:
    """Profile fields first, then the workspace's own, which may override a label."""
    return {**PROFILE, **workspace.fields}


def field_of(workspace: Workspace, name: str) -> Field | None:
    """One of those in `declared`."""
    return workspace.fields.get(name) or PROFILE.get(name)


def workspace_from_json(data: Mapping[str, Any]) -> Workspace:
    """The content of `workspace.json`; unknown keys are ignored here, the reader has refused them before."""
    return Workspace(
        name=data.get("name", "Workspace"),
        timezone=data.get("timezone", "UTC"),
        languages=tuple(data.get("languages", ("en",))),
        currency=data.get("currency", "EUR"),
        fields={
            f["name"]: Field(
                f["name"],
                f["label"],
                f.get("kind", "text"),
                tuple(f.get("options", ())),
                f.get("outside", False),
            )
            for f in data.get("fields", ())
        },
        tags=tuple(data.get("tags", ())),
        stages=tuple(data.get("stages", ())),
        segments=dict(data.get("segments", {})),
        hours=dict(data.get("hours", {})),
        teams={t["name"]: Team(t["name"], t["label"], t.get("address", "")) for t in data.get("teams", ())},
        products={
            p["id"]: Product(p["id"], p["title"], p["price"], p.get("stock"), p.get("about", ""))
            for p in data.get("products", ())
        },
        events=tuple(data.get("events", ())),
        quiet=data.get("quiet"),
        invariants=dict(data.get("invariants", {})),
    )
