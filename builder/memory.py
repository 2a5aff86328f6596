"""Memory that Python need not look through again and again."""

from __future__ import annotations

import gc
from functools import cache


@cache
def settle_memory() -> None:
    """Once everything is loaded. What is loaded at the start is no garbage, and from now on is passed over
    when Python looks for some; the settings keep Streamlit from looking after every run."""
    gc.collect()
    gc.freeze()
