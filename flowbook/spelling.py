"""How ids, names and times are written, in words, by the pattern that the schemas hold them to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_DAY = "a day such as 2026-03-01"
_NAME = "a small letter a–z first, then a–z, 0–9 and _, at most 40"

SPELLED: Mapping[str, str] = MappingProxyType(
    {
        r"^[a-z][a-z0-9_-]{0,39}$": "a small letter a–z first, then a–z, 0–9, - and _, at most 40",
        r"^[a-z][a-z0-9_]{0,23}$": "a small letter a–z first, then a–z, 0–9 and _, at most 24",
        r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$": "a letter A–Z or digit first, then letters, digits, - and _, "
        "at most 40",
        r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": "a language such as en or pt-BR",
        r'^[^"\\\u0000-\u001f]*\S[^"\\\u0000-\u001f]*$': 'any text on one line, without " and \\',
        r"\S": "a text with something in it",
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": _DAY,
        r"^[A-Za-z0-9_-]{0,64}$": "letters A–Z, digits, - and _, at most 64",
        r"^[a-z0-9_]{1,32}$": "1 to 32 of a–z, 0–9 and _",
        r"^[a-z0-9_]{1,16}$": "1 to 16 of a–z, 0–9 and _",
        r"^[A-Za-z0-9_.:-]{1,64}$": "1 to 64 letters A–Z, digits and any of _ . : -",
        r"^[A-Za-z0-9-]{1,64}$": "1 to 64 letters A–Z, digits and -",
        r"^(orders\.)?[a-z][a-z0-9_]{0,39}$": f"{_NAME}; orders. may stand before it",
        r"^(session\.)?[a-z][a-z0-9_]{0,39}$|^$": f"{_NAME}; session. may stand before it",
        r"^([01][0-9]|2[0-3]):[0-5][0-9]$": "a time of day such as 09:30",
        r"^(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?)?$": f"{_DAY}, or with its time 2026-03-01T09:30",
        r"^(--\d{2}-\d{2})?$": "a day of every year such as --12-24",
        r"^(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?|--\d{2}-\d{2})?$": f"{_DAY}, with its time 2026-03-01T09:30, "
        "or of every year --12-24",
        r"^(-?\d{1,2}(\.\d+)?\s*,\s*-?\d{1,3}(\.\d+)?|\{[^{}]+\})?$": "a place such as 54.6872, 25.2797, "
        "or a field such as {place}",
        r"^([A-Z]{2})?$": "a country by two letters such as LT",
    }
)
"""Every pattern of the flow's and the notebook's schemas."""
