"""What a customer says or taps: whether the question that waits takes it, or a trigger, or a person."""

from __future__ import annotations

from dataclasses import replace

from flowbook.desk import Desk
from flowbook.engine import Turn, resume
from flowbook.events import AnswerRejected, Ignored, MessageReceived, TapAnswered
from flowbook.messages import ButtonRef, unpack
from flowbook.nodetype import DEEP_LINK, EXACT
from flowbook.session import Session
from flowbook.stimuli import ContactShared, FileSent, LocationShared, Said, Stimulus, Tapped
from flowbook.triggers import Match, matches, remember

OPEN_TO = {"commands": DEEP_LINK, "phrases": EXACT, "nothing": 0}
"""How specific a trigger must be to interrupt a question, by what the question's designer allowed."""
MET = "met"


def hear(desk: Desk, stimulus: Stimulus) -> None:
    """Words, contacts, places and files."""
    person = desk.with_person()
    desk.tell(MessageReceived(words_of(stimulus), "person" if person else "bot"), person)
    if person:
        _resume(desk, person, stimulus)
        return
    asking = desk.foreground()
    found = matches(desk.state, desk.setting, stimulus, desk.now)
    desk.state = replace(desk.state, memory={**desk.state.memory, MET: desk.now.isoformat()})
    if asking and _answered(desk, asking, stimulus, found):
        return
    if found:
        _begin(desk, found[0])
    else:
        desk.tell(Ignored(words_of(stimulus), "No step waits for it and no trigger knows it."))


def tap(desk: Desk, stimulus: Tapped) -> None:
    """A button of the question that waits answers it; an older one goes its way again, or is told it is over."""
    person = desk.with_person()
    desk.tell(MessageReceived(stimulus.label or stimulus.data, "person" if person else "bot"), person)
    ref = unpack(stimulus.data)
    for session in list(desk.state.sessions.values()):
        if ref and _is_asked(session, ref) and _resume(desk, session, stimulus):
            desk.tell(TapAnswered(stimulus.query), session)
            return
    live = ref and not person and _old_button(desk, ref)
    desk.tell(TapAnswered(stimulus.query, "" if live else "This is no longer asked."))


def words_of(stimulus: Stimulus) -> str:
    """What the bubble of a stimulus says."""
    match stimulus:
        case Said(text):
            return text
        case ContactShared(phone):
            return phone
        case LocationShared(latitude, longitude):
            return f"{latitude:.5f}, {longitude:.5f}"
        case FileSent(kind, _, caption):
            return f"[{kind}] {caption}".strip()
    return ""


def _answered(desk: Desk, asking: Session, stimulus: Stimulus, found: list[Match]) -> bool:
    """True when the waiting question has taken the stimulus, be it only to ask again."""
    policy = str(asking.wait.data.get("interrupt", "commands")) if asking.wait else "commands"
    if found and found[0].claim.rank <= OPEN_TO.get(policy, DEEP_LINK):
        return False
    situation = desk.situation(asking)
    turn = resume(situation, stimulus) if situation else None
    if turn is None or (turn.rejected and found and policy == "phrases" and _weak(turn)):
        return False
    desk.keep(asking, turn)
    return True


def _weak(turn: Turn) -> bool:
    return any(isinstance(event, AnswerRejected) for event in turn.events)


def _begin(desk: Desk, match: Match) -> None:
    desk.state = remember(desk.state, match.release, match.node, desk.now)
    desk.begin(match.release, match.node, dict(match.claim.values))


def _resume(desk: Desk, session: Session, stimulus: Stimulus) -> bool:
    situation = desk.situation(session)
    turn = resume(situation, stimulus) if situation else None
    if turn is None:
        return False
    desk.keep(session, turn)
    return True


def _is_asked(session: Session, ref: ButtonRef) -> bool:
    return session.wait is not None and session.wait.ask == ref.ask and session.node == ref.node


def _old_button(desk: Desk, ref: ButtonRef) -> bool:
    """True when the old button is still live and has gone its way again."""
    release = desk.setting.library.release(ref.release)
    node = release.flow.get(ref.node) if release else None
    if release is None or node is None or not node.config.get("stays_live") or ref.choice not in node.exits:
        return False
    desk.leave_by(release, node, ref.choice)
    return True
