"""A step's box as an SVG picture, as maps show it: icon, title, content, one row for each way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from builder.look.colours import colours
from builder.look.style import strokes

WIDTH, HEADER, LINE, ROW, EDGE = 224, 50, 17, 24, 6
"""EDGE is the margin around the box that rings and badges need."""
Colours = Mapping[str, str]
RINGS = {
    "selected": "act",
    "visited": "act",
    "tested-checked": "ok",
    "tested-visited": "warn",
    "tested-untouched": "ink-3",
}
FONT = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
NARROW, WIDE = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMWШЩЖЮМшщжюм@%—…")


@dataclass(frozen=True, slots=True)
class Way:
    """One row: `tone` as the node type's exits have it; `open` where it must lead somewhere and does not."""

    label: str
    tone: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """`ring`: selected, visited, tested-checked, tested-visited, tested-untouched, or empty. `badge` is the
    number of problems, `severe` whether one is an error. `large` shows title and icon alone, to be read from
    afar."""

    title: str
    kind: str
    category: str
    glyph: str
    body: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    ring: str = ""
    dim: bool = False
    here: bool = False
    badge: int = 0
    severe: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Pen:
    size: float
    colour: str
    weight: int = 400
    anchor: str = "start"


def box_size(box: Box) -> tuple[int, int]:
    """Width and height without the margin."""
    lines = len(_lines(box))
    height = HEADER + (lines * LINE + 8 if lines else 0)
    return WIDTH, height + (len(box.ways) * ROW + 8 if _listed(box) else 0)


def port_height(box: Box, number: int) -> int:
    """How far below its upper edge the port of a way sits."""
    if not _listed(box):
        return HEADER // 2
    return box_size(box)[1] - (len(box.ways) - number) * ROW - 4 + ROW // 2


@lru_cache(maxsize=4096)
def draw_box(box: Box, theme: str) -> str:
    """SVG with its own width and height, EDGE pixels of margin on every side included."""
    c = colours(theme)
    width, height = box_size(box)
    ring = c[RINGS.get(box.ring, "line")]
    dashes = ' stroke-dasharray="7 5"' if box.ring == "tested-untouched" else ""
    frame = (
        f'<rect x="{EDGE}" y="{EDGE}" width="{width}" height="{height}" rx="12" fill="{c["card"]}" '
        f'stroke="{ring}" stroke-width="{2.5 if box.ring else 1.2}"{dashes}/>'
    )
    inside = _large(box, c, height) if box.large else _header(box, c) + _body(box, c) + _ways(box, c)
    whole = f'<g opacity="{0.5 if box.dim else 1}">{frame}{inside}</g>{_badge(box, c)}'
    w, h = width + 2 * EDGE, height + 2 * EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" '
        f'font-family="{FONT}">{whole}</svg>'
    )


def _header(box: Box, c: Colours) -> str:
    x, y = EDGE + 11, EDGE + 11
    title = _text(x + 39, y + 11, _cut(box.title, 14, 150), Pen(14, c["ink"], 620))
    return (
        _tile(box, c, x, y, 30) + title + _text(x + 39, y + 27, _cut(box.kind, 12, 150), Pen(12, c["ink-2"]))
    )


