"""The conversation on Flowbook and on its peers, each run in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bars.figures import Rate
from benchmarks.bars.redis import Redis, find_redis, running_redis

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "benchmarks" / "peers.txt"
HOME = ROOT / "build" / "peers"
PATIENCE = 900
OURS = "Flowbook: inbox, state, history and outbox on the disk, FULL, batches of 100"
OWN = {
    "ptb": "python-telegram-bot ConversationHandler, memory, lost at a stop",
    "ptb-pickle": "the same + PicklePersistence, flushed each batch",
}
AIOGRAM = {
    "aiogram": "aiogram FSM, memory, lost at a stop",
    "aiogram-sqlite": "aiogram FSM + SQLite (aiogram-sqlite-storage)",
}
REDIS = "aiogram FSM + Redis, AOF, appendfsync always, the server's time counted"


def rates(people: int) -> Iterator[Rate]:
    """Ours first."""
    yield measure("ours", OURS, sys.executable, people)
    for name, what in OWN.items():
        yield measure(name, what, sys.executable, people)
    python = peers_python()
    if python is None:
        yield from (Rate(what, why="not installed here") for what in (*AIOGRAM.values(), REDIS))
        return
    for name, what in AIOGRAM.items():
        yield measure(name, what, str(python), people)
    yield _with_redis(python, people)


def _with_redis(python: Path, people: int) -> Rate:
    server = find_redis()
    if server is None:
        return Rate(REDIS, why="redis-server is not installed here")
    with running_redis(server) as redis:
        return measure("aiogram-redis", REDIS, str(python), people, redis)


def measure(name: str, what: str, python: str, people: int, redis: Redis | None = None) -> Rate:
    """One run, every reply checked."""
    command = [python, "-m", "benchmarks.conversation", name, "--people", str(people)]
    before = redis.processor() if redis else 0.0
    if redis:
        command += ["--redis", str(redis.port)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        return Rate(what, why=f"failed: {reason.replace('|', '/')[:120]}")
    found = json.loads(done.stdout.splitlines()[-1])
    server = redis.processor() - before if redis else 0.0
    return Rate(what, found["updates"], found["wall"], found["processor"] + server)


def peers_python() -> Path | None:
    """An interpreter that has the peers, made at the first need; None where they cannot be had."""
    python = HOME / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not _has_peers(python):
        venv.create(HOME, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "-r", str(LIST)]
        subprocess.run(install, capture_output=True, timeout=PATIENCE, check=False)
    return python if _has_peers(python) else None


def _has_peers(python: Path) -> bool:
    if not python.exists():
        return False
    asked = [str(python), "-c", "import aiogram, aiogram_sqlite_storage, redis"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0
