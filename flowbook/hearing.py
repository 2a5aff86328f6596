"""What a customer says or taps: whether the question that waits takes it, or a trigger, or a person."""

from __future__ import annotations

from flowbook.desk import Desk
from flowbook.engine import Turn, resume
from flowbook.events import AnswerRejected, Ignored, MessageReceived, TapAnswered
from flowbook.messages import ButtonRef, unpack
from flowbook.nodetype import DEEP_LINK, DEFAULT, EXACT, NEAR
from flowbook.phrasebook import PHRASES
from flowbook.session import Session
from flowbook.stimuli import ContactShared, FileSent, LocationShared, Said, Stimulus, Tapped
from flowbook.texts import pick
from flowbook.triggers import Match, matches, remember

AT_ONCE = {"commands": DEEP_LINK, "phrases": EXACT, "nothing": 0}
"""How specific a trigger must be to interrupt a question, by what the question's designer allowed."""
WHEN_REJECTED = {"commands": DEEP_LINK, "phrases": NEAR, "nothing": 0}
"""The same once the question has found the words to be no answer."""
WHEN_LEFT = {"nothing": 0}
"""The same for words that the question leaves to others; every trigger where nothing is said."""


def hear(desk: Desk, stimulus: Stimulus) -> None:
    """Words, contacts, places and files."""
    person = desk.with_person()
    desk.tell(MessageReceived(words_of(stimulus), "person" if person else "bot"), person)
    if person:
        _resume(desk, person, stimulus)
        return
    found = matches(desk.state, desk.setting, stimulus, desk.now, desk.newcomer)
    best = found[0] if found else None
    asking = desk.foreground()
    if asking and not (best and best.claim.rank <= _opened(asking, AT_ONCE)):
        turn = _turn(desk, asking, stimulus)
        if turn and not (best and _is_refusal(turn) and best.claim.rank <= _opened(asking, WHEN_REJECTED)):
            desk.keep(turn)
            return
        if turn is None and best and best.claim.rank > _opened(asking, WHEN_LEFT):
            best = None
    if best:
        _begin(desk, best)
    else:
        desk.tell(Ignored(words_of(stimulus), "No step waits for it and no trigger may take it."))


def tap(desk: Desk, stimulus: Tapped) -> None:
    """A button of the question that waits answers it; an older one goes its way again, or is told it is
    over. While a person has the conversation, only that step's own buttons count."""
    person = desk.with_person()
    desk.tell(MessageReceived(stimulus.label or stimulus.data, "person" if person else "bot"), person)
    ref = unpack(stimulus.data)
    for session in [person] if person else list(desk.state.sessions.values()):
        if ref and _is_asked(session, ref) and _resume(desk, session, stimulus):
            desk.tell(TapAnswered(stimulus.query), session)
            return
    if person:
        desk.tell(TapAnswered(stimulus.query, _phrase(desk, "with_person")), person)
        return
    live = ref and _old_button(desk, ref, stimulus)
    desk.tell(TapAnswered(stimulus.query, "" if live else _phrase(desk, "no_longer_asked")))


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


def _opened(asking: Session, table: dict[str, int]) -> int:
    policy = str(asking.wait.data.get("interrupt", "commands")) if asking.wait else "commands"
    return table.get(policy, DEFAULT)


def _is_refusal(turn: Turn) -> bool:
    """The words were no answer; a turn may also keep its wait because the answer is only half given."""
    return turn.rejected and any(type(event) is AnswerRejected for part in turn.told for event in part.events)


def _begin(desk: Desk, match: Match) -> None:
    desk.state = remember(desk.state, match.key, desk.now)
    desk.begin(match.release, match.node, dict(match.claim.values))


def _turn(desk: Desk, session: Session, stimulus: Stimulus) -> Turn | None:
    situation = desk.situation(session)
    return resume(situation, stimulus) if situation else None


def _resume(desk: Desk, session: Session, stimulus: Stimulus) -> bool:
    turn = _turn(desk, session, stimulus)
    if turn is None:
        return False
    desk.keep(turn)
    return True


def _is_asked(session: Session, ref: ButtonRef) -> bool:
    return session.wait is not None and session.wait.ask == ref.ask and session.node == ref.node


def _old_button(desk: Desk, ref: ButtonRef, stimulus: Tapped) -> bool:
    """True when the old button is still live and has gone its way again."""
    release = desk.setting.library.release(ref.release)
    node = release.flow.get(ref.node) if release else None
    if release is None or node is None or not node.config.get("stays_live") or ref.choice not in node.exits:
        return False
    return desk.tap_again(release, node, ref.ask, stimulus)


def _phrase(desk: Desk, code: str) -> str:
    """In the customer's language, else the workspace's first."""
    return pick(PHRASES[code], desk.state.customer.language, desk.setting.workspace.languages[0])
