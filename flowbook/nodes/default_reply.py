"""Default reply: a customer says something that nothing else takes."""

from __future__ import annotations

from flowbook.flow import Config
from flowbook.nodetype import DEFAULT, Claim, NodeType, Words
from flowbook.schedule import duration_words
from flowbook.shapes import AT_MOST_ONCE, config
from flowbook.situation import Situation
from flowbook.stimuli import ContactShared, FileSent, LocationShared, Said, Stimulus

SAID = (Said, ContactShared, LocationShared, FileSent)


def _claim(config: Config, stimulus: Stimulus, situation: Situation) -> Claim | None:
    if not isinstance(stimulus, SAID):
        return None
    return Claim(DEFAULT, 0, {"said": stimulus.text} if isinstance(stimulus, Said) else {})


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
    writes=lambda config: frozenset({"session.said"}),
    vocabulary=lambda config: (Words("other", "anything else"),),
)
