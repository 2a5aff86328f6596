"""Which flows answer in a notebook: its own, those its head names, and all that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flowbook.checks.configs import called_flows
from flowbook.flow import Flow


def company(names: Iterable[str], known: Mapping[str, Flow]) -> list[Flow]:
    """The named flows in their order, then those they lead to as far as they are known. Raises KeyError for a
    name that is not."""
    found = dict.fromkeys(names)
    ahead = list(found)
    while ahead:
        fresh = sorted(called_flows(known[ahead.pop()]) & known.keys() - found.keys())
        found |= dict.fromkeys(fresh)
        ahead += fresh
    return [known[name] for name in found]
