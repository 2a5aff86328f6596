"""Two changes to one thing brought together: what only one side changed is taken, part by part. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]
WHOLE = frozenset(("op", "unit", "amount", "all", "any", "not", "subscribed", "silent_days", "source"))
"""Objects with such a key say something only as a whole: conditions, durations, pictures."""


class Gone:
    """Stands for what is not there."""

    def __repr__(self) -> str:
        return "GONE"


GONE = Gone()


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that both sides changed, each to something else."""

    path: Path
    mine: Any
    theirs: Any


def merge(base: Any, mine: Any, theirs: Any, *, keep: str = "mine") -> tuple[Any, tuple[Clash, ...]]:
    """`base` is what both sides began from. Objects are merged key by key, lists by the ids of their items
    or, where these are words, by the words. `keep` names the side that wins a clash: mine or theirs."""
    clashes: list[Clash] = []
    return _merge((base, mine, theirs), (), keep, clashes), tuple(clashes)


def _merge(sides: tuple[Any, Any, Any], path: Path, keep: str, clashes: list[Clash]) -> Any:
    base, mine, theirs = sides
    if theirs in (base, mine):
        return mine
    if base == mine:
        return theirs
    sheets = _sheets(sides)
    if sheets is None:
        clashes.append(Clash(path, mine, theirs))
        return mine if keep == "mine" else theirs
    names = _order(*(list(sheet) for sheet in sheets))
    found = {name: _merge(_at(sheets, name), (*path, name), keep, clashes) for name in names}
    found = {name: value for name, value in found.items() if value is not GONE}
    return list(found.values()) if isinstance(mine, list) else found


def _at(sheets: Sequence[Mapping[str, Any]], name: str) -> tuple[Any, Any, Any]:
    base, mine, theirs = (sheet.get(name, GONE) for sheet in sheets)
    return base, mine, theirs


def _sheets(sides: tuple[Any, Any, Any]) -> list[Mapping[str, Any]] | None:
    """The sides as objects by name; None where they cannot be taken apart."""
    kind = list if isinstance(sides[1], list) else Mapping
    sheets = [{} if side is GONE and not at else _sheet(side, kind) for at, side in enumerate(sides)]
    known = [sheet for sheet in sheets if sheet is not None]
    return known if len(known) == len(sheets) else None


def _sheet(side: Any, kind: type) -> Mapping[str, Any] | None:
    if not isinstance(side, kind):
        return None
    if isinstance(side, Mapping):
        return None if WHOLE & side.keys() else side
    names = [item.get("id") if isinstance(item, Mapping) else item for item in side]
    told = all(isinstance(name, str) for name in names) and len(set(names)) == len(names)
    return dict(zip(names, side, strict=True)) if told else None


def _order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """Mine where I moved something about, else theirs; what only the other side has stands behind what it
    stood behind there."""
    both = set(mine) & set(theirs)
    moved = _only(mine, both) != _only(base, both)
    first, second = (mine, theirs) if moved else (theirs, mine)
    found = list(first)
    for number, name in enumerate(second):
        if name not in found:
            before = second[number - 1] if number else None
            found.insert(found.index(before) + 1 if before in found else 0, name)
    return found


def _only(names: Iterable[str], wanted: set[str]) -> list[str]:
    return [name for name in names if name in wanted]
