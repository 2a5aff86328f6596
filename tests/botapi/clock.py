"""The double's clock: real time, plus what a test has moved it by."""

import time

DAY = 24 * 60 * 60
WEEK = 7 * DAY


class Clock:
    """Unix seconds. Everything that expires in the double is judged by this clock."""

    def __init__(self) -> None:
        self.offset = 0.0

    def now(self) -> float:
        return time.time() + self.offset

    def advance(self, seconds: float) -> None:
        """Move the clock; a negative number moves it back."""
        self.offset += seconds
