"""Coverage with proofs: what nobody can ever bring about leaves the count."""

from __future__ import annotations

from collections.abc import Callable

from flowbook.explore.aims import Arena
from flowbook.explore.exploration import explore
from flowbook.explore.land import Land
from flowbook.explore.notebooks import unreachable
from flowbook.explore.probing import Probing
from flowbook.notebook.coverage import EXITS, NODES, Coverage, coverage_of


def with_proofs(
    covered: Coverage, land: Land, clock: Callable[[], float] = lambda: 0.0, budget: float = 10.0
) -> Coverage:
    """The same where nothing is missing. `budget` in seconds of `clock`."""
    missing = {one for share in covered.shares.values() for one in share.missing}
    if not missing:
        return covered
    never = set()
    if any(one.kind in (EXITS, NODES) for one in missing):
        never = unreachable(land, explore(land, clock, budget, telling=False))
    probing = Probing(Arena(land), missing - never, lambda: clock() < budget)
    probing.run()
    return coverage_of(covered.flow, land.workspace, covered.seen, never | probing.proved)
