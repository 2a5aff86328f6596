"""People in mid-flow when another release goes live: who waits where, and taking them along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flowbook.errors import PublishRefused, StoreError
from flowbook.events import SessionEnded
from flowbook.flow import Flow, Release
from flowbook.nodes import node_type
from flowbook.rehearsal import END, MOVE, PEOPLE, RESTART, STAY, Fate, Standing, fate_of, rehearse
from flowbook.session import CustomerState
from flowbook.stimuli import StartedByHand
from flowbook.store.connection import conn_of
from flowbook.store.loading import load_states
from flowbook.store.port import Store, operation
from flowbook.store.releases import load_release
from flowbook.store.values import now, to_micros, to_text

CHANNEL = "coalesce(json_extract(body, '$.channel'), '')"
TRIGGER = "coalesce(json_extract(body, '$.trigger'), '')"


@dataclass(frozen=True, slots=True)
class Taken:
    """How many people had which fate."""

    stay: int = 0
    move: int = 0
    restart: int = 0
    end: int = 0


@operation
def standings(store: Store, flow: str, bots: Sequence[str], already: int = 0) -> list[Standing]:
    """Who waits where on these bots; without those in the release `already`, which is to go live again."""
    return [standing for standing, _ in _groups(store, flow, bots, already)]


def rehearsal(
    store: Store, flow: Flow, bots: Sequence[str], people: str, already: int = 0
) -> tuple[Fate, ...]:
    """Before the click: what `take_along` would do if `flow` went live on these bots; `already` is its number
    where it is a release."""
    return rehearse(flow, standings(store, flow.id, bots, already), people)


@operation
def waiting_in(
    store: Store, flow: str, bots: Sequence[str], already: int = 0, most: int = 500
) -> list[CustomerState]:
    """At most so many of the customers whom `standings` counts."""
    inside = _inside(flow, bots, already)
    rows = conn_of(store).execute(
        f"SELECT DISTINCT customer FROM sessions WHERE {inside.where} ORDER BY customer LIMIT ?",  # noqa: S608
        (*inside.values, most),
    )
    return [state for _, state in load_states(store, [row[0] for row in rows]).values()]


@operation
def take_along(store: Store, release: Release, bots: Sequence[str], people: str) -> Taken:
    """After `release` went live on the bots, in the same transaction: move people who wait in other releases
    of its flow, let the rest begin anew or end. Raises PublishRefused for a choice there is not."""
    if people not in PEOPLE:
        raise PublishRefused(f"“{people}” is no choice. Choose one of {', '.join(PEOPLE)}.")
    counts = dict.fromkeys((STAY, MOVE, RESTART, END), 0)
    if people == STAY:
        return Taken()
    for standing, group in list(_groups(store, release.flow.id, bots, release.number)):
        outcome = fate_of(release.flow, standing, people).outcome
        counts[outcome] += standing.count
        if outcome == MOVE:
            _move(store, release, group)
        elif outcome in (RESTART, END):
            _leave(store, release, group, again=outcome == RESTART)
    return Taken(counts[STAY], counts[MOVE], counts[RESTART], counts[END])


@dataclass(frozen=True, slots=True)
class _Group:
    """Sessions chosen by a condition and its values."""

    where: str
    values: tuple[Any, ...]


def _groups(store: Store, flow: str, bots: Sequence[str], without: int) -> Iterator[tuple[Standing, _Group]]:
    inside = _inside(flow, bots, without)
    found = conn_of(store).execute(
        f"SELECT release, node, wait, {TRIGGER} LIKE flow || '.%', count(*) FROM sessions"  # noqa: S608
        f" WHERE {inside.where} GROUP BY 1, 2, 3, 4",
        inside.values,
    )
    rows, own = (
        found.fetchall(),
        f"release = ? AND node = ? AND wait = ? AND ({TRIGGER} LIKE flow || '.%') = ?",
    )
    for number, node, wait, is_own, count in rows:
        standing = Standing(_release(store, number), node, count, wait, called=not is_own)
        yield standing, _Group(f"{inside.where} AND {own}", (*inside.values, number, node, wait, is_own))


def _inside(flow: str, bots: Sequence[str], without: int) -> _Group:
    """Everybody who is in another release of the flow than `without`, on one of the bots."""
    marks = ", ".join("?" * (len(bots) + 1))
    where = f"flow = ? AND release <> ? AND {CHANNEL} IN ({marks})"
    return _Group(where, (flow, without, "", *bots))


def _release(store: Store, number: int) -> Release | None:
    try:
        return load_release(store, number)
    except StoreError:
        return None


def _move(store: Store, release: Release, group: _Group) -> None:
    """The wait stays as it is, its timers too; what comes next is read from the new release."""
    _touch(store, group)
    conn_of(store).execute(
        f"UPDATE sessions SET release = ?, body = json_set(body, '$.release', ?) WHERE {group.where}",  # noqa: S608
        (release.number, release.number, *group.values),
    )


def _leave(store: Store, release: Release, group: _Group, *, again: bool) -> None:
    conn, at = conn_of(store), to_micros(now())
    why = f"version {release.version} went live"
    _touch(store, group)
    chosen = f"FROM sessions WHERE {group.where}"
    conn.execute(
        f"INSERT INTO turns(at, customer, channel, body) SELECT ?, customer, {CHANNEL},"
        f" json_array(json_object('session', id, 'flow', flow, 'events', json_array(json(?)))) {chosen}",
        (at, to_text(SessionEnded(why)), *group.values),
    )
    if again:
        for trigger, bot, customer in conn.execute(
            f"SELECT {TRIGGER}, {CHANNEL}, customer {chosen}",
            group.values,
        ).fetchall():
            stimulus = StartedByHand(release.flow.id, _beginning(release.flow, trigger))
            conn.execute(
                "INSERT INTO inbox(bot, customer, kind, body, received) VALUES (?, ?, 'stimulus', ?, ?)",
                (bot, customer, to_text(stimulus), at),
            )
    conn.execute(
        f"DELETE FROM timers WHERE session <> '' AND (customer, session) IN (SELECT customer, id {chosen})",  # noqa: S608
        group.values,
    )
    conn.execute(f"DELETE {chosen}", group.values)


def _beginning(flow: Flow, trigger: str) -> str:
    """The trigger they came by, where it is one still; else empty, for the flow's first."""
    node = flow.get(trigger.partition(".")[2])
    return node.id if node and node_type(node.type).category == "trigger" else ""


def _touch(store: Store, group: _Group) -> None:
    """A running program that has these customers in memory reads them again."""
    conn_of(store).execute(
        "UPDATE customers SET revision = revision + 1"  # noqa: S608
        f" WHERE id IN (SELECT customer FROM sessions WHERE {group.where})",
        group.values,
    )
