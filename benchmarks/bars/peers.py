"""The conversation on Flowbook and on its peers, each run in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.bars.figures import Rate, Run
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


def rates(people: int, rounds: int, tell: Callable[[str], None]) -> list[Rate]:
    """Ours first. They run in turns, so that an hour in which others use the machine slows all of them;
    `tell` hears of each run."""
    with ExitStack() as running:
        turns = _turns(people, running)
        runs: dict[str, list[Run]] = {what: [] for what in turns}
        reasons: dict[str, str] = {}
        for number in range(1, rounds + 1):
            for what in [what for what in turns if what not in reasons]:
                tell(f"round {number} of {rounds}: {what} …")
                try:
                    runs[what].append(turns[what]())
                except RuntimeError as error:
                    reasons[what] = str(error)
    return [Rate(what, tuple(found), reasons.get(what, "")) for what, found in runs.items()]


def _turns(people: int, running: ExitStack) -> dict[str, Callable[[], Run]]:
    python, server = peers_python(), find_redis()
    own = {"ours": OURS, **OWN}
    turns = {what: partial(measure, name, sys.executable, people) for name, what in own.items()}
    if python is None:
        missing = partial(_missing, "not installed here")
        return {**turns, **dict.fromkeys((*AIOGRAM.values(), REDIS), missing)}
    turns |= {what: partial(measure, name, str(python), people) for name, what in AIOGRAM.items()}
    if server is None:
        return {**turns, REDIS: partial(_missing, "redis-server is not installed here")}
    redis = running.enter_context(running_redis(server))
    return {**turns, REDIS: partial(measure, "aiogram-redis", str(python), people, redis)}


def _missing(why: str) -> Run:
    raise RuntimeError(why)


def measure(name: str, python: str, people: int, redis: Redis | None = None) -> Run:
    """One run, every reply checked. Raises RuntimeError."""
    command = [python, "-m", "benchmarks.conversation", name, "--people", str(people)]
    before = redis.processor() if redis else 0.0
    if redis:
        command += ["--redis", str(redis.port)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise RuntimeError(f"failed: {reason.replace('|', '/')[:120]}")
    found = json.loads(done.stdout.splitlines()[-1])
    server = redis.processor() - before if redis else 0.0
    return Run(found["updates"], found["wall"], found["processor"] + server)


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
