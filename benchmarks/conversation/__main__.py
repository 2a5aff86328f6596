"""One run in a process of its own: `python -m benchmarks.conversation NAME --people N` prints its figures.

The last line is JSON: `updates`, seconds `wall` and `processor`. Only what is asked for is imported, so that
aiogram's runs need nothing but aiogram."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

NAMES = ("ours", "ptb", "ptb-pickle", "aiogram", "aiogram-sqlite", "aiogram-redis")


def run(name: str, people: int, folder: Path, redis: int) -> tuple[int, float, float]:
    """(updates, wall, processor); `redis` is the port of the server for aiogram-redis."""
    if name == "ours":
        from benchmarks.conversation import ours

        return ours.run(people, folder / "data")
    if name.startswith("ptb"):
        from benchmarks.conversation import with_ptb

        return with_ptb.run(people, folder / "ptb.pickle", durable=name == "ptb-pickle")
    from benchmarks.conversation import stores, with_aiogram

    return with_aiogram.run(people, stores.STORES[name](folder, redis))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conversation", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--redis", type=int, default=6379, help="port of a server that may be emptied")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        updates, wall, processor = run(options.name, options.people, Path(name), options.redis)
    print(json.dumps({"updates": updates, "wall": wall, "processor": processor}))


if __name__ == "__main__":
    main()
