"""How fast a bot may write: never above Telegram's limits, however late and bunched what is sent arrives."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

OVERALL, WINDOW = 30, 1.01
"""A hair above a second, here and below: two clocks count, and the second's own edges belong to it."""
EVENLY = 1 / 28
"""Seconds between two messages nobody waits for, so that there is always room soon for one somebody does."""
BURST, CHAT_SECONDS = 3, 1.01
GROUP, GROUP_SECONDS = 20, 60.1
STORM, STORM_SECONDS = 3, 10.0
"""So many chats told to wait within so many seconds means that the whole bot is."""
MOST_CHATS = 5000
CATCHING_UP = 0.2
"""Seconds that the even stream may be behind and still make up for."""


@dataclass(slots=True)
class _Window:
    """At most so many within so many seconds. When a message arrives is only known to lie between its begin
    and its end, so it counts from the one until the whole time has passed since the other."""

    most: int
    seconds: float
    under_way: int = 0
    ended: deque[float] = field(default_factory=deque)

    def wait(self, messages: int, now: float) -> float:
        """Seconds until so many more fit, provided that what is under way ends in time."""
        while self.ended and now - self.ended[0] >= self.seconds:
            self.ended.popleft()
        over = self.under_way + len(self.ended) + min(messages, self.most) - self.most
        if over <= 0:
            return 0.0
        if over > len(self.ended):
            return self.seconds
        return self.seconds - (now - self.ended[over - 1])

    def end(self, messages: int, now: float) -> None:
        self.under_way -= messages
        self.ended.extend([now] * messages)


@dataclass(slots=True)
class _Chat:
    """One message a second, a burst at once: `rested_at` is when the whole burst may go again. One row is
    under way at a time; a late end moves all that comes after it."""

    rested_at: float = 0.0
    is_busy: bool = False
    group: _Window | None = None


class Pace:
    """One bot's pace. Times are seconds of a clock that only goes forward."""

    def __init__(self) -> None:
        self._overall = _Window(OVERALL, WINDOW)
        self._chats: dict[str, _Chat] = {}
        self._paused: dict[str, float] = {}
        self._told: dict[str, float] = {}
        self._all_paused = 0.0
        self._even_at = 0.0

    def wait_overall(self, now: float, messages: int = 1, urgent: bool = True) -> float:
        """Seconds until the bot may send so many messages at once; 0 for now. Those that are not urgent go
        one after the other in an even stream."""
        even = 0.0 if urgent else self._even_at - now
        return max(self._overall.wait(messages, now), self._all_paused - now, even, 0.0)

    def wait_chat(self, chat: str, now: float, messages: int = 1) -> float:
        """Seconds until this chat may be sent so many at once, the bot's own limit apart. More than a burst
        wait for a whole one, and what comes behind them waits all the longer."""
        paused = max(self._paused.get(chat, 0.0) - now, 0.0)
        kept = self._chats.get(chat)
        if kept is None:
            return paused
        if kept.is_busy:
            return max(paused, CHAT_SECONDS)
        lacking = kept.rested_at - now - (BURST - min(messages, BURST)) * CHAT_SECONDS
        return max(paused, lacking, kept.group.wait(messages, now) if kept.group else 0.0)

    def begin(self, chat: str, now: float, messages: int = 1, urgent: bool = True) -> None:
        """From now on it may arrive. An album is as many messages as it has pictures."""
        kept = self._chats.get(chat)
        if kept is None:
            kept = self._chats[chat] = _Chat(group=_Window(GROUP, GROUP_SECONDS) if _is_group(chat) else None)
        kept.is_busy = True
        for window in self._windows(kept):
            window.under_way += messages
        if not urgent:
            self._even_at = max(self._even_at, now - CATCHING_UP) + EVENLY * messages

    def end(self, chat: str, now: float, messages: int = 1) -> None:
        """It has arrived, or been given up; with the same chat and number as it began."""
        kept = self._chats[chat]
        kept.is_busy = False
        kept.rested_at = max(kept.rested_at, now) + messages * CHAT_SECONDS
        for window in self._windows(kept):
            window.end(messages, now)
        self._forget(now)

    def take(self, chat: str, now: float, messages: int = 1) -> None:
        """What began and ended at one time."""
        self.begin(chat, now, messages)
        self.end(chat, now, messages)

    def pause(self, chat: str, seconds: float, now: float) -> None:
        """Telegram said to wait: this chat waits, and all of them when several are told so at once. One that
        is told so again and again waits alone."""
        self._paused[chat] = max(self._paused.get(chat, 0.0), now + seconds)
        self._told = {one: at for one, at in self._told.items() if now - at <= STORM_SECONDS} | {chat: now}
        if len(self._told) >= STORM:
            self._all_paused = max(self._all_paused, now + seconds)

    def _windows(self, kept: _Chat) -> list[_Window]:
        return [self._overall, kept.group] if kept.group else [self._overall]

    def _forget(self, now: float) -> None:
        """Chats that have rested need no place in memory."""
        if len(self._chats) > MOST_CHATS:
            rested = [key for key, kept in self._chats.items() if _has_rested(kept, now)]
            for key in rested:
                del self._chats[key]
            self._paused = {key: until for key, until in self._paused.items() if until > now}


def _has_rested(kept: _Chat, now: float) -> bool:
    return not kept.is_busy and now - kept.rested_at > (GROUP_SECONDS if kept.group else 0.0)


def _is_group(chat: str) -> bool:
    return chat.startswith("-")
