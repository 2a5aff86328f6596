"""A real customer's conversation made anonymous: as little as leads the same way, and nothing of who they
are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flowbook.copies import altered
from flowbook.customer import Customer, set_field
from flowbook.notebook.moments import BEGIN
from flowbook.notebook.stage import Ground
from flowbook.recording.arms import settled
from flowbook.recording.needed import without_idle
from flowbook.recording.refusal import NotRecorded
from flowbook.recording.replay import replayed
from flowbook.recording.samples import ID, moved_date, stand_ins
from flowbook.recording.secrets import Public
from flowbook.recording.talk import Deed, Talk
from flowbook.recording.trail import Mark, route, trail
from flowbook.recording.wording import Wording
from flowbook.setting import Setting
from flowbook.workspace import declared

WEEK = timedelta(weeks=1)
YEAR = 52
SAME_DATES = (574, -574, 1461)
"""Weeks after which the same dates fall on the same weekdays: 11 years, and 28."""
SHORT = timedelta(hours=1)
"""Pauses below this may go, where nothing hangs on them."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What stood there, and what stands there now; empty for what was left out."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Disguised:
    talk: Talk
    replaced: tuple[Replacement, ...]


def disguised(ground: Ground, talk: Talk, public: Public, secrets: frozenset[str]) -> Disguised:
    """`talk` goes the way of its records. Raises NotRecorded for what nothing invented can replace."""
    setting = settled(ground, talk.records)
    flows = tuple(ground.setting.library.live)
    wanted, wording = route(talk.records, flows), Wording(ground, public, secrets)
    mask = _Mask(ground, setting, talk, wording, lambda records: route(records, flows) == wanted)
    mask.leave_out(lambda records: [mark[1:] for mark in trail(records, flows)])
    mask.move()
    mask.rename()
    mask.reword()
    mask.shorten()
    return Disguised(mask.talk, tuple(mask.replaced))


