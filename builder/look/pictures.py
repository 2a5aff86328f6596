"""Pictures and files in a chat as HTML. Nothing is fetched from elsewhere unless somebody has asked for it."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from builder.look.chat import MEDIA_ICONS
from builder.look.kit import icon
from builder.texts import _

OWN = ("data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;")
SHOW = "picture:"
"""A tile answers with this and its address when its picture is asked for."""


def media_tile(kind: str, source: str, shown: Collection[str] = ()) -> str:
    """The picture itself where it needs no network or was asked for, else a tile that names it."""
    if kind == "photo" and (source.startswith(OWN) or source in shown):
        words = escape(_("Picture"))
        return (
            f'<img class="photo" src="{escape(source, quote=True)}" alt="{words}" referrerpolicy="no-referrer">'
        )
    ask = _ask(source) if kind == "photo" and source.startswith("https://") else ""
    where = "" if source.startswith("data:") else source
    glyph = "map-pin" if kind == "location" else MEDIA_ICONS.get(kind, "image")
    return f'<span class="held">{icon(glyph, 22)}<span class="grow"><b>{escape(_kind(kind))}</b>{escape(where)}</span>{ask}</span>'


def _ask(source: str) -> str:
    address = escape(SHOW + source, quote=True)
    return f'<button type="button" data-tap="{address}">{escape(_("Show"))}</button>'


def _kind(kind: str) -> str:
    names = {
        "photo": _("Picture"),
        "video": _("Video"),
        "document": _("File"),
        "voice": _("Voice message"),
        "audio": _("Audio"),
        "sticker": _("Sticker"),
        "location": _("Place"),
    }
    return names.get(kind, kind)
