"""Answers for exploration: the act that gives a wanted answer, one that is refused, and what is sure of
any."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flowbook.answers.asked import Asked
from flowbook.answers.kinds import read
from flowbook.flow import Config
from flowbook.specimens import specimen
from flowbook.stimuli import ContactShared, FileSent, LocationShared, Said
from flowbook.templates import names
from flowbook.texts import every, pick
from flowbook.ways import Act, Press, Wish, so

SOME_MOMENT = datetime(2026, 3, 2, 10, tzinfo=UTC)
PHOTO = FileSent("photo", "photo-1")
NO_WORDS = ("photo", "file", "location")
SAMPLES: Mapping[str, tuple[Any, ...]] = {
    "text": ("Something", "ok"),
    "date": ("in 10 days", "tomorrow", "yesterday"),
    "time": ("14:00",),
    "phone": ("+37061234567",),
    "email": ("sam@example.org",),
    "contact": ("+37061234567",),
    "location": ("54.68720,25.27970",),
    "photo": ("photo-1",),
    "file": ("file-1",),
}


def labels_of(config: Config, languages: Sequence[str]) -> list[str]:
    """The options as they are kept: in the flow's first language."""
    return [pick(option["label"], languages[0], languages[0]) for option in config.get("options", ())]


def samples(config: Config, languages: Sequence[str]) -> tuple[Any, ...]:
    """Some answers that are taken, the plainest first."""
    match config["kind"]:
        case "number":
            return _numbers(config)
        case "rating":
            return tuple(range(config.get("scale", 5), 0, -1))
        case "choice":
            return tuple(labels_of(config, languages))
        case "choices":
            labels = labels_of(config, languages)
            return (*([one] for one in labels), labels)
        case "text":
            longer = "a" * config.get("min_length", 1)
            fitting = specimen(config["pattern"]) if config.get("pattern") else None
            return tuple(one for one in (*SAMPLES["text"], longer, fitting) if one)
    return SAMPLES[config["kind"]]


def giving(config: Config, languages: Sequence[str], value: Any) -> Act | None:
    """None where the question does not take this answer, or nobody can give it so."""
    kind = config["kind"]
    if kind in _GIVEN:
        return _GIVEN[kind](value) if isinstance(value, str) else None
    if kind in ("choice", "rating"):
        known = (
            labels_of(config, languages) if kind == "choice" else list(range(1, config.get("scale", 5) + 1))
        )
        if value not in known:
            return None
        place = known.index(value)
        return Press(config["options"][place]["id"] if kind == "choice" else str(value), place)
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if value is None or read(kind, _asked(config, languages), Said(text)).refusal:
        return None
    return Said(text)


def refused(config: Config) -> Act:
    """What the question surely does not take."""
    return Said("?") if config["kind"] not in ("text", "choices") else PHOTO


def refusals(config: Config) -> tuple[Act, ...]:
    """What it does not take, and what only just it does not."""
    match config["kind"]:
        case "number":
            least, most = config.get("minimum"), config.get("maximum")
            beyond = (least - 1 if least is not None else None, most + 1 if most is not None else None)
            near = [f"{one:g}" for one in beyond if one is not None]
        case "text":
            fewest = config.get("min_length", 1)
            near = ["a" * (fewest - 1)] if fewest > 1 else []
        case _:
            near = []
    return (refused(config), *map(Said, near))


def bounds(config: Config, field: str, languages: Sequence[str]) -> tuple[Wish, ...]:
    """What is true of every answer that is kept in the field."""
    labels = labels_of(config, languages)
    match config["kind"]:
        case "rating":
            return (so({"field": field, "op": "between", "value": [1, config.get("scale", 5)]}),)
        case "number":
            least = so({"field": field, "op": "at_least", "value": config.get("minimum", -1e15)})
            return least, so({"field": field, "op": "at_most", "value": config.get("maximum", 1e15)})
        case "choice" if labels and not any(map(names, labels)):
            return (so({"field": field, "op": "one_of", "value": labels}),)
    return (so({"field": field, "op": "known"}),)


def _numbers(config: Config) -> tuple[Any, ...]:
    least, most = config.get("minimum"), config.get("maximum")
    return tuple(one for one in (least, most, 1) if one is not None)


def _asked(config: Config, languages: Sequence[str]) -> Asked:
    names = tuple(
        (own, *every(one["label"]))
        for own, one in zip(labels_of(config, languages), config.get("options", ()), strict=True)
    )
    return Asked(config, SOME_MOMENT, languages[0], config.get("region", ""), names)


def _place(value: str) -> Act | None:
    latitude, _, longitude = value.partition(",")
    try:
        return LocationShared(float(latitude), float(longitude))
    except ValueError:
        return None


_GIVEN: Mapping[str, Callable[[str], Act | None]] = {
    "contact": ContactShared,
    "location": _place,
    "photo": lambda value: FileSent("photo", value),
    "file": lambda value: FileSent("document", value),
    "date": Said,
}
"""Answers that are no words; and dates, whose limits depend on the day on which they are given."""