@dataclass
class _Mask:
    """The talk while it is made anonymous; after each step it still goes the same way."""

    ground: Ground
    setting: Setting
    talk: Talk
    wording: Wording
    is_way: Callable[[Iterable[Any]], bool]
    replaced: list[Replacement] = field(default_factory=list)

    def leave_out(self, told: Callable[[Iterable[Any]], list[Mark]]) -> None:
        """What is known of them and made no difference to anything that was said."""
        before = self.talk.customer
        said = told(replayed(self.setting, self.talk))

        def is_same(customer: Customer) -> bool:
            return told(replayed(self.setting, altered(self.talk, customer=customer))) == said

        self.talk = altered(self.talk, customer=without_idle(before, is_same))
        gone = [name for name in before.fields if name not in self.talk.customer.fields]
        for name in gone:
            self._note(self._label(name), before.fields[name], "")

    def move(self) -> None:
        """By whole weeks, to the week in which notebooks begin, or to the same season of another year."""
        weeks = round((BEGIN - self.talk.start) / WEEK)
        year = round(weeks / YEAR) * YEAR
        for count in (weeks, year, year - YEAR, year + YEAR, weeks - 1, weeks + 1, *SAME_DATES):
            if count and self._took(self._moved(count * WEEK)):
                return
        raise NotRecorded("The way hangs on the very dates of this conversation, so they cannot be moved.")

    def rename(self) -> None:
        customer = altered(self.talk.customer, id=ID, invented=True)
        self._must(altered(self.talk, customer=customer), "The way hangs on who exactly this customer is.")
        for name, value in list(self.talk.customer.fields.items()):
            self._rename(name, value)
        orders = self.talk.customer.orders
        for number, order in enumerate(orders):
            others = list(self.talk.customer.orders)
            others[number] = altered(order, id=f"{ID}-{number + 1}")
            self._took(altered(self.talk, customer=altered(self.talk.customer, orders=tuple(others))))
            self._cheapen(number)

    def reword(self) -> None:
        """Everything that was said or reported, and what other systems answered."""
        for number, deed in enumerate(self.talk.deeds):
            if deed.stimulus is None:
                continue
            for stimulus in self.wording.instead_of(self.talk, number):
                if self._took(self._with_deed(number, altered(deed, stimulus=stimulus))):
                    self._note_words(deed.stimulus, stimulus)
                    break
            else:
                raise NotRecorded(self.wording.stubborn(deed.stimulus))
        for number, mock in enumerate(self.talk.mocks):
            for other in self.wording.answers_instead_of(mock):
                mocks = (*self.talk.mocks[:number], other, *self.talk.mocks[number + 1 :])
                if self._took(altered(self.talk, mocks=mocks)):
                    break
            else:
                raise NotRecorded(f"Nothing invented can stand for what “{mock.node}” was answered.")

    def shorten(self) -> None:
        """Whole minutes, and no pauses that nothing hangs on."""
        for even in (_squeezed, _by_minutes, _by_seconds):
            if self._took(altered(self.talk, start=_minute(self.talk.start), deeds=tuple(even(self.talk)))):
                return

    def _rename(self, name: str, value: Any) -> None:
        known = declared(self.ground.workspace).get(name)
        own = [value] if self.wording.public.has(str(value)) else []
        for other in (*own, *stand_ins(name, known, value), *self.wording.public_values(value)):
            if self.wording.is_secret(other):
                continue
            customer = set_field(self.talk.customer, name, other)
            if other == value or self._took(altered(self.talk, customer=customer)):
                self._note(self._label(name), value, other)
                return
        label = self._label(name)
        raise NotRecorded(f"“{label}” decides the way, and nothing invented can stand for what it is.")

    def _cheapen(self, number: int) -> None:
        """The smallest sum that leads the same way."""
        for total in stand_ins("", None, self.talk.customer.orders[number].total):
            orders = list(self.talk.customer.orders)
            if abs(total) >= abs(orders[number].total):
                return
            orders[number] = altered(orders[number], total=total)
            if self._took(altered(self.talk, customer=altered(self.talk.customer, orders=tuple(orders)))):
                return

    def _took(self, talk: Talk) -> bool:
        """Takes the talk over if it goes the same way."""
        if not self.is_way(replayed(self.setting, talk)):
            return False
        self.talk = talk
        return True

    def _must(self, talk: Talk, why_not: str) -> None:
        if not self._took(talk):
            raise NotRecorded(why_not)

    def _with_deed(self, number: int, deed: Deed) -> Talk:
        deeds = (*self.talk.deeds[:number], deed, *self.talk.deeds[number + 1 :])
        return altered(self.talk, deeds=deeds)

    def _moved(self, by: timedelta) -> Talk:
        deeds = (altered(self.wording.moved(deed, by), at=deed.at + by) for deed in self.talk.deeds)
        return altered(
            self.talk,
            customer=_moved_customer(self.talk.customer, by),
            start=self.talk.start + by,
            deeds=tuple(deeds),
        )

    def _label(self, name: str) -> str:
        known = declared(self.ground.workspace).get(name)
        return known.label if known else name

    def _note(self, what: str, before: Any, after: Any) -> None:
        if before != after:
            self.replaced.append(Replacement(what, str(before), str(after)))

    def _note_words(self, before: Any, after: Any) -> None:
        told, now = self.wording.told(before), self.wording.told(after)
        self._note("", told, now)


def _moved_customer(customer: Customer, by: timedelta) -> Customer:
    """Every date of theirs, so that all intervals stay."""
    fields = {
        name: (moved_date(value, by) + value[10:]) if _is_date(value) else value
        for name, value in customer.fields.items()
    }
    return altered(
        customer,
        fields=fields,
        created=customer.created + by,
        last_seen=customer.last_seen + by if customer.last_seen else None,
        orders=tuple(altered(one, placed=one.placed + by) for one in customer.orders),
        happened=tuple(altered(one, at=one.at + by) for one in customer.happened),
    )


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and len(value) >= 10 and value[4:5] == "-" and bool(moved_date(value, WEEK))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _squeezed(talk: Talk) -> Iterator[Deed]:
    """Whatever followed within the hour follows at once."""
    now, last = _minute(talk.start), talk.start
    for deed in talk.deeds:
        now = now if deed.at - last < SHORT and deed.stimulus else max(now, _minute(deed.at))
        last = deed.at
        yield altered(deed, at=now)


def _by_minutes(talk: Talk) -> Iterator[Deed]:
    for deed in talk.deeds:
        yield altered(deed, at=_minute(deed.at + timedelta(seconds=59)))


def _by_seconds(talk: Talk) -> Iterator[Deed]:
    for deed in talk.deeds:
        yield altered(deed, at=deed.at.replace(microsecond=0) + timedelta(seconds=1))
