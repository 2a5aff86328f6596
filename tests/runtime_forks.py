"""Runtimes forked from a process that has read all of the code once, so that a start takes milliseconds.

`python -m tests.runtime_forks --data DIR` obeys the lines “start”, which it answers with a process id, and
“wait”, which it answers once that process is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from runtime.__main__ import main

ROOT = Path(__file__).resolve().parent.parent


class Forks:
    """One runtime at a time. `log` has what all of them have said."""

    def __init__(self, data: Path) -> None:
        self.log = data.with_suffix(".log")
        self.pid = 0
        with self.log.open("ab") as out:
            self.parent = subprocess.Popen(
                [sys.executable, "-m", "tests.runtime_forks", "--data", str(data)],
                cwd=ROOT,
                env={**os.environ, "FLOWBOOK_POLL_SECONDS": "2"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=out,
                text=True,
            )

    def start(self) -> None:
        self.pid = int(self._ask("start"))

    def kill(self) -> None:
        """As a power cut would; returns when it is gone, and its lock with it."""
        os.kill(self.pid, signal.SIGKILL)
        self._ask("wait")
        self.pid = 0

    def end(self) -> None:
        """Also the runtime that still runs."""
        if self.pid:
            self.kill()
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        self.parent.stdin.close()
        self.parent.wait(30)
        self.parent.stdout.close()

    def _ask(self, order: str) -> str:
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        self.parent.stdin.write(f"{order}\n")
        self.parent.stdin.flush()
        answer = self.parent.stdout.readline().strip()
        assert answer, f"the parent of the runtimes is gone: see {self.log}"
        return answer


def obey() -> None:
    """Until standard input ends."""
    pid = 0
    for line in sys.stdin:
        if line.strip() == "start":
            pid = os.fork()
            if not pid:
                os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
                os._exit(main())
            print(pid, flush=True)
        else:
            os.waitpid(pid, 0)
            print("gone", flush=True)


if __name__ == "__main__":
    obey()
