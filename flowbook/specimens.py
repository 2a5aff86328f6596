"""A text that fits a pattern, made from the pattern itself: what a person would write as an example."""

from __future__ import annotations

import re

import re2

PLAIN = ("a", "ab", "abc", "abcd", "1", "12", "123", "1234", "A1", "AB-12", "S012-3", "2030-01-31", "12:30")
"""Tried first, since they read well."""
_CLASSES = {"d": "1", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a", "b": "", "A": "", "z": "", "B": ""}
_REPEAT = re.compile(r"\{(\d+)(?:,\d*)?\}")


def specimen(pattern: str) -> str | None:
    """The whole of it fits the pattern; None where none was found."""
    try:
        fits = re2.compile(pattern).fullmatch
    except re2.error:
        return None
    made = _Maker(pattern).made()
    return next((text for text in (*PLAIN, made) if text and fits(text)), None)


class _Maker:
    """Walks along a pattern once and writes the least that each part of it takes."""

    def __init__(self, pattern: str) -> None:
        self.rest = pattern

    def made(self) -> str:
        """Of alternatives the first one; ends at the bracket that closes the group."""
        text, first = "", None
        while self.rest and not self.rest.startswith(")"):
            if self.rest.startswith("|"):
                self.rest = self.rest[1:]
                first, text = text if first is None else first, ""
                continue
            text += self._repeated(self._one())
        self.rest = self.rest[1:]
        return text if first is None else first

    def _one(self) -> str:
        sign, self.rest = self.rest[0], self.rest[1:]
        match sign:
            case "(":
                return self._group()
            case "[":
                return self._among()
            case "\\":
                return self._escaped()
            case "." | "^" | "$":
                return "a" if sign == "." else ""
        return sign

    def _group(self) -> str:
        if named := re.match(r"\?(P?<\w+>|:|[a-zA-Z]+:)", self.rest):
            self.rest = self.rest[named.end() :]
        elif flags := re.match(r"\?[a-zA-Z]+\)", self.rest):
            self.rest = self.rest[flags.end() :]
            return ""
        return self.made()

    def _among(self) -> str:
        """The first that a class in brackets names; of one that names what it does not take, a guess."""
        inside = re.match(r"(\^?)(\]?(?:\\.|[^\]\\])*)\]", self.rest)
        if inside is None:
            return ""
        self.rest = self.rest[inside.end() :]
        if inside[1]:
            return next((one for one in "a1-" if one not in inside[2]), "")
        return _CLASSES.get(inside[2][1], inside[2][1]) if inside[2].startswith("\\") else inside[2][:1]

    def _escaped(self) -> str:
        sign, self.rest = self.rest[:1], self.rest[1:]
        if sign in "pP" and self.rest:
            end = self.rest.index("}") + 1 if self.rest.startswith("{") and "}" in self.rest else 1
            self.rest = self.rest[end:]
            return "a"
        return _CLASSES.get(sign, sign)

    def _repeated(self, text: str) -> str:
        times = 1
        if found := _REPEAT.match(self.rest):
            times, self.rest = min(int(found[1]), 100), self.rest[found.end() :]
        elif self.rest[:1] in ("?", "*", "+"):
            times, self.rest = int(self.rest[0] == "+"), self.rest[1:]
        self.rest = self.rest.removeprefix("?")
        return text * times
