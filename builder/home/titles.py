"""Titles of flows: no two alike unless somebody wants them so."""

from __future__ import annotations

from builder.places import data_folder
from flowbook.naming import numbered
from flowbook.store import folder

TITLE_LIMIT = 120


def unlike_others(title: str) -> str:
    """The title with a number behind it where a flow is called so already."""
    return numbered(title, {file.title for file in folder.list_flows(data_folder())})[:TITLE_LIMIT]
