"""Requests to other systems that are held since a backup was restored, until their owner decides."""

from __future__ import annotations

from builder.health.listed import Answer, Line, Listing, leaving, show_list
from builder.places import store
from builder.texts import _, many
from flowbook.store.calls import HELD, Call, decide_calls, open_calls
from flowbook.store.customers import find_customer


def asked_card(found: int) -> None:
    """`found`: how many there are; nothing is drawn where there is none."""
    if not found:
        return
    listing = Listing(
        name="calls",
        title=_("Requests held since a backup was restored"),
        about=_(
            "Another system may have had them before the restore. Their flows go on as if no answer had come."
        ),
        read=lambda limit, skip: open_calls(store(), HELD, limit=skip + limit)[skip:],
        line=_line,
        yes=_asking(),
        no=leaving(
            "left unasked",
            _("They leave this list for good, and no system is asked."),
            lambda *calls: decide_calls(store(), *calls, ask=False),
        ),
    )
    show_list(listing, found)


def _asking() -> Answer:
    then = _("They go out in their order. A system that had one before the restore gets it twice.")
    return Answer(
        glyph="send",
        labels=(_("Ask now"), _("Ask all now")),
        deed="asked another system",
        act=lambda *calls: decide_calls(store(), *calls, ask=True),
        question=lambda count: (_("Ask all {count} now?", count=f"{count:,}"), then),
        told=lambda count: many("It goes out now.", "{count} go out now.", count),
    )


def _line(call: Call) -> Line:
    customer = find_customer(store(), call.customer)
    host, _slash, place = call.request.url.partition("://")[2].partition("/")
    asked, place = f"{call.request.method} {host[:40]}", f"/{place}"
    place = place if len(place) <= 60 else f"{place[:59]}…"
    return Line(customer.name if customer else call.customer, asked, call.created, place)
