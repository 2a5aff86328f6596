"""Where servers under test may listen."""

from __future__ import annotations

import socket

from launch.place import ADDRESS


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])
