"""Who a condition is true for at this moment: how many sample and real customers, and some of their names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from typing import Any

import streamlit as st

from builder.look import kit
from builder.places import data_folder, store
from builder.texts import _, many
from flowbook.customer import NAMES, Customer, full_name
from flowbook.errors import FlowbookError
from flowbook.rules import reads
from flowbook.store.listing import Query, count_of, page_of
from flowbook.workspace import Workspace

SHOWN = 12
OF_A_TALK = ("session.", "event.", "answer.")


@dataclass(frozen=True, slots=True)
class Fitting:
    """How many of how many. `names` are some who fit: all of them where they are few."""

    sample: int
    samples: int
    real: int
    reals: int
    names: tuple[str, ...]


def show_fitting(rule: Mapping[str, Any], workspace: Workspace, key: str) -> None:
    """A line below the condition; of what only a conversation knows it says that."""
    try:
        if any(name.startswith(OF_A_TALK) for name in reads(rule, workspace.segments)):
            says = _("Who fits shows in the conversation: the condition asks what is said there.")
            kit.show(f'<div class="fits mut">{escape(says)}</div>')
            return
        minute = datetime.now(UTC).replace(second=0, microsecond=0)
        found = fitting(json.dumps(rule, sort_keys=True), _Space(workspace), minute, str(data_folder()))
    except (FlowbookError, LookupError, TypeError, ValueError):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{key}-fits"):
        kit.show(f'<div class="fits">{kit.icon("users", 15)}<span>{escape(_counts(found))}</span></div>')
        if found.names:
            with st.popover(_("Show who"), type="tertiary", key=f"{key}-who-fits"):
                _people(found)


def _counts(found: Fitting) -> str:
    samples = _("{count} of {all} sample customers", count=f"{found.sample:,}", all=f"{found.samples:,}")
    if not found.reals:
        return _("Fits {who} now.", who=samples)
    real = _("{count} of {all} real ones", count=f"{found.real:,}", all=f"{found.reals:,}")
    return _("Fits {samples} and {real} now.", samples=samples, real=real)


def _people(found: Fitting) -> None:
    told = "".join(f"<li>{escape(name)}</li>" for name in found.names)
    more = found.sample + found.real - len(found.names)
    rest = f"<li>{escape(many('{count} more', '{count} more', more))}</li>" if more else ""
    kit.show(f'<ul class="changes">{told}{rest}</ul>')


class _Space:
    """A workspace by its identity, so that answers can be kept by it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Space) and other.workspace is self.workspace

    def __hash__(self) -> int:
        return id(self.workspace)


@lru_cache(maxsize=256)
def fitting(rule: str, space: _Space, minute: datetime, data: str) -> Fitting:
    """Raises FlowbookError for a condition that cannot be asked."""
    asked = Query(json.loads(rule), sort="name", workspace=space.workspace, now=minute)
    everybody = replace(asked, rule=None)
    counts = [
        count_of(store(), replace(query, invented=invented))
        for invented in (True, False)
        for query in (asked, everybody)
    ]
    people = page_of(store(), asked, 0, SHOWN)
    return Fitting(*counts, tuple(_named(one) for one in people))


def _named(customer: Customer) -> str:
    name = full_name(*map(customer.fields.get, NAMES)) or customer.id
    city = customer.fields.get("city")
    return f"{name}, {city}" if isinstance(city, str) and city else name
