"""Which way splits went in a talk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flowbook.checks.configs import parts
from flowbook.events import ExitTaken, Record
from flowbook.notebook.stage import Ground
from flowbook.setting import Setting


def drawn_arms(ground: Ground, records: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """(step, arm) of every split that was passed, named as cells name it, each once."""
    seen = set()
    for record in records:
        match record.event:
            case ExitTaken(node, arm) if arm:
                name = node if record.flow == ground.flow.id else f"{record.flow}.{node}"
                found = ground.node(name)
                if name not in seen and found and any(part.widget == "arms" for part in parts(found[1])):
                    seen.add(name)
                    yield name, arm


def settled(ground: Ground, records: Iterable[Record]) -> Setting:
    """The ground's setting, in which every split goes as it went."""
    own = ground.flow.id
    drawn = {name if "." in name else f"{own}.{name}": arm for name, arm in drawn_arms(ground, records)}
    return replace(ground.setting, arms=drawn)
