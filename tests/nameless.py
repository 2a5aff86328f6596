"""A runtime on a machine where one name is never resolved: `python -m tests.nameless --data DIR`."""

from __future__ import annotations

import runpy
import socket
import time
from typing import Any

NAME = "api.nowhere.test"
SECONDS = 25
"""As long as a resolver tries when nobody answers it."""


def resolve_slowly(resolve: Any) -> Any:
    def ask(host: Any, *given: Any, **more: Any) -> Any:
        if host in (NAME, NAME.encode()):
            print("asked for a name that nobody knows", flush=True)
            time.sleep(SECONDS)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return resolve(host, *given, **more)

    return ask


if __name__ == "__main__":
    socket.getaddrinfo = resolve_slowly(socket.getaddrinfo)
    runpy.run_module("runtime", run_name="__main__")
