"""What is away to Telegram at the same time: little, and never at the price of holding somebody up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from runtime.wire import FEW, GAP, Wire


def play(scene: Callable[[Wire], Awaitable[None]]) -> None:
    asyncio.run(_with_patience(scene))


async def _with_patience(scene: Callable[[Wire], Awaitable[None]]) -> None:
    async with asyncio.timeout(10):
        await scene(Wire())


async def leave(wire: Wire, rows: range, bot: str = "a") -> list[asyncio.Task[None]]:
    """Begun in this order; the first ones have left by the end."""
    tasks = [asyncio.create_task(wire.leave(bot, row)) for row in rows]
    await asyncio.sleep(0)
    return tasks


def test_a_few_leave_at_once_and_the_next_when_one_comes_back() -> None:
    async def scene(wire: Wire) -> None:
        wire.left_at["a"] = asyncio.get_running_loop().time() + 1000
        tasks = await leave(wire, range(FEW + 2))
        wire.left_at["a"] += 1000
        assert wire.away == set(range(FEW))
        wire.come_back(0)
        await tasks[FEW]
        assert wire.away == set(range(1, FEW + 1))
        tasks[-1].cancel()

    play(scene)


def test_what_never_comes_back_holds_up_nobody_for_long() -> None:
    async def scene(wire: Wire) -> None:
        clock = asyncio.get_running_loop().time
        begun = clock()
        await asyncio.gather(*(wire.leave("a", row) for row in range(FEW + 3)))
        assert len(wire.away) == FEW + 3
        assert clock() - begun >= 3 * GAP

    play(scene)


def test_a_bot_that_waits_does_not_take_another_ones_turn() -> None:
    async def scene(wire: Wire) -> None:
        wire.left_at["a"] = asyncio.get_running_loop().time() + 1000
        wire.away = set(range(100, 100 + FEW))
        (waiting,) = await leave(wire, range(1))
        await wire.leave("b", 50)
        assert not waiting.done()
        wire.away.clear()
        wire.come_back(50)
        await waiting

    play(scene)


def test_who_gives_up_while_waiting_lets_the_next_one_by() -> None:
    async def scene(wire: Wire) -> None:
        wire.left_at["a"] = asyncio.get_running_loop().time() + 1000
        wire.away = set(range(100, 100 + FEW))
        first, second = await leave(wire, range(2))
        first.cancel()
        await asyncio.sleep(0)
        wire.come_back(100)
        await second
        assert wire.away == {*range(101, 100 + FEW), 1}

    play(scene)
