"""What a service manager is told: that the program is ready, that it lives, that it stops."""

from __future__ import annotations

import os
import socket
from contextlib import suppress


def tell(word: str) -> None:
    """READY=1, WATCHDOG=1 or STOPPING=1; nothing where no service manager listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    # A name that begins with @ lies outside of the file system.
    place = f"\0{address[1:]}" if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(word.encode(), place)


def watchdog_pause() -> float | None:
    """Seconds between two signs of life: half of what the service manager waits; None when it does not."""
    waits, whose = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not waits.isdecimal() or whose not in ("", str(os.getpid())):
        return None
    return int(waits) / 2_000_000
