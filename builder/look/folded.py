"""What a sentence has no room for, behind a press."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

import streamlit as st

from builder.look import kit
from builder.texts import many

NAMED = 3
"""Of many, so many are named at once."""


@contextmanager
def folded(count: int, key: str) -> Iterator[None]:
    """So many that are drawn inside are seen when somebody asks for them."""
    with st.expander(many("{count} more", "{count} more", count), key=key):
        yield


def rest_of(names: Sequence[str], key: str) -> None:
    """Those beyond the NAMED that stand in a sentence above; nothing where it has them all."""
    if names[NAMED:]:
        rows = "".join(f"<li>{escape(name)}</li>" for name in names[NAMED:])
        with folded(len(names) - NAMED, key):
            kit.show(f'<ul class="rest">{rows}</ul>')
