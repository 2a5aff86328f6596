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

    def wait_overall(self, now: float, messages: int = 1) -> float:
        """Seconds until the bot may send so many messages at once; 0 for now."""
        return max(_room(self._sent, (OVERALL, WINDOW), messages, now), self._all_paused - now, 0.0)

    def wait_chat(self, chat: str, now: float, messages: int = 1) -> float:
        """Seconds until this chat may be sent so many at once, the bot's own limit apart. More than a burst
        wait for a whole one, and what comes behind them waits all the longer."""
        paused = max(self._paused.get(chat, 0.0) - now, 0.0)
        kept = self._chats.get(chat)
        if kept is None:
            return paused
        lacking = min(messages, BURST) - min(BURST, kept.credit + (now - kept.at) / CHAT_SECONDS)
        group = _room(kept.recent, (GROUP, GROUP_SECONDS), messages, now)
        return max(paused, lacking * CHAT_SECONDS, group)

    def take(self, chat: str, now: float, messages: int = 1) -> None:
        """Count what goes now: an album is as many messages as it has pictures."""
        kept = self._chats.setdefault(chat, _Chat(at=now))
        kept.credit = min(BURST, kept.credit + (now - kept.at) / CHAT_SECONDS) - messages
        kept.at = now
        if _is_group(chat):
            kept.recent.extend([now] * messages)
        self._sent.extend([now] * messages)
        self._forget(now)

    def pause(self, chat: str, seconds: float, now: float) -> None:
        """Telegram said to wait: this chat waits, and all of them when several are told so at once."""
        self._paused[chat] = max(self._paused.get(chat, 0.0), now + seconds)
        self._storm.append(now)
        while now - self._storm[0] > STORM_SECONDS:
            self._storm.popleft()
        if len(self._storm) >= STORM:
            self._all_paused = max(self._all_paused, now + seconds)

    def _forget(self, now: float) -> None:
        """Chats that have their whole credit again need no place in memory."""
        if len(self._chats) > 5000:
            rested = [key for key, kept in self._chats.items() if now - kept.at > GROUP_SECONDS]
            for key in rested:
                del self._chats[key]
            self._paused = {key: until for key, until in self._paused.items() if until > now}


def _room(sent: deque[float], limit: tuple[int, float], messages: int, now: float) -> float:
    """Seconds until so many more fit; `limit` is how many within how many seconds."""
    most, seconds = limit
    while sent and now - sent[0] >= seconds:
        sent.popleft()
    over = len(sent) + min(messages, most) - most
    return seconds - (now - sent[over - 1]) if over > 0 else 0.0


def _is_group(chat: str) -> bool:
    return chat.startswith("-")
