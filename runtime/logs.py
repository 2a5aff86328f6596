"""Logs: one JSON object a line on standard output, in which no bot's token ever appears."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

_TOKEN = re.compile(r"\d{3,20}(?::|%3A|%253A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
CHATTY = ("httpx", "httpcore", "telegram", "asyncio")
"""They log every request with its address, and the address has the token in it."""


def set_up(level: str) -> None:
    """For our own lines and those of the libraries alike."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    ending: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        redact,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    lines = logging.StreamHandler(sys.stdout)
    lines.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=ending))
    logging.basicConfig(level=level, handlers=[lines], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def redact(logger: object, method: str, line: Any) -> Any:
    """Tokens taken out, however deep they lie."""
    if isinstance(line, str):
        return without_tokens(line)
    if isinstance(line, dict):
        return {key: redact(logger, method, value) for key, value in line.items()}
    if isinstance(line, list | tuple):
        return [redact(logger, method, value) for value in line]
    return line if isinstance(line, int | float | None) else without_tokens(str(line))


def without_tokens(text: str) -> str:
    return _TOKEN.sub("[token]", text)


def logger() -> Any:
    return structlog.get_logger("flowbook.runtime")
