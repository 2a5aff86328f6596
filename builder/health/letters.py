"""What could not be worked on after three tries: tried again when its cause is mended, or left."""

from __future__ import annotations

import json

from builder.health.listed import Answer, Line, Listing, leaving, show_list
from builder.places import store
from builder.texts import _, many
from flowbook.store.customers import find_customer
from flowbook.store.inbox import STIMULUS, TIMER
from flowbook.store.letters import DeadLetter, discard, list_dead, revive


def letters_card(found: int) -> None:
    """`found`: how many there are."""
    listing = Listing(
        name="letters",
        title=_("Could not be answered"),
        about=_("The bot failed three times at these. Others were not held up."),
        empty=_("None. What a customer wrote stands here when the bot fails at it three times."),
        read=lambda limit, skip: list_dead(store(), skip + limit)[skip:],
        line=lambda letter: Line(_who(letter), _what(letter), letter.at, letter.why),
        yes=_trying(),
        no=leaving(
            "left unanswered",
            _("They leave this list for good, with all that was written. Nobody is answered."),
            lambda *letters: discard(store(), *letters),
        ),
    )
    show_list(listing, found)


def _trying() -> Answer:
    then = _(
        "The bot works on them in the order in which they came. What fails again comes back to this list,"
        " and what was done before a restore is done twice."
    )
    return Answer(
        glyph="rotate-ccw",
        labels=(_("Try again"), _("Try all again")),
        deed="tried again",
        act=lambda *letters: revive(store(), *letters),
        question=lambda count: (_("Try all {count} again?", count=f"{count:,}"), then),
        told=lambda count: many("It is tried again now.", "{count} are tried again now.", count),
    )


def _who(letter: DeadLetter) -> str:
    customer = find_customer(store(), letter.customer) if letter.customer else None
    return (
        customer.name if customer else str(_update(letter).get("from", {}).get("first_name", _("Somebody")))
    )


def _what(letter: DeadLetter) -> str:
    found = _update(letter)
    return str(found.get("text") or found.get("data") or _kind(letter))


def _kind(letter: DeadLetter) -> str:
    words = {TIMER: _("a timer was due"), STIMULUS: _("something happened that a flow waits for")}
    return words.get(letter.kind, _("a message that cannot be shown"))


def _update(letter: DeadLetter) -> dict[str, object]:
    """The message or tap of an update; empty for anything else."""
    try:
        body = json.loads(letter.body)
        found = body.get("message") or body.get("callback_query") or {}
    except (ValueError, AttributeError):
        return {}
    return found if isinstance(found, dict) else {}
