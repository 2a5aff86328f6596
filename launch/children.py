"""The builder and the runtime as child processes: started, watched and stopped together."""

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.console import Refusal, progress
from launch.packages import PYTHON, ROOT, last_lines
from launch.place import ADDRESS

SECONDS_TO_START = 90
SECONDS_TO_STOP = 9
LOG_BYTES_KEPT = 5_000_000
HEALTH = "/_stcore/health"


def builder_command(port: int) -> list[str]:
    listen = ["--server.address", ADDRESS, "--server.port", str(port), "--server.headless", "true"]
    return ["-m", "streamlit", "run", "builder/serving.py", *listen, "--browser.gatherUsageStats", "false"]


def runtime_command(data: Path) -> list[str]:
    return ["-m", "runtime", "--data", str(data)]


@dataclass(frozen=True, slots=True)
class Child:
    """A running process, and where in its log this run begins."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    log_start: int


def start(name: str, command: Sequence[str], data: Path) -> Child:
    """Starts one child, its output appended to DATA/logs/NAME.log."""
    log = data / "logs" / f"{name}.log"
    if log.exists() and log.stat().st_size > LOG_BYTES_KEPT:
        log.replace(log.with_suffix(".old.log"))
    environment = os.environ | {"FLOWBOOK_DATA": str(data), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    # In a group of its own: Ctrl+C in the terminal reaches run.py alone, which stops the children itself.
    windows_group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    with log.open("ab") as out:
        begun = out.tell()
        process = subprocess.Popen(
            [str(PYTHON), *command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            creationflags=windows_group,
            process_group=None if windows_group else 0,
        )
    return Child(name, process, log, begun)


def check_alive(children: Sequence[Child]) -> None:
    """Raises Refusal with the last lines of the log of the first child that has ended."""
    for child in children:
        code = child.process.poll()
        if code is not None:
            said = child.log.read_bytes()[child.log_start :].decode("utf-8", "replace")
            raise Refusal(
                f"The {child.name} ended by itself (exit code {code}). "
                f"The last lines of {child.log}:\n{last_lines(said) or '(it said nothing)'}"
            )


def wait_for_builder(port: int, children: Sequence[Child]) -> None:
    """Returns when the builder answers and every child is alive."""
    deadline = time.monotonic() + SECONDS_TO_START
    with progress("Starting"):
        while not answers(port):
            check_alive(children)
            if time.monotonic() > deadline:
                log = children[0].log
                raise Refusal(f"The builder has not answered for {SECONDS_TO_START} s; {log} may say why.")
            time.sleep(0.05)
    check_alive(children)


def answers(port: int) -> bool:
    # http.client, because urllib would ask a configured proxy.
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=2)
    try:
        connection.request("GET", HEALTH)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def watch(children: Sequence[Child]) -> None:
    """Returns never: a child that ends raises Refusal, a signal KeyboardInterrupt."""
    while True:
        check_alive(children)
        time.sleep(0.5)


def stop(children: Sequence[Child]) -> None:
    """Asks each child to stop, and ends those that have not after SECONDS_TO_STOP."""
    alive = [child.process for child in children if child.process.poll() is None]
    for process in alive:
        process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM))
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in alive:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
