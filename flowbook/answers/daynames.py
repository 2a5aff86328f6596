"""What months, weekdays and days near today are called in six languages: from Babel's data, and as people
type them in a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from babel import Locale

LANGUAGES = ("en", "ru", "hy", "ka", "lt", "uk")
SHORTEST = 3
"""Letters of a month's name that are enough, where no other month begins with them."""
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")

_NEAR: Mapping[int, tuple[str, ...]] = {
    -1: ("yesterday", "вчера", "երեկ", "გუშინ", "vakar", "вчора", "учора"),
    0: ("today", "сегодня", "այսօր", "დღეს", "šiandien", "сьогодні"),
    1: ("tomorrow", "завтра", "վաղը", "ხვალ", "rytoj"),
    2: ("day after tomorrow", "послезавтра", "վաղը չէ", "ზეგ", "poryt", "післязавтра", "позавтра"),
}
"""Days from today, and the phrases for them without their empty words."""

_OWN: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("en", "days"): ("", "tues", "weds", "thur thurs", "", "", ""),
    ("ru", "days"): (
        *("понедельника", "вторника", "среду среды", "четверга"),
        *("пятницу пятницы", "субботу субботы", "воскресенья"),
    ),
    ("uk", "days"): (
        *("понеділка", "вівторка", "середу середи", "четверга"),
        *("пятницю пятниці", "суботу суботи", "неділю неділі"),
    ),
    ("ka", "days"): ("", "", "", "", "", "", "კვირას"),
    ("lt", "days"): ("pirm", "antr", "treč", "ketv", "penkt", "šešt", "sekm"),
    ("ka", "months"): (
        *("იანვრის", "თებერვლის", "მარტის", "აპრილის", "მაისის", "ივნისის"),
        *("ივლისის", "აგვისტოს", "სექტემბრის", "ოქტომბრის", "ნოემბრის", "დეკემბრის"),
    ),
}
"""Forms that no rule makes, from Monday and from January on."""
_ENDINGS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("hy", "days"): ("", "ն ը"),
    ("ka", "days"): ("ი", "ს ის ისთვის"),
    ("ka", "months"): ("ი", "ს ში"),
    ("lt", "days"): ("is", "į io iui"),
}
"""What a name loses before it takes an ending, and the endings."""


def fold(text: str) -> str:
    """Without case, accents and apostrophes, as many people type."""
    bare = unicodedata.normalize("NFD", text.casefold().translate(_APOSTROPHES))
    return "".join(letter for letter in bare if unicodedata.category(letter) != "Mn")


def folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def month_of(word: str) -> int | None:
    """1 for January. `word` is folded: a name in some form, or the first letters of one."""
    names = _forms("months")
    if word in names:
        return names[word] + 1
    if len(word) < SHORTEST:
        return None
    meant = {number + 1 for name, number in names.items() if name.startswith(word)}
    return meant.pop() if len(meant) == 1 else None


def weekday_of(word: str) -> int | None:
    """0 for Monday. `word` is folded."""
    return _forms("days").get(word)


@cache
def near() -> Mapping[str, int]:
    """Days from today, by a folded phrase without its empty words."""
    return {fold(phrase): days for days, phrases in _NEAR.items() for phrase in phrases}


@cache
def _forms(what: str) -> Mapping[str, int]:
    """`what` is months or days; their numbers, from 0, by every form, folded."""
    return {
        fold(form): number
        for language in LANGUAGES
        for number, form in (*_from_babel(language, what), *_own(language, what))
    }


def _from_babel(language: str, what: str) -> Iterator[tuple[int, str]]:
    """As in a date and as standing alone, with their endings. Babel counts months from 1."""
    names, first = getattr(Locale.parse(language), what), 1 if what == "months" else 0
    for context in ("format", "stand-alone"):
        for number, name in names[context]["wide"].items():
            yield number - first, name
            lost, endings = _ENDINGS.get((language, what), ("", ""))
            if name.endswith(lost):
                yield from ((number - first, name.removesuffix(lost) + ending) for ending in endings.split())
        for number, name in names[context]["abbreviated"].items():
            if (language, what) != ("lt", "days"):  # “an” and “pr” are words of other languages
                yield number - first, name.rstrip(".")


def _own(language: str, what: str) -> Iterator[tuple[int, str]]:
    for number, forms in enumerate(_OWN.get((language, what), ())):
        yield from ((number, form) for form in forms.split())
