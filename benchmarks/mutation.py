"""Changes flows in one thing at a time, and counts how many of the changes the generated notebooks notice.

    python benchmarks/mutation.py [--flows 40] [--size 50] [--mutants 25] [--survivors]

The notebooks are those that exploration writes by itself, for the sample flows and for the random ones of
tests/random_flows.py. A mutant that exploration proves to be no different for anybody does not count. Below
80 % noticed it ends with exit code 1; the goal is 90 %."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.explore import lands  # noqa: E402
from flowbook.explore import Land, explore  # noqa: E402
from flowbook.explore.aims import Arena  # noqa: E402
from flowbook.explore.notebooks import notebooks  # noqa: E402
from flowbook.mutation import mutants, sample  # noqa: E402
from flowbook.mutation.excuses import Excuses  # noqa: E402
from flowbook.mutation.score import EQUIVALENT, KILLED, Score, by_kind, score  # noqa: E402
from flowbook.notebook.reading import read_notebook  # noqa: E402
from flowbook.notebook.stage import Ground  # noqa: E402
from tests.random_flows import PLACE  # noqa: E402

FLOOR, GOAL = 80, 90
SEED = 7


def measured(land: Land, count: int) -> Score:
    begun = time.process_time()
    report = explore(land, lambda: time.process_time() - begun, 20)
    excuses = Excuses(land, report, time.process_time)
    return score(list(grounds(land, report)), sample(mutants(land.flow), SEED, count), excuses.excuse)


def grounds(land: Land, report: object) -> Iterator[Ground]:
    """What exploration writes, read as any file is."""
    begun = time.process_time()
    for one in notebooks(land, report, more=lambda: time.process_time() - begun < 60).files:
        yield replace(Arena(land).ground, notebook=read_notebook(one.text, path=one.name))


def told(name: str, found: Score) -> str:
    alike = found.count(EQUIVALENT)
    return (
        f"{name:<12} {len(found.fates):>7} {found.count(KILLED):>7} {len(found.survivors):>8} {alike:>10}"
        f" {found.percent:>6.1f} %"
    )


def summary(name: str, scores: Iterable[Score]) -> Score:
    whole = Score(tuple(fate for one in scores for fate in one.fates))
    print(told(name, whole))
    for kind, (killed, counted) in sorted(by_kind(whole).items(), key=lambda pair: pair[1][0] / pair[1][1]):
        print(f"    {kind:<11} {killed:>5} of {counted:>5} {killed / counted:>7.1%}")
    return whole


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flows", type=int, default=40)
    parser.add_argument("--size", type=int, default=50)
    parser.add_argument("--mutants", type=int, default=25)
    parser.add_argument("--survivors", action="store_true")
    chosen = parser.parse_args()
    print("flow         mutants  killed survived equivalent  score")
    samples: list[Score] = []
    randoms: list[Score] = []
    for land in lands(chosen.flows, chosen.size):
        found = measured(land, chosen.mutants)
        print(told(land.flow.id, found), flush=True)
        for mutant in found.survivors if chosen.survivors else ():
            print(f"    {mutant.kind}: {mutant.what}")
        (samples if land.workspace is not PLACE else randoms).append(found)
    wholes = [summary(name, all_) for name, all_ in (("samples", samples), ("random", randoms)) if all_]
    return int(min(one.percent for one in wholes) < FLOOR)


if __name__ == "__main__":
    raise SystemExit(main())
