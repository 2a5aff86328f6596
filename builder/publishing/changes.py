"""What a draft changes for people, in sentences, against the release that is live."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder.look import kit
from builder.look.folded import folded
from builder.texts import _, many
from flowbook.comparison import CHANGED, GONE, NEW, Difference, compare
from flowbook.flow import Flow, Release

SHOWN = 12


def changes_card(draft: Flow, live: Release | None) -> tuple[Difference, ...]:
    """The differences it shows; a flow that was never live is one sentence, not a row for each step."""
    found = compare(live.flow, draft) if live else ()
    with st.container(border=True, key="card-diff"):
        kit.show(_head(draft, live, found) + "".join(map(_row, found[:SHOWN])))
        if found[SHOWN:]:
            with folded(len(found) - SHOWN, "more-differences"):
                kit.show("".join(map(_row, found[SHOWN:])))
    return found


def _head(draft: Flow, live: Release | None, found: tuple[Difference, ...]) -> str:
    if live is None:
        below = many(
            "It has never been live: {count} step, new to everybody.",
            "It has never been live: {count} steps, all new to everybody.",
            len(draft.nodes),
        )
    elif not found:
        below = _(
            "Nothing they could notice: version {version}, which is live, says the same.",
            version=live.version,
        )
    else:
        below = many(
            "{count} difference to version {version}, which is live",
            "{count} differences to version {version}, which is live",
            len(found),
            version=live.version,
        )
    title = f'<div class="big">{escape(_("What changes for people"))}</div>'
    return f'{title}<div class="mut sm">{escape(below)}</div>'


def _row(difference: Difference) -> str:
    words, tone = {NEW: (_("New"), "ok"), CHANGED: (_("Changed"), "act"), GONE: (_("Gone"), "bad")}[
        difference.kind
    ]
    told = escape(_(difference.text, **difference.values))
    return f'<div class="diff"><span class="tag">{kit.pill(words, tone)}</span><span>{told}</span></div>'
