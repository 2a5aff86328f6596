"""What has happened, as the turns reported it: for transcripts and for a customer's way through flows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice

from flowbook.codec import kind_of, untagged
from flowbook.copies import altered
from flowbook.events import FAMILY, HttpRequested, MessageReceived, MessageSent, Record, Report, Told
from flowbook.store.connection import conn_of
from flowbook.store.port import Store, operation
from flowbook.store.rows import insert_rows
from flowbook.store.values import from_micros, from_text, to_micros, to_text

SPOKEN = frozenset(kind_of(cls) for cls in (MessageSent, MessageReceived))
ASKING = frozenset({HttpRequested})
PLACES = 16
"""A record's number is its turn's, and behind it so many bits for its place in the turn."""
Row = tuple[int, str, str, str]
"""at, customer, channel, body: one turn."""


@operation
def keep_turns(store: Store, turns: Sequence[Report]) -> None:
    """In the caller's transaction; those that tell nothing are left out."""
    rows = [_row(turn) for turn in turns if turn.told]
    insert_rows(conn_of(store), "turns(at, customer, channel, body)", rows)


def _row(turn: Report) -> Row:
    body = turn.told if not turn.has(ASKING) else [_kept(part) for part in turn.told]
    return to_micros(turn.at), turn.customer, turn.channel, to_text(body)


def _kept(part: Told) -> Told:
    events = [without_keys(one) if type(one) is HttpRequested else one for one in part.events]
    return Told(part.session, part.flow, events)


def without_keys(request: HttpRequested) -> HttpRequested:
    """What opens another system goes there, and stays in no history."""
    return altered(request, headers={})


@operation
def journey(store: Store, customer: str, *, before: int = 0, limit: int = 500) -> list[tuple[int, Record]]:
    """(number, record) of a customer, the latest `limit` before that number, in the order they happened."""
    return _latest(_read(store, customer, before), limit)


@operation
def transcript(store: Store, customer: str, *, before: int = 0, limit: int = 500) -> list[tuple[int, Record]]:
    """Like journey, only what was said."""
    return _latest(_read(store, customer, before, SPOKEN), limit)


@operation
def forget_records(store: Store, older_than: datetime) -> int:
    """Returns how many turns went."""
    return conn_of(store).execute("DELETE FROM turns WHERE at < ?", (to_micros(older_than),)).rowcount


def _latest(found: Iterator[tuple[int, Record]], limit: int) -> list[tuple[int, Record]]:
    return list(islice(found, limit))[::-1]


def _read(
    store: Store, customer: str, before: int, kinds: Collection[str] = FAMILY
) -> Iterator[tuple[int, Record]]:
    """The latest first; what nobody asks for any more is not read either."""
    rows = conn_of(store).execute(
        "SELECT id, at, channel, body FROM turns WHERE customer = ? AND (? = 0 OR id <= ?) ORDER BY id DESC",
        (customer, before, before >> PLACES),
    )
    for turn, at, channel, body in rows:
        records = [(told, event) for told in from_text(body) for event in told["events"]]
        for place, (told, event) in reversed(list(enumerate(records))):
            number = turn << PLACES | place
            if event["kind"] in kinds and (not before or number < before):
                known = untagged(FAMILY, event)
                record = Record(from_micros(at), customer, known, told["session"], told["flow"], channel)
                yield number, record
