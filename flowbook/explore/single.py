"""Tests for single things that no test sees yet, or the proof that nobody can ever bring them about."""

from __future__ import annotations

from collections.abc import Collection

from flowbook.explore.exploration import Clock, Exploration
from flowbook.explore.land import Land
from flowbook.explore.notebooks import Tests, notebooks
from flowbook.explore.report import Report
from flowbook.explore.search import Exit
from flowbook.explore.stage import library
from flowbook.notebook.coverage import EXITS, Target


def find_tests(
    land: Land, targets: Collection[Target], clock: Clock = lambda: 0.0, budget: float = 20.0
) -> Tests:
    """What no file checks is `proved` never to come about, or `missing`: neither found nor proved. `budget`
    in seconds of `clock`."""
    begun = clock()
    exploration = Exploration(land, lambda: clock() - begun, budget, telling=False)
    exploration.live = library(land)
    goals: set[Exit] = {(one.node, str(one.detail[0])) for one in targets if one.kind == EXITS}
    if goals:
        exploration.find(goals, ())
    left = goals - exploration.found.keys()
    proved = exploration.prove(left) if left else set()
    found = tuple(one for exit, one in exploration.found.items() if exit in goals)
    report = Report(land.flow.id, found, tuple(proved), ())
    return notebooks(land, report, more=lambda: clock() - begun < budget, wanted=targets)
