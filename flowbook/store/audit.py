"""Who did what and when: publishing, bots, customers, settings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, now, to_micros

OVERRODE = "overrode tests"
EVERY = 1_000_000
_RELEASE = re.compile(r"release (\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Deed:
    """`what` is a verb in the past tense (published), `about` what it was done to, `detail` a sentence."""

    at: datetime
    who: str
    what: str
    about: str
    detail: str = ""


@operation
def note_deed(store: Store, who: str, what: str, about: str, detail: str = "") -> None:
    """In the caller's transaction, so that there is no deed without its note."""
    conn_of(store).execute(
        "INSERT INTO audit(at, who, what, about, detail) VALUES (?, ?, ?, ?, ?)",
        (to_micros(now()), who, what, about, detail),
    )


@operation
def list_deeds(store: Store, about: str = "", limit: int = 100) -> list[Deed]:
    """The latest first."""
    rows = conn_of(store).execute(
        "SELECT at, who, what, about, detail FROM audit WHERE ? IN ('', about) ORDER BY id DESC LIMIT ?",
        (about, limit),
    )
    return [Deed(from_micros(at), *rest) for at, *rest in rows]


def overrides(store: Store, flow: str = "") -> dict[tuple[str, int], Deed]:
    """By flow and version: who let it go live although tests failed. The detail is why, and which failed."""
    deeds = [one for one in list_deeds(store, flow, EVERY) if one.what == OVERRODE]
    read = [(one, _RELEASE.fullmatch(one.detail)) for one in deeds]
    return {(one.about, int(told[1])): replace(one, detail=told[2]) for one, told in read if told}
