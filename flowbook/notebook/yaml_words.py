"""What is wrong with text that is not YAML, in our own words; the library speaks of tokens and scalars."""

from __future__ import annotations

import re

_WORDS: tuple[tuple[str, str], ...] = (
    (
        "mapping values are not allowed",
        "A colon with a space behind it stands inside a text here. Put the text in quotes.",
    ),
    (
        "found character '\\\\t'",
        "A tab stands here. Move lines in with spaces.",
    ),
    (
        "found character '(?P<what>.)'",
        "A text cannot begin with “{what}”. Put it in quotes.",
    ),
    (
        "(sequence entries|mapping keys) are not allowed",
        "A dash or a question mark begins something here where nothing can begin. Put the text in quotes.",
    ),
    (
        "expected ',' or '(?P<what>.)'",
        "What was opened by a bracket is not closed by “{what}”, or a comma is missing before this.",
    ),
    (
        "expected <block end>",
        "This does not fit what stands before it. Let lines begin in the same column, and quote texts whole.",
    ),
    (
        "unexpected end of stream|unexpected document separator",
        "A text begins with a quotation mark and never ends. Close it with the same mark.",
    ),
    (
        "escape (character|sequence)",
        "A backslash in double quotes means something special. Write two, or use single quotes.",
    ),
    (
        "could not find expected ':'|while scanning a simple key",
        "A key stands here without its colon, or a text without its key.",
    ),
    (
        "alphabetic or numeric character|anchor|alias|tag|URI|directive|expected '[!>]'",
        "A text cannot begin with “&”, “*”, “!” or “%”. Put it in quotes.",
    ),
    (
        "block scalar|chomping|indentation indicator",
        "Behind “|” or “>” the text begins on the next line, moved in.",
    ),
    (
        "special characters are not allowed",
        "There is a character here that no text has, such as those of a picture or a program.",
    ),
    ("expected the node content", "A value is missing here."),
    ("document", "Something stands here behind the notebook's end."),
)
_ELSE = "Flowbook cannot read this line. Look at its quotes, colons and brackets."


def in_our_words(problem: str, context: str = "") -> str:
    """`problem` and `context` as the library tells them."""
    told = f"{problem} {context}"
    for pattern, sentence in _WORDS:
        if found := re.search(pattern, told):
            return sentence.replace("{what}", found.groupdict().get("what") or "")
    return _ELSE
