"""What the person at the terminal sees: a line that moves while something takes long, and refusals."""

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MARKS = "|/-\\"
LIVE_SECONDS, PLAIN_SECONDS = 0.1, 10


class Refusal(Exception):
    """Why Flowbook cannot start, and what to do, in a sentence or two."""


@dataclass(slots=True)
class Progress:
    """What is going on; whoever does the work keeps `detail` up to date."""

    title: str
    detail: str = ""


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Shows title, detail and elapsed seconds until the block ends: a moving line in a terminal, elsewhere
    a line every ten seconds."""
    shown, over = Progress(title), threading.Event()
    ticker = threading.Thread(target=_tick, args=(shown, over), daemon=True)
    ticker.start()
    try:
        yield shown
    finally:
        over.set()
        ticker.join()


def _tick(shown: Progress, over: threading.Event) -> None:
    live, begun, turn = sys.stdout.isatty(), time.monotonic(), 0
    while not over.wait(LIVE_SECONDS if live else PLAIN_SECONDS):
        detail = f": {shown.detail}" if shown.detail else ""
        line = f"{shown.title}{detail}  {time.monotonic() - begun:.0f} s"
        if live:
            _overwrite(f"{MARKS[turn % len(MARKS)]} {line}")
        else:
            print(line, flush=True)
        turn += 1
    if live and turn:
        _overwrite("")


def _overwrite(line: str) -> None:
    # Spaces instead of an escape sequence: old Windows consoles print the latter.
    room = shutil.get_terminal_size().columns - 1
    print("\r" + line[:room].ljust(room), end="" if line else "\r", flush=True)
