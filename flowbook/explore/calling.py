"""What customers of explored tests are called: by who they are and by what only they do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from flowbook.customer import Customer
from flowbook.explore.aims import Told
from flowbook.explore.conversation import Deed, Script
from flowbook.explore.wording import belongings, happenings, marks
from flowbook.filters import as_text

LONGEST = 48
MOST_FACTS, MOST_DEEDS = 3, 2
OFTEN = 2.5
"""So many times as often as the rarest."""
FINE = 300
"""Answers of other systems below this status are the usual ones."""
_STRANGE = re.compile(r"[^\w .+-]+")
"""A name stands in a list and before a colon."""
_CLOCK = re.compile(r"(?<=\d):(?=\d)")
_WORD = re.compile(r"\w")
_SENT = {"share": "a phone number", "place": "a place"}
_CHANGED = {"tag_added": "gets", "tag_removed": "loses", "stage": "becomes", "field": "gets"}


def called(groups: Sequence[Sequence[Told]]) -> list[list[str]]:
    """A name for each, no two the same. Those of one group do the same, and part by who they are."""
    common = Counter(phrase for group in groups for phrase in set(deeds(_script(group[0]))))
    taken: set[str] = set()
    return [[_own(one, len(group) == 1, common, taken) for one in group] for group in groups]


def _own(told: Told, alone: bool, common: Counter[str], taken: set[str]) -> str:
    who, does = facts(_script(told).customer), _rarest(list(deeds(_script(told))), common)
    shortest = (does, who) if alone else (who, does)
    both = f"{who} who {does}" if who and does else ""
    named = next((one for one in map(_short, (*shortest, both)) if one and one not in taken), "")
    if not named:
        plain = _short(both or who or does or "somebody")
        named = next(one for number in range(2, 10_000) if (one := f"{plain} {number}") not in taken)
    taken.add(named)
    return named


def _script(told: Told) -> Script:
    return told.conversation.script


def facts(customer: Customer) -> str:
    """`vip with 3 orders and score 9`; nothing of somebody new."""
    has = [*belongings(customer), *(f"had {one}" for one in happenings(customer))]
    more = " and ".join(has[:MOST_FACTS])
    return " with ".join(part for part in (" ".join(marks(customer)), more) if part)


def deeds(script: Script) -> Iterator[str]:
    """What is done, in order, in a few words each."""
    for mock in script.mocks:
        for reply in mock.replies:
            if reply.failure or reply.status >= FINE:
                yield f"meets {reply.failure or reply.status} from {mock.node or 'a system'}"
    yield from (f"falls to {arm}" for arm in script.arms.values())
    yield from map(_phrase, script.deeds)


def _phrase(deed: Deed) -> str:
    name, value = deed
    match name:
        case "say" | "tap":
            return f"{name}s {value if _WORD.search(value) else 'something odd'}"
        case "wait":
            return "waits" if value == "next" else f"waits {value}"
        case "share" | "place":
            return f"sends {_SENT[name]}"
        case "event":
            return f"has {value[0]}"
        case "order":
            return "orders"
        case "stage":
            return f"becomes {value}"
        case "hand_back":
            return "is handed back"
        case "undelivered":
            return "cannot be reached"
        case "change":
            what, changed, to = value
            return f"{_CHANGED[what]} {changed}" + (f" {as_text(to, 'en')}" if what == "field" and to else "")
    return f"sends a {name}"


def _rarest(phrases: list[str], common: Counter[str]) -> str:
    """Those that the fewest of the file do, of equal ones the later, told in their order. What far more do
    says nothing of anybody."""
    several = list(dict.fromkeys(phrases))
    least = min((common[one] for one in several), default=0)
    kept = [one for one in several if common[one] <= OFTEN * least]
    places = range(len(kept))
    best = sorted(places, key=lambda place: (common[kept[place]], -place))[:MOST_DEEDS]
    return " then ".join(kept[place] for place in sorted(best))


def _short(text: str) -> str:
    """A line's worth of letters that mean nothing else in a notebook."""
    plain = " ".join(_STRANGE.sub(" ", _CLOCK.sub(".", text)).replace("_", " ").split())
    if len(plain) > LONGEST:
        plain = plain[:LONGEST].rpartition(" ")[0] or plain[:LONGEST]
    plain = plain.strip(" .+-")
    return plain[:1].upper() + plain[1:]
