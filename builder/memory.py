"""Memory that Streamlit need not look through again and again."""

from __future__ import annotations

import gc
from functools import cache


@cache
def settle_memory() -> None:
    """Once everything is loaded. Streamlit looks for garbage in all of memory after every run, which takes as
    long as many a run; what is loaded at the start is no garbage, and from now on is passed over."""
    gc.collect()
    gc.freeze()
