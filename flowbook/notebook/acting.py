"""What cells that make something happen share: the world after it, and calls that nothing answers."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.copies import altered
from flowbook.events import HttpRequested, MessageSent
from flowbook.messages import Button
from flowbook.mocks import answer
from flowbook.notebook.stage import Failure, Stage, Step
from flowbook.restart import reread, restarted
from flowbook.stimuli import Stimulus
from flowbook.world import World, do


def act(stage: Stage, stimulus: Stimulus) -> Step:
    """Something happens to whoever talks. What the steps keep of it goes through JSON."""
    return _after(stage, reread(stage.world, do(stage.world, stage.who, stimulus)))


def acted(stage: Stage, world: World) -> Step:
    """Time has passed, or a customer was changed: the whole world goes through JSON, so that every test shows
    that a restart would have changed nothing."""
    return _after(stage, restarted(stage.world, world))


def _after(stage: Stage, world: World) -> Step:
    after = altered(stage, world=world, before=stage.world)
    return Step(after, tuple(_unanswered(after)))


def _unanswered(stage: Stage) -> Iterator[Failure]:
    """A failure for each call of the turn that no mock answered, with a mock to put in."""
    calls = dict(stage.before.calls)
    for record in stage.turn:
        call = record.event
        if type(call) is not HttpRequested:
            continue
        _, number = answer(stage.world.mocks, calls, call)
        if number is not None:
            calls[number] = calls.get(number, 0) + 1
            continue
        own = record.flow == stage.ground.flow.id
        name = call.node if own else f"{record.flow}.{call.node}"
        sentence = (
            f"{stage.ground.title(name)} called {call.method} {call.url}, and nothing answers for it here. "
            f"Put a cell before this one: mock: {{node: {name}, replies: [{{status: 200}}]}}"
        )
        yield Failure(sentence, offer={"mock": {"node": name, "replies": [{"status": 200, "body": {}}]}})


def shown_buttons(stage: Stage) -> Iterator[tuple[MessageSent, Button]]:
    """The buttons that whoever talks can tap, newest message first. Of a message that was changed in
    place only what it says now; of reply keyboards the one that stands."""
    replaced: set[str] = set()
    keyboard_seen = False
    for sent in stage.sent():
        gone, keyboard = sent.key in replaced, sent.message.keyboard
        if sent.replaces:
            replaced.add(sent.replaces)
        if gone or (keyboard == "reply" and keyboard_seen):
            continue
        keyboard_seen = keyboard_seen or keyboard in ("reply", "remove")
        yield from ((sent, button) for row in sent.message.buttons for button in row)
