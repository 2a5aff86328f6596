"""Who did what and when: publishing, bots, customers, settings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, now, to_micros

OVERRODE = "overrode tests"
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


@operation
def overrides(store: Store, flow: str = "") -> dict[tuple[str, int], Deed]:
    """By flow and version: who let it go live although tests failed. The detail is why, and which failed."""
    rows = conn_of(store).execute(
        "SELECT at, who, what, about, detail FROM audit WHERE what = ? AND ? IN ('', about) ORDER BY id DESC",
        (OVERRODE, flow),
    )
    read = ((Deed(from_micros(at), *rest), _RELEASE.fullmatch(rest[-1])) for at, *rest in rows)
    return {(one.about, int(told[1])): replace(one, detail=told[2]) for one, told in read if told}
