"""The program that talks to Telegram: polls, works in transactions, sends."""

import sys


def _load_without(*names: str) -> None:
    """httpx brings a command line and structlog coloured faults wherever what they need for it is installed:
    10 MiB for what this program never shows."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    import httpx
    import structlog

    del httpx, structlog
    for name in absent:
        del sys.modules[name]


_load_without("click", "rich")
