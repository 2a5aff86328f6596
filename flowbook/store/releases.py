"""Releases: what was published, word for word, and where each one is live."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from flowbook.errors import StoreError
from flowbook.flow import Flow, Release
from flowbook.reading import read_flow, read_kept
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.values import from_micros, now, to_micros
from flowbook.writing import write_flow


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """A release without its content; `bots` are those it is live on now."""

    number: int
    flow: str
    version: int
    created: datetime
    author: str
    note: str
    sha256: str
    bots: tuple[str, ...] = ()


@operation
def keep_release(store: Store, flow: Flow, author: str, note: str) -> tuple[int, int]:
    """(number, version): the version follows on the flow's last one. In the caller's transaction. Raises
    UnreadableFile for a flow that could not be read again, so that no such release comes to be."""
    text = write_flow(flow)
    read_flow(text)
    version = next_version(store, flow.id)
    done = conn_of(store).execute(
        "INSERT INTO releases(flow, version, sha256, body, created, author, note)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (flow.id, version, digest(text), text, to_micros(now()), author, note),
    )
    return int(done.lastrowid or 0), version


@operation
def next_version(store: Store, flow: str) -> int:
    """Of the release that would be kept now."""
    newest = conn_of(store).execute("SELECT max(version) FROM releases WHERE flow = ?", (flow,))
    return int(newest.fetchone()[0] or 0) + 1


@operation
def load_release(store: Store, number: int) -> Release:
    """Raises StoreError where there is none, and where its content is not what was published."""
    known: dict[int, Release] = store.cache.setdefault("releases", {})
    if number not in known:
        known[number] = _load(store, number)
    return known[number]


@operation
def has_release(store: Store, number: int) -> bool:
    """Whether it is there, in whatever state."""
    return bool(conn_of(store).execute("SELECT 1 FROM releases WHERE number = ?", (number,)).fetchone())


@operation
def list_releases(store: Store, flow: str = "") -> list[ReleaseNote]:
    """The latest first; of all flows when none is named."""
    rows = conn_of(store).execute(
        "SELECT number, flow, version, created, author, note, sha256,"
        " (SELECT group_concat(bot, ' ') FROM live WHERE live.release = number)"
        " FROM releases WHERE ? IN ('', flow) ORDER BY number DESC",
        (flow,),
    )
    return [
        ReleaseNote(
            number, of, version, from_micros(created), author, note, sha256, tuple((bots or "").split())
        )
        for number, of, version, created, author, note, sha256, bots in rows
    ]


@operation
def live_releases(store: Store, bot: str) -> dict[str, int]:
    """Flow id to release number, sorted by id."""
    rows = conn_of(store).execute("SELECT flow, release FROM live WHERE bot = ? ORDER BY flow", (bot,))
    return dict(rows.fetchall())


@operation
def make_live(store: Store, flow: str, number: int, bots: tuple[str, ...]) -> None:
    """In the caller's transaction; the bots' triggers are to be planned anew for all their customers."""
    for bot in bots:
        conn_of(store).execute(
            "INSERT INTO live VALUES (?, ?, ?)"
            " ON CONFLICT(bot, flow) DO UPDATE SET release = excluded.release",
            (bot, flow, number),
        )
        plan_anew(store, bot)
    store.bump()


@operation
def take_down(store: Store, flow: str, bots: tuple[str, ...]) -> int:
    """In the caller's transaction; returns on how many bots the flow was live."""
    done = 0
    for bot in bots:
        done += conn_of(store).execute("DELETE FROM live WHERE bot = ? AND flow = ?", (bot, flow)).rowcount
        plan_anew(store, bot)
    store.bump()
    return done


@operation
def plan_anew(store: Store, bot: str) -> None:
    conn_of(store).execute(
        "INSERT INTO plannings VALUES (?, '') ON CONFLICT(bot) DO UPDATE SET after = ''", (bot,)
    )


@operation
def count_inside(store: Store, flow: str) -> dict[tuple[int, str], int]:
    """(release, node) to the number of customers who stand there."""
    rows = conn_of(store).execute(
        "SELECT release, node, count(*) FROM sessions WHERE flow = ? GROUP BY release, node", (flow,)
    )
    return {(release, node): count for release, node, count in rows}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _load(store: Store, number: int) -> Release:
    row = (
        conn_of(store)
        .execute("SELECT flow, version, sha256, body FROM releases WHERE number = ?", (number,))
        .fetchone()
    )
    if row is None:
        raise StoreError(f"There is no release {number}.")
    flow, version, sha256, body = row
    if digest(body) != sha256:
        raise StoreError(
            f"Release {version} of “{flow}” is not what was published: its content has changed in the "
            "database. Restore a backup, or publish the flow again."
        )
    return Release(number, read_kept(body), version)
