"""How fast a bot may write: within Telegram's limits, and never at the edge of them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

OVERALL, WINDOW = 28, 1.0
BURST, CHAT_SECONDS = 3, 1.0
GROUP, GROUP_SECONDS = 20, 60.0
STORM, STORM_SECONDS = 3, 10.0
"""So many chats told to wait within so many seconds means that the whole bot is."""


@dataclass(slots=True)
class _Chat:
    """`credit` messages may go at once; it grows by one a second, up to the burst, as of `at`."""

    credit: float = BURST
    at: float = 0.0
    recent: deque[float] = field(default_factory=deque)


class Pace:
    """One bot's pace. Times are seconds of a clock that only goes forward."""

    def __init__(self) -> None:
        self._sent: deque[float] = deque()
        self._chats: dict[str, _Chat] = {}
        self._paused: dict[str, float] = {}
        self._storm: deque[float] = deque()
        self._all_paused = 0.0

    def wait_overall(self, now: float) -> float:
        """Seconds until the bot may send anything; 0 for now."""
        while self._sent and now - self._sent[0] >= WINDOW:
            self._sent.popleft()
        full = WINDOW - (now - self._sent[0]) if len(self._sent) >= OVERALL else 0.0
        return max(full, self._all_paused - now, 0.0)

    def wait_chat(self, chat: str, now: float) -> float:
        """Seconds until this chat may be sent something, the bot's own limit apart."""
        paused = max(self._paused.get(chat, 0.0) - now, 0.0)
        kept = self._chats.get(chat)
        if kept is None:
            return paused
        lacking = 1 - min(BURST, kept.credit + (now - kept.at) / CHAT_SECONDS)
        return max(paused, lacking * CHAT_SECONDS, self._wait_group(chat, kept, now))

    def take(self, chat: str, now: float) -> None:
        """Count one message that goes now."""
        kept = self._chats.setdefault(chat, _Chat(at=now))
        kept.credit = min(BURST, kept.credit + (now - kept.at) / CHAT_SECONDS) - 1
        kept.at = now
        if _is_group(chat):
            kept.recent.append(now)
        self._sent.append(now)
        self._forget(now)

    def pause(self, chat: str, seconds: float, now: float) -> None:
        """Telegram said to wait: this chat waits, and all of them when several are told so at once."""
        self._paused[chat] = max(self._paused.get(chat, 0.0), now + seconds)
        self._storm.append(now)
        while now - self._storm[0] > STORM_SECONDS:
            self._storm.popleft()
        if len(self._storm) >= STORM:
            self._all_paused = max(self._all_paused, now + seconds)

    def _wait_group(self, chat: str, kept: _Chat, now: float) -> float:
        while kept.recent and now - kept.recent[0] >= GROUP_SECONDS:
            kept.recent.popleft()
        return GROUP_SECONDS - (now - kept.recent[0]) if len(kept.recent) >= GROUP else 0.0

    def _forget(self, now: float) -> None:
        """Chats that have their whole credit again need no place in memory."""
        if len(self._chats) > 5000:
            rested = [key for key, kept in self._chats.items() if now - kept.at > GROUP_SECONDS]
            for key in rested:
                del self._chats[key]
            self._paused = {key: until for key, until in self._paused.items() if until > now}


def _is_group(chat: str) -> bool:
    return chat.startswith("-")
