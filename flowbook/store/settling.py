"""What becomes of messages that were under way when their sender ended: sent again, or in doubt."""

from __future__ import annotations

from hashlib import sha256

from flowbook.store.port import Store, operation
from flowbook.store.values import now, to_micros

MACHINE = "machine"
"""The counter that knows since when the machine runs on which rows were marked last."""
_UNDER_WAY = "state IN ('sending', 'leaving')"
_QUEUE = f"UPDATE outbox SET state = 'queued' WHERE state = 'sending' AND {_UNDER_WAY}"  # noqa: S608
_DOUBT = f"UPDATE outbox SET state = 'doubt', finished = ?, why = ? WHERE {_UNDER_WAY}"  # noqa: S608
_PROGRAM = "The program ended while this was on its way; it may have arrived."
_BOT = "The bot was paused, changed or stopped while this was on its way; it may have arrived."


@operation
def settle_interrupted(store: Store, machine: str = "") -> int:
    """After a start: what was leaving when the program ended is in doubt; returns how many are. What was only
    to leave is queued again, where the machine has run without a break: `machine` names this run of it. After
    a power cut, or where no name is known, the disk may lack the second mark, so the first one counts."""
    name = int.from_bytes(sha256(machine.encode()).digest()[:7]) if machine else 0
    with store.transaction() as conn:
        if machine and store.counter(MACHINE) == name:
            conn.execute(_QUEUE)
        conn.execute(
            "INSERT INTO counters VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
            (MACHINE, name),
        )
        return int(conn.execute(_DOUBT, (to_micros(now()), _PROGRAM)).rowcount)


@operation
def settle_left(store: Store, bot: str) -> int:
    """When a bot's sender has ended, and nothing of it is at work: what was leaving is in doubt; returns how
    many are. What was only to leave is queued again."""
    with store.transaction() as conn:
        conn.execute(f"{_QUEUE} AND bot = ?", (bot,))
        return int(conn.execute(f"{_DOUBT} AND bot = ?", (to_micros(now()), _BOT, bot)).rowcount)
