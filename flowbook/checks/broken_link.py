"""Addresses that nobody could open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from flowbook.checks.configs import parts_of
from flowbook.checks.issue import Case, Issue, Rule

TEXT = "{step} has the address “{address}”, which leads nowhere. Write it whole, with https://."
FILE_ID = re.compile(r"^[A-Za-z0-9_-]{20,}$")
"""A channel's own id of a file it has already; it may stand in place of an address."""
SCHEMES = ("https", "http", "tg", "mailto", "tel")


def _check(case: Case) -> Iterator[Issue]:
    for part in parts_of(case, "url", "media"):
        media = part.widget == "media"
        address = str(part.value.get("source", "")) if media else str(part.value)
        if not _opens(address) and not (media and FILE_ID.match(address)):
            yield case.issue("broken_link", TEXT, part.node, field=part.path, values={"address": address})


@lru_cache(maxsize=4096)
def _opens(address: str) -> bool:
    """Fields are taken to be filled with something sensible: “https://shop.example/{order}” is fine."""
    plain = re.sub(r"\{[^{}]*\}", "x", address.strip())
    if plain == "x":
        return True
    try:
        parts = urlsplit(plain)
    except ValueError:
        return False
    if parts.scheme not in SCHEMES or " " in plain:
        return False
    if parts.scheme in ("tg", "mailto", "tel"):
        return bool(parts.netloc or parts.path)
    host = parts.hostname or ""
    return "." in host.strip(".") or host == "localhost"


RULE = Rule("broken_link", "Every address is whole and can be opened.", _check)
