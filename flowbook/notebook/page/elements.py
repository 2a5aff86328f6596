"""HTML made of elements whose texts and attributes are escaped."""

from __future__ import annotations

from html import escape

VOID = frozenset({"meta"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def raw(html: str) -> Html:
    """Never given anything that an author or a customer wrote, but what `element` made of it, or
    `note_html` of a note."""
    return Html(html)


def joined(*parts: str) -> Html:
    """Elements one after the other."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts))


def element(name: str, /, *content: str, **attributes: str) -> Html:
    """What is no element itself is text and is escaped; `class_` is class, `http_equiv` http-equiv."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value, quote=True)}"'
        for key, value in attributes.items()
    )
    return Html(f"<{name}{told}>" if name in VOID else f"<{name}{told}>{joined(*content)}</{name}>")
