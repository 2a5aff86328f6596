"""Two versions of a flow talked to by the same customers, and what is different rolled up by step and by
customers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flowbook.comparison import Difference
from flowbook.customer import NOTHING
from flowbook.difference.causes import Causes, causes_of
from flowbook.difference.heard import Heard, Spot
from flowbook.difference.noticing import CLASSES, NOWHERE, ROUTE, TIMING, Notice, notices
from flowbook.difference.pairing import Pair, pair
from flowbook.difference.talks import Talk
from flowbook.flow import Flow
from flowbook.sentences import fill
from flowbook.transcript import Bubble, bubbles

Progress = Callable[[float], None]
"""Told how far it is, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Example:
    """One talk with both versions, as it is seen in a chat; `at` has the bubbles that it is about, by their
    place in the log, -1 for none. `why` is what kept the customer from going on."""

    who: str
    source: str
    old: tuple[Bubble, ...]
    new: tuple[Bubble, ...]
    at: tuple[int, int] = (-1, -1)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that `count` of the talks show. `kind` is one of CLASSES; `text` and `values` as in an Issue;
    `flow` and `node` the step it is about, empty where it is about none."""

    kind: str
    text: str
    flow: str
    node: str
    customers: tuple[str, ...]
    count: int
    example: Example
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    causes: tuple[Difference, ...] = ()

    @property
    def sentence(self) -> str:
        return fill(self.text, self.values)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """`changes`: the gravest and most frequent first; `talks` is how many there were. `gravest` has, for each
    class, the number of talks of which it is the worst that can be said."""

    changes: tuple[Change, ...]
    talks: int
    gravest: Mapping[str, int] = field(default_factory=lambda: NOTHING)

    @property
    def same(self) -> bool:
        return not self.changes

    @property
    def kinds(self) -> tuple[str, ...]:
        found = {one.kind for one in self.changes}
        return tuple(kind for kind in CLASSES if kind in found)


@dataclass(slots=True)
class _Group:
    """What several talks have in common; the pair and the customer are those of the first."""

    pair: Pair
    who: Heard
    notice: Notice
    names: list[str] = field(default_factory=list)
    talks: set[int] = field(default_factory=set)


def compare_behaviour(
    old: Flow, new: Flow, talks: Iterable[Talk], progress: Progress | None = None
) -> Behaviour:
    """A flow against itself gives nothing, whatever is said to it."""
    listed = list(talks)
    causes = causes_of(old, new)
    groups: dict[tuple[Any, ...], _Group] = {}
    for number, talk in enumerate(listed, start=1):
        _gather(groups, number, pair(talk, old, new))
        if progress:
            progress(number / len(listed))
    found = [_change(group, causes, (old, new), len(listed)) for group in groups.values()]
    found.sort(key=lambda one: (CLASSES.index(one.kind), -one.count))
    return Behaviour(tuple(found), len(listed), _gravest(groups.values()))


def _gravest(groups: Iterable[_Group]) -> dict[str, int]:
    worst: dict[int, str] = {}
    for group in sorted(groups, key=lambda one: -CLASSES.index(one.notice.kind)):
        worst |= dict.fromkeys(group.talks, group.notice.kind)
    return dict(Counter(worst.values()))


def _gather(groups: dict[tuple[Any, ...], _Group], number: int, both: Pair) -> None:
    for who, notice in notices(both):
        said = tuple(pair for pair in notice.values if f"{{{pair[0]}}}" in notice.text)
        key = (notice.kind, notice.text, notice.spot, said)
        group = groups.setdefault(key, _Group(both, who, notice))
        if number not in group.talks:
            group.talks.add(number)
            group.names.append(who.name)


def _change(group: _Group, causes: Causes, flows: tuple[Flow, Flow], whole: int) -> Change:
    notice, count = group.notice, len(group.talks)
    return Change(
        notice.kind,
        notice.text,
        *notice.spot,
        tuple(dict.fromkeys(group.names)),
        count,
        _example(group),
        {
            **{name: _named(value, group.pair, flows) for name, value in notice.values},
            "step": _named(notice.spot, group.pair, flows),
            "count": f"{count} of {whole} customers",
        },
        causes.of(notice.kind, _suspects(notice, flows), group.who, _before(notice)),
    )


def _suspects(notice: Notice, flows: Sequence[Flow]) -> list[Spot]:
    """The steps whose own changes may be behind it. Where ways part that is the step they part at, and steps
    that only one version has: what a step says leads nobody to it, nor does it make it late."""
    spots = [notice.spot, *(value for _, value in notice.values if isinstance(value, tuple))]
    if notice.kind == TIMING:
        return []
    if notice.kind != ROUTE:
        return spots
    parting = _before(notice)
    return [one for one in spots if one == parting or not all(flow.get(one[1]) for flow in flows)]


def _before(notice: Notice) -> Spot:
    """The last step that both versions have in common where their ways part; else the step it is about."""
    found: Spot = dict(notice.values).get("after", notice.spot)
    return found


def _named(value: Any, both: Pair, flows: Sequence[Flow]) -> str:
    """A step by its title, in quotes; anything else as it is."""
    if not isinstance(value, tuple):
        return str(value)
    if value == NOWHERE:
        return "the beginning"
    return next(_titles(value, both, flows), f"“{value[1]}”")


def _titles(spot: Spot, both: Pair, flows: Sequence[Flow]) -> Iterator[str]:
    live = both.new.stage.ground.setting.library.live.values()
    for flow in (*reversed(flows), *(release.flow for release in live)):
        if flow.id == spot[0] and (node := flow.get(spot[1])):
            yield f"“{node.title}”"


def _example(group: _Group) -> Example:
    who, both = group.who.who, group.pair
    old, new = (bubbles(ended.stage.world.log, who) for ended in (both.old, both.new))
    notice = group.notice
    return Example(group.who.name, both.talk.source, old, new, notice.at, notice.why)
