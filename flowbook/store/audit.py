"""Who did what and when: publishing, bots, customers, settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, now, to_micros


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
