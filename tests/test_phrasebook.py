"""What the bot says by itself is there in every language, with the same places to fill."""

import re

import pytest

from flowbook.answers.refusals import refusal
from flowbook.phrasebook import LANGUAGES, PHRASES


@pytest.mark.parametrize("code", sorted(PHRASES))
def test_a_phrase_has_every_language_and_the_same_places(code: str) -> None:
    texts = PHRASES[code]
    assert tuple(texts) == LANGUAGES
    places = {tuple(re.findall(r"\{(\w+)\}", text)) for text in texts.values()}
    assert len(places) == 1
    assert all(text.strip() for text in texts.values())


def test_a_limit_stands_in_the_sentence_of_each_language() -> None:
    said = refusal("too_short", 3).text
    assert all("3" in text and "{" not in text for text in said.values())
