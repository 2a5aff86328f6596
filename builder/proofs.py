"""What nobody can ever do in a draft, sought by a process of its own, so that no page waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

from builder import drafts
from builder.errands import Errand, explored
from builder.places import data_folder
from flowbook.checks import Issue

BUDGET = 10
"""Seconds for one flow; what is not proved by then is not told."""
QUIET = 2.0
"""Seconds in which a draft must not have been changed before it is looked at."""
KEPT = 64
SAID_BY_CHECKS = frozenset({"never_taken", "unreachable", "no_trigger", "dead_exit"})
Key = tuple[Any, ...]


@dataclass(slots=True)
class _Search:
    """Of one state of a draft; `errand` is None until it is looked at."""

    key: Key
    since: float
    errand: Errand | None = None


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
        elif search.errand is None:
            if monotonic() - search.since >= QUIET:
                search.errand = explored(flow, ["--proofs", "--budget", str(BUDGET)])
        elif search.errand.ended:
            _note(key, search.errand)


def besides(issues: Iterable[Issue], flow: str) -> tuple[Issue, ...]:
    """The proofs that say more of a step than the checks have said already."""
    told = {issue.node for issue in issues if issue.code in SAID_BY_CHECKS}
    return tuple(issue for issue in known(flow) or () if issue.node not in told)


def _key(flow: str) -> Key:
    return (str(data_folder()), flow, drafts.stamps_around(flow))


def _end(search: _Search | None) -> None:
    """Of a draft that has been changed since."""
    if search and search.errand:
        search.errand.stop()


def _note(key: Key, errand: Errand) -> None:
    """Where the search broke off, nothing was proved."""
    rows = [row for one in errand.result or () for row in one["issues"]]
    while len(_found) >= KEPT:
        _found.pop(next(iter(_found)))
    _found[key] = tuple(issue_of(row) for row in rows)


def issue_of(row: Mapping[str, Any]) -> Issue:
    """As `flowbook explore --json` tells one."""
    return Issue(row["code"], row["severity"], row["text"], row["node"], row["field"], row["values"])
