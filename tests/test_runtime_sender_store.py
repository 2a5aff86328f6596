"""The sender while the database refuses: it waits, tries again, and neither loses nor doubles anything."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

import runtime.delivery as sending
from flowbook.errors import StoreError
from flowbook.events import MessageSent
from flowbook.messages import Message
from flowbook.store.outbox import EDIT
from flowbook.store.sqlite import sqlite3
from tests.botapi import Botapi
from tests.test_runtime_sender import Stand, texts

FULL = sqlite3.OperationalError("database or disk is full")


def refuse_once(function: Callable[..., Any], fault: Exception, called: list[float]) -> Callable[..., Any]:
    """The same function, after it has failed the first time; `called` gets the moments of all its calls."""

    def refuse(*given: Any) -> Any:
        called.append(monotonic())
        if len(called) == 1:
            raise fault
        return function(*given)

    return refuse


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (("mark_sending", "mark_queued"), FULL),
        (("message_id_of",), FULL),
        (("message_id_of",), StoreError("The disk is full.")),
    ],
)
def test_a_database_that_refuses_is_asked_again_after_a_pause(
    botapi: Botapi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], fault: Exception
) -> None:
    stand = Stand(botapi, tmp_path / "data")
    stand.run(stand.settled(stand.queue(MessageSent("1", Message("Which size?")))))
    called: dict[str, list[float]] = {name: [] for name in names}
    for name, moments in called.items():
        monkeypatch.setattr(sending, name, refuse_once(getattr(sending, name), fault, moments))
    edits = {"replaces": "1"} if names == ("message_id_of",) else {}
    kind = EDIT if edits else "message"
    row = stand.queue(MessageSent("2", Message("Which colour?"), **edits), kind=kind)
    stand.run(stand.settled(row))
    assert stand.state(row) == "sent"
    assert texts(stand.anna) == (["Which colour?"] if edits else ["Which size?", "Which colour?"])
    for moments in called.values():
        assert all(later - earlier > 0.4 for earlier, later in pairwise(moments))
