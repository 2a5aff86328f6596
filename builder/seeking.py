"""The whole exploration of a draft, begun by a press: one at a time for each flow, what it found is kept."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any

from builder import drafts
from builder.errands import Errand, explored
from builder.places import ROOT, data_folder

BUDGET = 60
SAMPLES = ROOT / "sample_data" / "customers.json"
OPTIONS = ("--tests", "--invariants", "--follow", "--budget", str(BUDGET), "--customers", str(SAMPLES))


@dataclass(frozen=True, slots=True)
class Found:
    """`told` is what `flowbook explore --json` says of the flow; None where it broke off. `stale`: the draft
    has been changed since."""

    told: dict[str, Any] | None
    stale: bool


Key = tuple[str, str]
_errands: dict[Key, tuple[Errand, object]] = {}
_found: dict[Key, tuple[dict[str, Any] | None, object]] = {}
_lock = Lock()


def begin(flow: str) -> None:
    """Nothing where it is under way already."""
    with _lock:
        if _key(flow) not in _errands:
            _errands[_key(flow)] = explored(flow, OPTIONS), drafts.stamps_around(flow)


def under_way(flow: str) -> Errand | None:
    """None as soon as it has come to its end."""
    with _lock:
        errand, stamps = _errands.get(_key(flow), (None, None))
        if errand is None or not errand.ended:
            return errand
        del _errands[_key(flow)]
        rows = errand.result
        _found[_key(flow)] = (rows[0] if rows else None, stamps)
        return None


def stop(flow: str) -> None:
    with _lock:
        errand, _stamps = _errands.pop(_key(flow), (None, None))
    if errand:
        errand.stop()


def found(flow: str) -> Found | None:
    """What the last one came to."""
    if _key(flow) not in _found:
        return None
    told, stamps = _found[_key(flow)]
    return Found(told, stamps != drafts.stamps_around(flow))


def _key(flow: str) -> Key:
    return str(data_folder()), flow
