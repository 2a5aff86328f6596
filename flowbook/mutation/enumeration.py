"""All mutants of a flow in a settled order, and some of them chosen by a seed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b

from flowbook.flow import Flow
from flowbook.graph import graph_of, reachable
from flowbook.mutation.mutant import Mutant
from flowbook.mutation.steps import mutants_of

_DIGEST = 8


def mutants(flow: Flow) -> tuple[Mutant, ...]:
    """In flow order, each different from the flow and from all before it. Those of steps that no trigger
    leads to are left out, since nobody can notice them."""
    return tuple(_different(flow))


def choose(flow: Flow, seed: int, kinds: Collection[str] = ()) -> Mutant | None:
    """One of them, the same for the same seed; of these kinds only, where some are named. None for a flow in
    which there is nothing to change."""
    found = (one for one in mutants(flow) if not kinds or one.kind in kinds)
    return next(iter(sample(found, seed, 1)), None)


def sample(found: Iterable[Mutant], seed: int, count: int) -> tuple[Mutant, ...]:
    """At most so many, as evenly over the kinds as there are any of each."""
    drawn = sorted(found, key=lambda one: _lot(seed, one))
    ranked: list[tuple[int, int, Mutant]] = []
    taken: dict[str, int] = {}
    for place, one in enumerate(drawn):
        rank = taken.get(one.kind, 0)
        taken[one.kind] = rank + 1
        ranked.append((rank, place, one))
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(one for _, _, one in ranked[:count])


def _different(flow: Flow) -> Iterator[Mutant]:
    reached = reachable(graph_of(flow), flow)
    for node in flow.nodes:
        seen = [flow.nodes]
        for mutant in mutants_of(flow, node) if node.id in reached else ():
            if mutant.flow.nodes not in seen:
                seen.append(mutant.flow.nodes)
                yield mutant


def _lot(seed: int, mutant: Mutant) -> bytes:
    key = f"{seed}|{mutant.flow.id}|{mutant.kind}|{mutant.node}|{mutant.path}|{mutant.what}"
    return blake2b(key.encode(), digest_size=_DIGEST).digest()
