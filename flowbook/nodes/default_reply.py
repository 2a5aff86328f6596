"""Default reply: a customer says something that nothing else takes."""

from __future__ import annotations

from flowbook.flow import Config
from flowbook.nodetype import DEFAULT, Claim, NodeType, Words
from flowbook.schedule import duration_words
from flowbook.shapes import AT_MOST_ONCE, config
from flowbook.situation import Situation
from flowbook.stimuli import ContactShared, FileSent, LocationShared, Said, Stimulus
from flowbook.ways import Around, Way

SAID_THEN = "session.said"
NOBODY_KNOWS = "Qwx zzv"
"""No word of any language, so that near matches pass it over."""
SAID = (Said, ContactShared, LocationShared, FileSent)


def _claim(config: Config, stimulus: Stimulus, situation: Situation) -> Claim | None:
    if not isinstance(stimulus, SAID):
        return None
    return Claim(DEFAULT, 0, {"said": stimulus.text} if isinstance(stimulus, Said) else {})


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    """Words that nothing else takes, and a photo, of which nothing is remembered."""
    words = Way(
        exit="next",
        fields=(SAID_THEN,),
        told=lambda wanted: Said(str(wanted.get(SAID_THEN) or NOBODY_KNOWS)),
        samples={SAID_THEN: (NOBODY_KNOWS,)},
    )
    return words, Way(exit="next", acts=(FileSent("photo", "photo-1"),))


def _summary(config: Config) -> tuple[str, ...]:
    cap = config.get("at_most_once_in")
    return (f"at most once in {duration_words(cap)}",) if cap else ()


NODE = NodeType(
    type="default_reply",
    label="Anything else",
    category="trigger",
    icon="message-circle-question",
    order=40,
    help="Begins when a customer writes or sends something that no waiting question and no other step "
    "takes. The text is then in {session.said}.",
    config=config(at_most_once_in=AT_MOST_ONCE),
    example={"at_most_once_in": {"amount": 1, "unit": "hours"}},
    wakes=SAID,
    claim=_claim,
    summary=_summary,
    writes=lambda config: frozenset({SAID_THEN}),
    vocabulary=lambda config: (Words("other", "anything else"),),
    ways=_ways,
)
