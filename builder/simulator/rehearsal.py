"""A rehearsal as plain JSON: whom one talks as, when it began, and the list of what was done since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from flowbook.codec import encode
from flowbook.customer import Customer, customer_to_json
from flowbook.mocks import Mock
from flowbook.stimuli import Stimulus

Act = dict[str, Any]
"""{"stimulus": a tagged stimulus} or {"until": the instant to which the clock was turned}."""


class Rehearsal(TypedDict, total=False):
    """`customer` as customer_to_json gives it, `start` an ISO instant in UTC. `mocks` answer calls to other
    systems, `pictures` are addresses that may be fetched."""

    customer: dict[str, Any]
    start: str
    acts: list[Act]
    mocks: list[dict[str, Any]]
    pictures: list[str]


def begin(customer: Customer, start: datetime, before: Rehearsal | None = None) -> Rehearsal:
    """Nothing said yet; of a rehearsal before it the answers of other systems are kept."""
    new = Rehearsal(customer=customer_to_json(customer), start=start.isoformat(), acts=[])
    if before:
        new["mocks"], new["pictures"] = before.get("mocks", []), before.get("pictures", [])
    return new


def act(rehearsal: Rehearsal, stimulus: Stimulus) -> Rehearsal:
    return _with(rehearsal, {"stimulus": encode(stimulus)})


def turn_clock(rehearsal: Rehearsal, until: datetime) -> Rehearsal:
    return _with(rehearsal, {"until": until.isoformat()})


def go_back(rehearsal: Rehearsal, acts: Sequence[Act]) -> Rehearsal:
    """Only these acts."""
    return Rehearsal(**{**rehearsal, "acts": list(acts)})


def answer_calls(rehearsal: Rehearsal, mock: Mock) -> Rehearsal:
    """Calls that the mock fits get its replies from the beginning on, in place of what they got before."""
    others = [old for old in rehearsal.get("mocks", []) if _same_call(old) != _same_call(encode(mock))]
    return Rehearsal(**{**rehearsal, "mocks": [*others, encode(mock)]})


def show_picture(rehearsal: Rehearsal, address: str) -> Rehearsal:
    return Rehearsal(**{**rehearsal, "pictures": [*rehearsal.get("pictures", []), address]})


def _with(rehearsal: Rehearsal, new: Act) -> Rehearsal:
    return Rehearsal(**{**rehearsal, "acts": [*rehearsal["acts"], new]})


def _same_call(mock: dict[str, Any]) -> tuple[str, str, str]:
    return mock.get("node", ""), mock.get("url", ""), mock.get("method", "")
