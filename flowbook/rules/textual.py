"""What operators on texts accept: of single texts, and of lists of texts, since a field may hold either."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Single:
    """Texts that are in `only` (when given), contain or begin with all of `holds`, and with none of `lacks`.

    A constraint is ("contains" | "starts", text). `banned` are single texts. No text is empty."""

    only: frozenset[str] | None = None
    banned: frozenset[str] = frozenset()
    holds: frozenset[tuple[str, str]] = frozenset()
    lacks: frozenset[tuple[str, str]] = frozenset()

    def meet(self, other: Single) -> Single:
        both = [one.only for one in (self, other) if one.only is not None]
        only = frozenset.intersection(*both) if both else None
        banned, holds, lacks = self.banned | other.banned, self.holds | other.holds, self.lacks | other.lacks
        if only is not None:
            rest = Single(None, banned, holds, lacks)
            only = frozenset(text for text in only if rest.accepts(text))
        return Single(only, banned, holds, lacks)

    def accepts(self, text: str) -> bool:
        return (
            bool(text)
            and (self.only is None or text in self.only)
            and text not in self.banned
            and all(_fulfils(text, one) for one in self.holds)
            and not any(_fulfils(text, one) for one in self.lacks)
        )

    def complement(self) -> Single:
        """Of a single constraint."""
        if self.only is not None:
            return Single(banned=self.only)
        if self.banned:
            return Single(only=self.banned)
        return Single(holds=self.lacks, lacks=self.holds)

    @property
    def empty(self) -> bool:
        if self.only is not None:
            return not self.only
        starts = sorted((text for kind, text in self.holds if kind == "starts"), key=len)
        longest = starts[-1] if starts else ""
        torn = any(not longest.startswith(start) for start in starts)
        refused = any(
            _fulfils(text, lack) for _, text in self.holds for lack in self.lacks if lack[0] == "contains"
        )
        return torn or refused or any(_fulfils(longest, lack) for lack in self.lacks if lack[0] == "starts")


@dataclass(frozen=True, slots=True)
class Several:
    """Lists of texts: with an element out of each of `needs` and none of `lacks`, not just one element of
    `crowd`, and just one of `alone` (when given). Not `possible`: no list at all."""

    needs: frozenset[frozenset[str]] = frozenset()
    lacks: frozenset[str] = frozenset()
    alone: frozenset[str] | None = None
    crowd: frozenset[str] = frozenset()
    possible: bool = True

    def meet(self, other: Several) -> Several:
        both = [one.alone for one in (self, other) if one.alone is not None]
        return Several(
            self.needs | other.needs,
            self.lacks | other.lacks,
            frozenset.intersection(*both) if both else None,
            self.crowd | other.crowd,
            self.possible and other.possible,
        )

    def complement(self) -> Several:
        """Of a single constraint."""
        if not self.possible:
            return Several()
        if self.alone is not None:
            return Several(crowd=self.alone)
        if self.crowd:
            return Several(alone=self.crowd)
        if self.lacks:
            return Several(needs=frozenset({self.lacks}))
        return Several(lacks=frozenset().union(*self.needs)) if self.needs else Several(possible=False)

    @property
    def empty(self) -> bool:
        if self.alone is None:
            return not self.possible or any(need <= self.lacks for need in self.needs)
        fitting = self.alone.difference(self.lacks, self.crowd).intersection(*self.needs)
        return not self.possible or not fitting


@dataclass(frozen=True, slots=True)
class Texts:
    """What is left of single texts, and of lists; empty when nothing is left of either."""

    single: Single = Single()
    several: Several = Several()

    def meet(self, other: Texts) -> Texts:
        return Texts(self.single.meet(other.single), self.several.meet(other.several))

    def complement(self) -> Texts:
        return Texts(self.single.complement(), self.several.complement())

    @property
    def empty(self) -> bool:
        return self.single.empty and self.several.empty


NO_LIST = Texts(several=Several(possible=False))


def text_is(text: str) -> Texts:
    return Texts(Single(only=frozenset({text})), Several(alone=frozenset({text})))


def text_among(texts: Iterable[str]) -> Texts:
    some = frozenset(texts)
    return Texts(Single(only=some), Several(needs=frozenset({some})))


def text_holding(part: str) -> Texts:
    held = Single(holds=frozenset({("contains", part)}))
    return Texts(held, Several(needs=frozenset({frozenset({part})})))


def text_starting(start: str) -> Texts:
    return Texts(starting(start), Several(possible=False))


def starting(start: str) -> Single:
    return Single(holds=frozenset({("starts", start)}))


def _fulfils(text: str, constraint: tuple[str, str]) -> bool:
    kind, part = constraint
    return text.startswith(part) if kind == "starts" else part in text
