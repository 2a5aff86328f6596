"""Numbers as people write them: with spaces, a comma or a point, a currency or a word beside them."""

from __future__ import annotations

import re

MOST_DIGITS = 15
_NUMBER = re.compile(r"(?<!\w)[-+−]?\d(?:[\d.,'’]|[ \u00a0\u202f](?=\d{3}(?!\d)))*")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_COMMA_GROUP = re.compile(r"[1-9]\d{0,2},\d{3}")


def read_number(text: str, language: str = "en") -> int | float | None:
    """The only number in a text; None where there is none or several. A single comma before three digits
    parts thousands in English and decimals elsewhere; a single point always parts decimals."""
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    written = re.sub(r"[\s'’]", "", found[0].rstrip(".,").replace("−", "-"))
    sign = -1 if written.startswith("-") else 1
    plain = _with_point(written.lstrip("+-"), language)
    if plain is None or sum(map(str.isdigit, plain)) > MOST_DIGITS:
        return None
    value = float(plain)
    return sign * (int(value) if value.is_integer() else value)


def _with_point(written: str, language: str) -> str | None:
    """The same with a point for the decimals and nothing else; None where the marks make no sense."""
    points, commas = written.count("."), written.count(",")
    if points and commas:
        decimal = max(".", ",", key=written.rfind)
        whole, _, rest = written.rpartition(decimal)
        grouped = _GROUPED.fullmatch(whole) and decimal not in whole
        return f"{re.sub(r'[.,]', '', whole)}.{rest}" if grouped else None
    if points + commas > 1:
        return re.sub(r"[.,]", "", written) if _GROUPED.fullmatch(written) else None
    if commas and language.startswith("en") and _COMMA_GROUP.fullmatch(written):
        return written.replace(",", "")
    return written.replace(",", ".")
