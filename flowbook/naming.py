"""Readable ids made from titles, in whatever alphabet a title is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

LONGEST_NODE, LONGEST_CHOICE, LONGEST_FLOW = 24, 16, 32

_ALPHABETS = """
а a б b в v г g д d е e ё yo ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh
щ shch ы y э e ю yu я ya і i ї yi є ye ґ g
ու u ա a բ b գ g դ d ե e զ z է e ը e թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o
չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f և ev
ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ q შ sh
ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h
"""
_LETTERS = dict(re.findall(r"(\w+) (\w+)", _ALPHABETS))


def node_id(title: str, taken: Container[str], fallback: str = "step") -> str:
    """At most 24 characters of a-z, 0-9 and _, beginning with a letter, that nobody has yet."""
    return _free(_slug(title, fallback, "_")[:LONGEST_NODE].rstrip("_"), taken, LONGEST_NODE, "_")


def choice_id(label: str, taken: Container[str], fallback: str = "choice") -> str:
    """For a button or an option: at most 16 characters, so that callback data stays short enough."""
    return _free(_slug(label, fallback, "_")[:LONGEST_CHOICE].rstrip("_"), taken, LONGEST_CHOICE, "_")


def flow_id(title: str, taken: Container[str], fallback: str = "flow") -> str:
    """At most 32 characters of a-z, 0-9 and _, beginning with a letter, that no flow has yet."""
    return _free(_slug(title, fallback, "_")[:LONGEST_FLOW].rstrip("_"), taken, LONGEST_FLOW, "_")


def numbered(title: str, taken: Container[str]) -> str:
    """The title, or the title with the first number behind it that makes it unlike the others."""
    if title not in taken:
        return title
    bare = re.sub(r" \d+$", "", title)
    return next(f"{bare} {n}" for n in range(2, 100_000) if f"{bare} {n}" not in taken)


def _slug(title: str, fallback: str, joint: str) -> str:
    lowered = title.lower().replace("ու", _LETTERS["ու"])
    spelled = "".join(_LETTERS.get(letter, letter) for letter in lowered)
    bare = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", joint, bare).strip(joint)
    slug = slug.lstrip("0123456789" + joint)
    return slug or fallback


def _free(slug: str, taken: Container[str], longest: int, joint: str) -> str:
    if slug not in taken:
        return slug
    for number in range(2, 100_000):
        tail = f"{joint}{number}"
        name = slug[: longest - len(tail)].rstrip(joint) + tail
        if name not in taken:
            return name
    raise AssertionError("a flow holds fewer nodes than that")
