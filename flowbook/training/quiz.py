"""Questions on a conversation: what the bot says next, among what it might have said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from rapidfuzz import fuzz

from flowbook.checks.configs import TEXT_WIDGETS, parts
from flowbook.events import ExitTaken, NodeEntered, Record
from flowbook.flow import Flow, Node
from flowbook.nodes import node_type
from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds import kinds
from flowbook.notebook.run import FAILED, PASSED, ready, run_through
from flowbook.notebook.scenarios import Scenario, opening
from flowbook.notebook.stage import Ground, Stage
from flowbook.phrases import words_of
from flowbook.templates import names
from flowbook.texts import every

SILENCE = ""
OPTIONS = 4
NEAR = 80
"""Percent of likeness from which on typed words are taken for right."""
SHARE = 0.5
"""Of the answer's different words so many have to be there."""
_DIGEST = 8


@dataclass(frozen=True, slots=True)
class Question:
    """After this cell, what does the bot say? `before` is the log up to it, `after` with what it brought;
    `options` has the answer at `right`, silence as an empty text."""

    cell: Cell
    before: tuple[Record, ...]
    after: tuple[Record, ...]
    who: str
    options: tuple[str, ...]
    right: int

    @property
    def answer(self) -> str:
        return self.options[self.right]


def questions(ground: Ground, scenario: Scenario, seed: int = 0) -> tuple[Question, ...]:
    """One for each act of the scenario that could be done. Wrong answers are what the flow says at other
    steps, those nearby first, filled in for this customer; the same for the same seed."""
    return tuple(_questions(ground, scenario, seed))


def _questions(ground: Ground, scenario: Scenario, seed: int) -> Iterator[Question]:
    play, stage = ready(ground), opening(ground, scenario)
    for number, (after, outcome) in enumerate(run_through(play, scenario, stage, play.cells)):
        if kinds()[outcome.cell.kind].act and outcome.state in (PASSED, FAILED) and not outcome.halt:
            said = _said(after)
            order = _shuffled([said, *_others(after, said, seed + number)], f"{seed}|{number}")
            log = after.world.log
            yield Question(
                outcome.cell,
                log[: outcome.since],
                log,
                after.who,
                tuple(order),
                order.index(said),
            )
        stage = after


def is_meant(question: Question, typed: str) -> bool:
    """Whether words of one's own come near enough to what the bot says: few that it does not say, and of its
    own words enough to tell what it is about."""
    said, wanted = set(words_of(typed)), set(words_of(question.answer))
    if not wanted or not said:
        return not question.answer and not typed.strip()
    found = [word for word in wanted if any(fuzz.ratio(word, own) >= NEAR for own in said)]
    alike = fuzz.token_set_ratio(" ".join(said), " ".join(wanted))
    return alike >= NEAR and len(found) >= SHARE * len(wanted)


def _said(stage: Stage) -> str:
    """The first message, without its buttons, which would tell it from the others."""
    return next((sent.message.text for sent in stage.replies if sent.message.text), SILENCE)


def _others(stage: Stage, said: str, seed: int) -> list[str]:
    """What might be said instead: by the steps near those passed, then by any; and nothing at all."""
    flow = stage.ground.flow
    near = [text for node in _near(flow, stage.turn) for text in _texts(stage, node)]
    far = [text for node in flow.nodes for text in _texts(stage, node)]
    found = dict.fromkeys(_shuffled(near, f"near|{seed}") + _shuffled(far, f"far|{seed}"))
    wrong = [text for text in found if text and not _is_part(text, said)]
    silent = [SILENCE] if said else []
    return [*wrong[: OPTIONS - 1 - len(silent)], *silent]


def _near(flow: Flow, turn: Iterable[Record]) -> Iterator[Node]:
    """Steps to which other exits of the steps passed would have led."""
    for record in turn:
        match record.event:
            case NodeEntered(node) | ExitTaken(node):
                here = flow.get(node) if record.flow == flow.id else None
                for other in here.exits.values() if here else ():
                    if found := flow.get(other):
                        yield found


def _texts(stage: Stage, node: Node) -> Iterator[str]:
    """The first text of what a step sends, as this customer would read it."""
    if node_type(node.type).category not in ("message", "question"):
        return
    situation = stage.situation
    for text in [part.value for part in parts(node) if part.widget in TEXT_WIDGETS][:1]:
        fields = {name for one in every(text) for name in names(one)}
        if all(situation.value(name) not in (None, "") for name in fields):
            yield situation.plain(text)


def _is_part(text: str, said: str) -> bool:
    return text in said or said in text if said else False


def _shuffled(texts: Iterable[str], key: str) -> list[str]:
    def lot(text: str) -> bytes:
        return blake2b(f"{key}|{text}".encode(), digest_size=_DIGEST).digest()

    return sorted(dict.fromkeys(texts), key=lot)
