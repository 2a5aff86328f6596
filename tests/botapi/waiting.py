"""Waiting for something to become so in the double, without sleeping and looking again."""

import time
from collections.abc import Callable
from typing import Any

from tests.botapi.line import Line


def wait_until(line: Line, is_so: Callable[[], Any], timeout: float) -> Any:
    """What `is_so` returns once it is true; asked again after each change.

    TimeoutError when it does not become true within `timeout` seconds.
    """
    deadline = time.monotonic() + timeout
    revision = int(line.call("wait_for_change", after=-1))
    while not (result := is_so()):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"Waited {timeout:g} s in vain.")
        revision = int(line.call("wait_for_change", after=revision, timeout=left))
    return result
