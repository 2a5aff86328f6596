"""A Redis server of the benchmark's own: on a free loopback port, in a folder that goes with it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Redis:
    port: int

    def ask(self, *words: str) -> str:
        """One command; its answer as the server writes it, which must fit into one packet."""
        with socket.create_connection((ADDRESS, self.port), timeout=5) as line:
            line.sendall("\r\n".join([f"*{len(words)}", *(f"${len(w)}\r\n{w}" for w in words), ""]).encode())
            return line.recv(65536).decode()

    def processor(self) -> float:
        """Seconds the server has used so far, its threads included."""
        pairs = (line.partition(":") for line in self.ask("INFO", "cpu").splitlines())
        found = {name: value for name, _, value in pairs}
        return float(found["used_cpu_user"]) + float(found["used_cpu_sys"])


def find_redis() -> str | None:
    return shutil.which("redis-server")


@contextmanager
def running_redis(program: str) -> Iterator[Redis]:
    with tempfile.TemporaryDirectory() as folder:
        redis = Redis(_free_port())
        command = [program, "--bind", ADDRESS, "--port", str(redis.port), "--dir", folder, "--save", ""]
        command += ["--appendonly", "yes", "--appendfsync", "always"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT) as server:
            try:
                _wait(redis)
                yield redis
            finally:
                server.terminate()


def _wait(redis: Redis, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            if "PONG" in redis.ask("PING"):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])
