"""A stop takes no longer than is promised, whatever hangs: soon after, the service manager kills."""

from __future__ import annotations

import os
from contextlib import closing

import pytest

from flowbook.store import Store
from flowbook.store.bots import Bot, add_bot
from flowbook.store.publishing import publish
from flowbook.store.sqlite import sqlite3
from tests.botapi import Botapi
from tests.nameless import NAME
from tests.runtime_process import RuntimeProcess, booking, register, runtime, store, wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")
__all__ = ["runtime", "store"]


def test_a_stop_does_not_wait_for_names_that_nobody_resolves(store: Store, runtime: RuntimeProcess) -> None:
    add_bot(store, Bot("4242", "Salon", "salon_bot", f"4242:{'a' * 35}", f"http://{NAME}:81"))
    runtime.module = "tests.nameless"
    runtime.start()
    wait_until(lambda: "asked for a name" in runtime.said())
    assert runtime.stop() == 0
    assert "runtime stopped" in runtime.said()


def test_a_stop_does_not_wait_for_another_program_that_holds_the_database(
    store: Store, botapi: Botapi, runtime: RuntimeProcess
) -> None:
    publish(store, booking(), [register(store, botapi).id])
    runtime.start()
    botapi.control.wait_for_calls("getUpdates")
    with closing(sqlite3.connect(str(store.path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        botapi.control.customer("Anna").start()
        wait_until(lambda: "Another program holds the database" in runtime.said())
        assert runtime.stop() == 0
    assert len(botapi.control.pending()) == 1, "what could not be stored was acknowledged"
