"""Hand over: a person takes the conversation, and gives it back."""

from __future__ import annotations

from flowbook.asking import read_by, say, title_of
from flowbook.events import HandedOver
from flowbook.flow import Config, Node
from flowbook.nodetype import Exit, NodeType, Step, go
from flowbook.opening import DEFAULT, opening
from flowbook.schedule import add_duration, duration_words
from flowbook.session import Wait
from flowbook.shapes import choice, config, duration, line, name_of, only, switch, text
from flowbook.situation import Situation
from flowbook.stimuli import BY_CUSTOMER, HandedBack, OperatorSaid, Stimulus, TimerFired
from flowbook.ways import Around, Clock, TimePasses, Way

WHEN = {"always": "at any time", "hours": "in opening hours", "never": "not for now"}
NOBODY = "nobody"


def _exits(config: Config) -> tuple[Exit, ...]:
    after = config.get("nobody_after")
    alone = (Exit(NOBODY, f"Nobody in {duration_words(after)}", "time"),) if after else ()
    closed = (Exit("closed", "Closed", "other"),) if config.get("when", "always") != "always" else ()
    return (Exit("handed_back", "Handed back"), *alone, *closed)


def _run(node: Node, situation: Situation) -> Step:
    there, why = _someone_there(node.config, situation)
    if not there:
        return go("closed", why=why)
    spoken = say(node, situation, node.config["text"]) if node.config.get("text") else ()
    reason = situation.raw(node.config.get("reason", ""))
    return Step(
        events=(*spoken, HandedOver(node.config.get("team", ""), reason)),
        wait=_wait(node, situation),
        why=why,
    )


def _someone_there(config: Config, situation: Situation) -> tuple[bool, str]:
    match config.get("when", "always"):
        case "hours":
            return opening(situation, config.get("hours") or DEFAULT)
        case "never":
            return False, "handing over is switched off in this step"
    return True, ""


def _wait(node: Node, situation: Situation) -> Wait:
    after = node.config.get("nobody_after")
    due = ((NOBODY, add_duration(situation.now, after, situation.zone)),) if after else ()
    return Wait("person", due)


def _resume(node: Node, situation: Situation, wait: Wait, stimulus: Stimulus) -> Step | None:
    match stimulus:
        case HandedBack():
            return go("handed_back", why="a person handed the conversation back")
        case TimerFired():
            return go(NOBODY, why="nobody came in time")
        case _ if type(stimulus) in BY_CUSTOMER | {OperatorSaid}:
            talking = node.config.get("restart", True) and node.config.get("nobody_after")
            return Step(wait=_wait(node, situation)) if talking else Step(rejected=True)
    return None


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    when, hours = config.get("when", "always"), config.get("hours") or DEFAULT
    if when == "never":
        return (Way(exit="closed"),)
    there = (Clock("open", hours),) if when == "hours" else ()
    alone = (Way(exit=NOBODY, clock=there, acts=(TimePasses(),)),) if config.get("nobody_after") else ()
    closed = (Way(exit="closed", clock=(Clock("open", hours, False),)),) if there else ()
    return (Way(exit="handed_back", clock=there, acts=(HandedBack(),)), *alone, *closed)


def _summary(config: Config) -> tuple[str, ...]:
    who = f"→ {config.get('team') or 'a person'}, {WHEN[config.get('when', 'always')]}"
    return (title_of(config["text"]), who) if config.get("text") else (who,)


NODE = NodeType(
    type="hand_over",
    label="Hand over to a person",
    category="people",
    icon="headset",
    order=10,
    help="A person takes over: the conversation appears in the inbox, and the bot is silent until it is "
    "handed back or the time is up. Outside opening hours it can go another way.",
    config=config(
        team=name_of("team", "Team", "Left empty, whoever is there."),
        when=choice("When", WHEN, "always"),
        hours=only(name_of("hours", "Which hours", "Left empty, the default ones."), when=("hours",)),
        text=text("What the bot says first"),
        reason=line("What the team reads", "Fields can stand in it, such as {session.problem}."),
        nobody_after=duration("If nobody writes for", "Then the bot takes the conversation back."),
        restart=switch(
            "Every message starts that time anew", True, "Switched off, it counts from the hand-over."
        ),
    ),
    example={
        "team": "support",
        "text": "One moment, I am fetching a colleague.",
        "when": "hours",
        "nobody_after": {"amount": 30, "unit": "minutes"},
    },
    exits=_exits,
    run=_run,
    resume=_resume,
    summary=_summary,
    reads=lambda config: read_by(config.get("text", ""), config.get("reason", "")),
    waits=lambda config: "person",
    ways=_ways,
)
