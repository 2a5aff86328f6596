"""Times of day as people write them in six languages: "14:30", "2 pm", "в 5 вечера", "14:00-ին"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flowbook.answers.daynames import fold

_BEFORE = "at|в|к|о|об|на|ժամը|ժամ"
_HOUR = "h|o?clock|час|часа|часов|ч|год|годин|година|години|ին|ზე|საათზე|საათი|val|valanda"
_TIME = re.compile(
    rf"(?:(?:{_BEFORE})\s+)?(\d{{1,2}})(?:\s*[:.h-]\s*(\d{{2}})|\s?(\d{{2}}))?(?:\s*-?\s*(?:{_HOUR}))?\.?\s*"
    r"(am|pm|a\.m\.|p\.m\.|утра|дня|вечера|ночи|ранку|вечора|ночі)?\.?",
)
_NAMED = {
    **dict.fromkeys(("noon", "midday", "полдень", "полудень", "կեսօրին", "შუადღეს"), "12:00"),
    **dict.fromkeys(("midnight", "полночь", "північ", "կեսգիշերին", "შუაღამეს"), "00:00"),
}


def _before_noon(hour: int) -> int:
    return hour % 12


def _morning(hour: int) -> int:
    return hour % 12 if hour == 12 else hour


def _after_noon(hour: int) -> int:
    return hour % 12 + 12


def _by_day(hour: int) -> int:
    return hour + 12 if hour < 6 else hour


def _by_night(hour: int) -> int:
    return hour % 12 + (12 if 9 <= hour < 12 else 0)


_HALVES: Mapping[str, Callable[[int], int]] = {
    "am": _before_noon,
    "pm": _after_noon,
    "утра": _morning,
    "дня": _by_day,
    "вечера": _after_noon,
    "ночи": _by_night,
    "ранку": _morning,
    "вечора": _after_noon,
    "ночі": _by_night,
}


def read_clock(text: str) -> str | None:
    """As 14:00, be it said as "2 pm" or "14.00"; None where it is no time of day."""
    said = " ".join(fold(text).split())
    if said in _NAMED:
        return _NAMED[said]
    match = _TIME.fullmatch(said)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or match[3] or 0)
    half = _HALVES.get((match[4] or "").replace(".", ""))
    if half:
        hour = half(hour) if hour <= 12 else hour
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
