"""Messages that wait for their owner's word: in doubt, held since a restore, or refused by Telegram."""

from __future__ import annotations

from builder.health.listed import Answer, Line, Listing, leaving, show_list
from builder.places import store
from builder.texts import _, many
from flowbook.events import MessageSent
from flowbook.store.customers import find_customer
from flowbook.store.outbox import STAFF, Outgoing, list_outgoing, send_again, set_aside


def unsent_card(kind: str, found: int) -> None:
    """`kind`: doubt, held or failed; `found`: how many there are."""
    if not found and kind == "held":
        return
    title, about, empty = _words(kind)
    listing = Listing(
        name=kind,
        title=title,
        about=about,
        empty=empty,
        read=lambda limit, skip: list_outgoing(store(), kind, limit, skip),
        line=_line,
        yes=_sending(kind),
        no=leaving(
            "left unsent",
            _("They leave this list for good, and the bot does not send them."),
            lambda *rows: set_aside(store(), *rows),
        ),
    )
    show_list(listing, found)


def _words(kind: str) -> tuple[str, str, str]:
    return {
        "doubt": (
            _("In doubt"),
            _("The connection or the program broke off while these were on their way; they may be there."),
            _("None. A message stands here when the connection broke off while it was on its way."),
        ),
        "held": (
            _("Held since a backup was restored"),
            _("They waited in the backup, and may have been sent before the restore."),
            "",
        ),
        "failed": (
            _("Not sent"),
            _("Telegram refused these, and said why."),
            _("None. A message stands here when Telegram refuses it, with what Telegram said."),
        ),
    }[kind]


def _sending(kind: str) -> Answer:
    twice = _("They go out once more, in their order. Whoever has one already gets it twice.")
    refused = _("They go out once more, in their order. What Telegram refuses again comes back to this list.")
    then = refused if kind == "failed" else twice
    return Answer(
        glyph="send",
        labels=(_("Send again"), _("Send all again")),
        deed="sent again",
        act=lambda *rows: len(send_again(store(), *rows)),
        question=lambda count: (_("Send all {count} again?", count=f"{count:,}"), then),
        told=lambda count: many("It goes out again now.", "{count} go out again now.", count),
    )


def _line(row: Outgoing) -> Line:
    event = row.event()
    text = event.message.text if isinstance(event, MessageSent) else getattr(event, "text", "")
    return Line(_whom(row), text, row.created, row.why)


def _whom(row: Outgoing) -> str:
    if row.kind == STAFF:
        return _("Your staff")
    customer = find_customer(store(), row.customer) if row.customer else None
    return customer.name if customer else row.chat
