"""Pictures and files in a chat as HTML. Nothing is fetched from elsewhere unless somebody has asked for
it."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from builder.look.chat import MEDIA_ICONS
from builder.look.kit import icon
from builder.texts import _

OWN = ("data:image/png;", "data:image/jpeg;", "data:image/gif;", "data:image/webp;")
GLYPHS = {**MEDIA_ICONS, "location": "map-pin", "contact": "contact"}
SHOW = "picture:"
"""A tile answers with this and its address when its picture is asked for."""


def media_tile(kind: str, source: str, shown: Collection[str] = ()) -> str:
    """The picture itself where it needs no network or was asked for, else a tile that names it."""
    if kind == "photo" and (source.startswith(OWN) or source in shown):
        named = f'src="{escape(source, quote=True)}" alt="{escape(_kind(kind))}"'
        return f'<img class="photo" {named} referrerpolicy="no-referrer">'
    ask = _ask(source) if kind == "photo" and source.startswith("https://") else ""
    where = "" if source.startswith("data:") else source
    says = f'<span class="grow"><b>{escape(_kind(kind))}</b>{escape(where)}</span>'
    return f'<span class="held">{icon(GLYPHS.get(kind, "image"), 22)}{says}{ask}</span>'


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
        "contact": _("Phone number"),
    }
    return names.get(kind, kind)
