"""Phrase: a customer writes certain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from flowbook import phrases
from flowbook.events import FieldSet
from flowbook.flow import Config, Node
from flowbook.nodetype import Claim, Finding, NodeType, Words
from flowbook.phrases import Fit, bare, group_names, mistake_in
from flowbook.shapes import AT_MOST_ONCE, choice, config, items, number, only, text
from flowbook.situation import Situation
from flowbook.specimens import specimen
from flowbook.stimuli import Said, Stimulus
from flowbook.texts import every
from flowbook.ways import ANYTHING, Act, Around, Untold, Way

MODES = {
    "exact": "is exactly this",
    "contains": "has it in it, as whole words",
    "any": "has any of its words",
    "near": "is nearly this, typing errors allowed",
    "pattern": "fits a pattern",
}
LEAST_ALIKE = 80


def _claim(config: Config, stimulus: Stimulus, situation: Situation) -> Claim | None:
    if not isinstance(stimulus, Said) or stimulus.text.startswith("/"):
        return None
    fits = _fits(config)
    found = [fit for phrase in _written(config) if (fit := fits(stimulus.text, phrase))]
    if not found:
        return None
    best = min(found, key=lambda fit: (fit.rank, -fit.score))
    return Claim(best.rank, best.score, {"said": stimulus.text, "matched": best.matched, **best.groups})


def _fits(config: Config) -> Callable[[str, str], Fit | None]:
    match config.get("mode", "exact"):
        case "contains":
            return phrases.contains
        case "any":
            return phrases.any_word
        case "pattern":
            return phrases.pattern
        case "near":
            return partial(phrases.near, least=config.get("alike", LEAST_ALIKE))
    return phrases.exact


def _written(config: Config) -> Iterator[str]:
    """In every language: people write in another one than the bot speaks."""
    for phrase in config["phrases"]:
        yield from every(phrase)


def _check(node: Node) -> Iterable[Finding]:
    for position, phrase in enumerate(node.config["phrases"]):
        place = f"phrases.{position}"
        for written in every(phrase):
            if not written.strip():
                yield Finding(
                    "empty_phrase", "A phrase of {step} is empty. Write it, or remove the line.", place
                )
            elif node.config.get("mode") == "pattern" and (mistake := mistake_in(written)):
                sentence = "The pattern “{pattern}” of {step} cannot be read: {mistake}."
                values = {"pattern": written, "mistake": mistake}
                yield Finding("broken_pattern", sentence, place, values=values)


def _vocabulary(config: Config) -> tuple[Words, ...]:
    mode = config.get("mode", "exact")
    plain = (lambda written: written) if mode == "pattern" else bare
    return tuple(Words(mode, text) for text in dict.fromkeys(plain(one) for one in _written(config)) if text)


def _writes(config: Config) -> frozenset[str]:
    names = {"said", "matched"}
    if config.get("mode") == "pattern":
        names |= {name for written in _written(config) for name in group_names(written)}
    return frozenset(f"session.{name}" for name in names)


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    """One way for each phrase, said as it is written; a pattern is told by a text that fits it."""
    pattern = config.get("mode") == "pattern"
    texts = [specimen(one) if pattern else one for one in _written(config)]
    effects = tuple(FieldSet(name, ANYTHING) for name in sorted(_writes(config)))
    acts: list[tuple[Act, ...]] = [(Said(text),) for text in dict.fromkeys(texts) if text] or [(Untold(),)]
    return tuple(Way(exit="next", acts=act, effects=effects) for act in acts)


def _summary(config: Config) -> tuple[str, ...]:
    written = [next(filter(None, every(phrase)), "") for phrase in config["phrases"]]
    return (MODES[config.get("mode", "exact")], ", ".join(f"“{one}”" for one in written))


NODE = NodeType(
    type="phrase",
    label="Words",
    category="trigger",
    icon="message-circle-more",
    order=30,
    help="Begins when a customer writes one of these. Case, spaces and the punctuation around it make no "
    "difference, nor do ё and е. The closest fit wins among several flows. The text is then in "
    "{session.said}, what fitted in {session.matched}. In patterns, \\w knows Latin letters only: "
    "write [\\pL\\pN_] for any alphabet; a group (?P<number>\\d+) is then in {session.number}.",
    config=config(
        ("phrases",),
        phrases=items(
            "When the text is one of",
            text("Phrase", widget="phrase", min_length=1),
            widget="phrases",
            help="In any language the bot speaks.",
            least=1,
        ),
        mode=choice("It begins when the text", MODES, "exact"),
        alike=only(
            number("How alike, in percent", LEAST_ALIKE, 50, 100, "80 allows one wrong letter in five."),
            mode=("near",),
        ),
        at_most_once_in=AT_MOST_ONCE,
    ),
    example={"phrases": ["opening hours", "when are you open"], "mode": "near"},
    wakes=(Said,),
    claim=_claim,
    check=_check,
    summary=_summary,
    writes=_writes,
    vocabulary=_vocabulary,
    ways=_ways,
)
