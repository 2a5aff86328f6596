"""What nobody can ever do in a draft, sought by a process of its own, so that no page waits for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from threading import Lock
from time import monotonic
from typing import IO, Any

from builder import drafts
from builder.places import ROOT, data_folder
from flowbook.checks import Issue
from flowbook.store.folder import flow_path

BUDGET = 10
"""Seconds for one flow; what is not proved by then is not told."""
QUIET = 2.0
"""Seconds in which a draft must not have been changed before it is looked at."""
KEPT = 64
NICE = 10
SAID_BY_CHECKS = frozenset({"never_taken", "unreachable", "no_trigger", "dead_exit"})
Key = tuple[Any, ...]


@dataclass(slots=True)
class _Search:
    """Of one state of a draft; `process` is None until it is looked at."""

    key: Key
    since: float
    process: subprocess.Popen[bytes] | None = None
    said: IO[bytes] = field(default_factory=TemporaryFile)


_searches: dict[str, _Search] = {}
_found: dict[Key, tuple[Issue, ...]] = {}
_lock = Lock()


def known(flow: str) -> tuple[Issue, ...] | None:
    """What was proved of the draft as it is saved now; None while nobody has looked, or some are looking."""
    return _found.get(_key(flow))


def seek(flow: str) -> None:
    """One step of looking: to be called again until something is known."""
    key = _key(flow)
    with _lock:
        search = _searches.get(flow)
        if search is None or search.key != key:
            _end(search)
            _searches[flow] = _Search(key, monotonic())
        elif search.process is None:
            if monotonic() - search.since >= QUIET:
                search.process = _begun(flow, search.said)
        elif search.process.poll() is not None:
            _note(key, search)


def besides(issues: Iterable[Issue], flow: str) -> tuple[Issue, ...]:
    """The proofs that say more of a step than the checks have said already."""
    told = {issue.node for issue in issues if issue.code in SAID_BY_CHECKS}
    return tuple(issue for issue in known(flow) or () if issue.node not in told)


def _key(flow: str) -> Key:
    return (str(data_folder()), flow, drafts.stamps_around(flow))


def _begun(flow: str, said: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flowbook", "explore", str(flow_path(data_folder(), flow))]
    options = ["--json", "--proofs", "--budget", str(BUDGET)]
    process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=said, stderr=subprocess.DEVNULL)
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
    return process


def _end(search: _Search | None) -> None:
    """Of a draft that has been changed since."""
    if search and search.process and search.process.poll() is None:
        search.process.kill()
        search.process.wait()


def _note(key: Key, search: _Search) -> None:
    """Where the search broke off, nothing was proved."""
    search.said.seek(0)
    try:
        told = json.loads(search.said.read().decode("utf-8"))
    except ValueError:
        told = []
    rows = [row for one in told for row in one["issues"]]
    while len(_found) >= KEPT:
        _found.pop(next(iter(_found)))
    _found[key] = tuple(
        Issue(row["code"], row["severity"], row["text"], row["node"], row["field"], row["values"])
        for row in rows
    )
