"""The four steps of the tour: where each is done, what to do there, and how to tell that it was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from builder import drafts, state
from builder.texts import _


@dataclass(frozen=True, slots=True)
class Step:
    """`screen` is the address it is done on, `points_at` a CSS selector of what is meant there. `is_done` is
    asked of the open flow's id, which may be empty."""

    screen: str
    title: Callable[[], str]
    text: Callable[[], str]
    points_at: str
    is_done: Callable[[str], bool]


def _is_talked_with(flow: str) -> bool:
    """Whether somebody has said something to it in Try."""
    return any(isinstance(talk, dict) and talk.get("acts") for talk in state.rehearsals(flow).values())


STEPS = (
    Step(
        "flows",
        lambda: _("Begin with one that works"),
        lambda: _("Press “New flow” and choose a template. You get a draft; no customer meets it yet."),
        '[class*="st-key-new-flow"] button',
        bool,
    ),
    Step(
        "draw",
        lambda: _("Change what it says"),
        lambda: _(
            "Select a step in the drawing and write another text in its form. It is saved while you type."
        ),
        ".st-key-card-props .stTextArea",
        lambda flow: bool(flow) and drafts.can_step(flow)[0],
    ),
    Step(
        "try",
        lambda: _("Talk to it"),
        lambda: _(
            "Tap the buttons or write, as a customer would. The clock is yours: days pass in a second."
        ),
        ".st-key-first",
        lambda flow: bool(flow) and _is_talked_with(flow),
    ),
    Step(
        "publish",
        lambda: _("Publish it"),
        lambda: _(
            "Here is what changes for customers, and what keeps it back. Publish when you are content."
        ),
        ".st-key-card-go",
        lambda flow: False,
    ),
)


def step_at(number: int, screen: str) -> int:
    """The step that is shown, counted from 1: whoever goes ahead to a later step's screen is on that step."""
    ahead = [at for at, step in enumerate(STEPS, start=1) if step.screen == screen and at > number]
    return ahead[0] if ahead else number
