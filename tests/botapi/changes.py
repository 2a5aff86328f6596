"""A counter that can be waited for, so that nobody has to sleep and look again."""

import asyncio


class Changes:
    """Counts what happened; `wait` returns as soon as the count passes a mark."""

    def __init__(self) -> None:
        self.revision = 0
        self._happened = asyncio.Event()

    def note(self) -> None:
        self.revision += 1
        self._happened.set()
        self._happened = asyncio.Event()

    async def wait(self, after: int, timeout: float) -> int:
        """The revision, once it is above `after` or `timeout` seconds have gone by."""
        deadline = asyncio.get_running_loop().time() + timeout
        while self.revision <= after:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                break
            try:
                await asyncio.wait_for(self._happened.wait(), left)
            except TimeoutError:
                break
        return self.revision
