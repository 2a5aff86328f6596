"""Telegram's pace: 30 messages a second, one a second to a chat, 20 a minute to a group."""

import math
from collections import deque
from dataclasses import dataclass

from tests.botapi.refusals import too_many_requests


@dataclass(frozen=True, slots=True)
class Pace:
    """How many messages are taken; a 429 names the seconds until the next one is."""

    overall: int = 30
    burst: int = 3  # a private chat takes this many at once, and one more every second
    group: int = 20


class Limits:
    """Watches one bot's messages; off until a pace is set."""

    def __init__(self) -> None:
        self.pace: Pace | None = None
        self._sent: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._chats: dict[int, float] = {}  # when the chat's debt of messages is paid off

    def admit(self, chat_id: int, now: float) -> None:
        """Count one message, or refuse it with 429 without counting it."""
        if self.pace is None:
            return
        group = self._groups.setdefault(chat_id, deque()) if chat_id < 0 else None
        paid_off = max(self._chats.get(chat_id, 0.0), now)
        waits = [_wait(self._sent, self.pace.overall, 1.0, now)]
        if group is not None:
            waits.append(_wait(group, self.pace.group, 60.0, now))
        else:
            waits.append(paid_off + 1.0 - self.pace.burst - now)
        if max(waits) > 1e-6:
            raise too_many_requests(max(1, math.ceil(max(waits))))
        self._sent.append(now)
        self._chats[chat_id] = paid_off + 1.0
        if group is not None:
            group.append(now)


def _wait(times: deque[float], most: int, window: float, now: float) -> float:
    """Seconds until a window of that length has room for one more."""
    while times and now - times[0] >= window:
        times.popleft()
    return times[0] + window - now if len(times) >= most else 0.0