def _large(box: Box, c: Colours, height: int) -> str:
    """The title as big as the box allows, for maps that are seen from afar."""
    size = 25
    lines = _wrap(box.title, size, WIDTH - 74, max(1, min(3, (height - 8) // 29)))
    top = EDGE + height / 2 - (len(lines) - 1) * 14.5 + 9
    words = [
        _text(EDGE + 60, top + number * 29, line, Pen(size, c["ink"], 620))
        for number, line in enumerate(lines)
    ]
    return _tile(box, c, EDGE + 10, EDGE + height / 2 - 20, 40) + "".join(words)


def _tile(box: Box, c: Colours, x: float, y: float, size: int) -> str:
    colour, middle = c[f"k-{box.category}"], size / 2
    soft = f'fill="{colour}" fill-opacity="0.15"'
    shape = {
        "trigger": f'<circle cx="{middle}" cy="{middle}" r="{middle}" {soft}/>',
        "logic": f'<rect x="{size * 0.13}" y="{size * 0.13}" width="{size * 0.74}" height="{size * 0.74}" '
        f'rx="5" {soft} transform="rotate(45 {middle} {middle})"/>',
    }.get(box.category, f'<rect width="{size}" height="{size}" rx="{size * 0.28}" {soft}/>')
    scale = size * 0.56 / 24
    shift = (size - 24 * scale) / 2
    pen = f'fill="none" stroke="{colour}" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round"'
    drawn = f'<g transform="translate({shift} {shift}) scale({scale})" {pen}>{strokes(box.glyph)}</g>'
    return f'<g transform="translate({x} {y})">{shape}{drawn}</g>'


def _body(box: Box, c: Colours) -> str:
    top = EDGE + HEADER + 12
    return "".join(
        _text(EDGE + 12, top + number * LINE, line, Pen(12.5, c["ink"]))
        for number, line in enumerate(_lines(box))
    )


def _ways(box: Box, c: Colours) -> str:
    if not _listed(box):
        return ""
    first = EDGE + port_height(box, 0)
    rule = f'<path d="M{EDGE} {first - 16}h{WIDTH}" stroke="{c["line"]}"/>'
    return rule + "".join(_way(way, c, first + number * ROW) for number, way in enumerate(box.ways))


def _way(way: Way, c: Colours, y: float) -> str:
    colour = c["warn-ink"] if way.open else c["ink-2"] if way.tone else c["ink"]
    says = _cut(way.label, 12.5, 186)
    words = _text(EDGE + WIDTH - 14, y + 4, says, Pen(12.5, colour, 450, "end"))
    if way.tone != "time":
        return words
    x = EDGE + WIDTH - 14 - _width(says, 12.5) - 18
    pen = f'fill="none" stroke="{colour}" stroke-width="2" stroke-linecap="round"'
    return words + f'<g transform="translate({x} {y - 6}) scale(.5)" {pen}>{strokes("hourglass")}</g>'


def _badge(box: Box, c: Colours) -> str:
    drawn, grow = "", 1.7 if box.large else 1
    if box.badge:
        colour = c["bad"] if box.severe else c["warn"]
        number = _text(15, 13.5, str(box.badge), Pen(11.5, c["card"], 700, "middle"))
        inside = f'<rect width="30" height="19" rx="9.5" fill="{colour}"/>{number}'
        x = WIDTH + 2 * EDGE - 30 * grow
        drawn = f'<g transform="translate({x} 0) scale({grow})">{inside}</g>'
    if box.here:
        at = f'cx="{WIDTH + EDGE - 2}" cy="{EDGE + 2}" r="{5.5 * grow}"'
        drawn += f'<circle {at} fill="{c["act"]}" stroke="{c["card"]}"/>'
    return drawn


def _lines(box: Box) -> list[str]:
    """What the box says, in at most three lines, two where ways are listed below."""
    most = 2 if _listed(box) else 3
    found: list[str] = []
    for part in box.body:
        found += _wrap(" ".join(part.split()), 12.5, WIDTH - 24, most - len(found))
        if len(found) >= most:
            break
    return found[:most]


def _listed(box: Box) -> bool:
    return len(box.ways) > 1 or any(way.label for way in box.ways)


def _text(x: float, y: float, says: str, pen: Pen) -> str:
    face = f'font-size="{pen.size}" font-weight="{pen.weight}"'
    look = f'{face} text-anchor="{pen.anchor}" fill="{pen.colour}"'
    return f'<text x="{x}" y="{y}" {look}>{escape(says)}</text>'


def _width(says: str, size: float) -> float:
    """About how wide a text is; an SVG image cannot be asked."""
    units = sum(0.32 if sign in NARROW else 0.86 if sign in WIDE else _middling(sign) for sign in says)
    return units * size


def _middling(sign: str) -> float:
    return 0.66 if sign.isupper() or ord(sign) > 0x52F else 0.59 if ord(sign) > 0x3FF else 0.56


def _cut(says: str, size: float, room: float) -> str:
    if _width(says, size) <= room:
        return says
    while says and _width(says + "…", size) > room:
        says = says[:-1]
    return says.rstrip() + "…"


def _wrap(says: str, size: float, room: float, most: int) -> list[str]:
    """At most so many lines, the last one cut short where more would follow."""
    lines, words = [""], says.split(" ")
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer, size) <= room or not lines[-1]:
            lines[-1] = longer
        elif len(lines) >= most:
            lines[-1] = _cut(" ".join([lines[-1], *words[number:]]), size, room)
            break
        else:
            lines.append(word)
    return [_cut(line, size, room) for line in lines if line][: max(most, 0)]
