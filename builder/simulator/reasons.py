"""Why the bot said this: the steps of the last turn, each with what it did and what decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from builder.simulator.plans import node_of, team_name
from builder.simulator.stage import Played
from builder.texts import _
from flowbook.events import (
    AnswerRejected,
    Deferred,
    Event,
    ExitTaken,
    FieldSet,
    HandedOver,
    HttpRequested,
    Ignored,
    MessageReceived,
    MessageSent,
    NodeEntered,
    OrderChanged,
    OrderRegistered,
    Record,
    SessionEnded,
    SessionFailed,
    SessionParked,
    SessionStarted,
    SessionUnparked,
    StaffNotified,
    StageEntered,
    SubscriptionChanged,
    TagAdded,
    TagRemoved,
    TakenBack,
)
from flowbook.nodes import node_type
from flowbook.workspace import Workspace, declared

SHOWN = 60
"""Characters of a message that are quoted."""


@dataclass(slots=True)
class Reason:
    """`node` is empty for what belongs to no step. `said` are HTML, safe as they are; `wrote` the words the
    step sent, for one that did nothing else."""

    flow: str
    node: str
    said: list[str] = field(default_factory=list)
    wrote: str = ""


def last_turn(played: Played) -> tuple[Record, ...]:
    """What the last act has brought that brought anything."""
    worlds = played.worlds
    for before, after in zip(worlds[-2::-1], worlds[:0:-1], strict=True):
        if len(after.log) > len(before.log):
            return after.log[len(before.log) :]
    return ()


def reasons(records: Iterable[Record], workspace: Workspace) -> list[Reason]:
    """In the order in which the steps were passed."""
    told: list[Reason] = []
    waiting: list[str] = []
    for record in records:
        match record.event:
            case NodeEntered(node):
                _put(told, waiting)
                told.append(Reason(record.flow, node))
                waiting = []
            case ExitTaken(node, _exit, why):
                # A turn that begins with an answer has no NodeEntered for the step that got it.
                if not told or told[-1].node != node or told[-1].flow != record.flow:
                    told.append(Reason(record.flow, node))
                told[-1].said += [*waiting, *([escape(why)] if why else [])]
                waiting = []
            case AnswerRejected(node) as event:
                told.append(Reason(record.flow, node, _fact(event, workspace)))
            case MessageSent(_key, message, node) if node and told and told[-1].node == node:
                told[-1].wrote = told[-1].wrote or message.text
            case event:
                waiting += _fact(event, workspace)
    _put(told, waiting)
    return [reason for reason in told if reason.node or reason.said]


def drawn(found: Iterable[Reason], played: Played) -> str:
    rows = "".join(f"<li>{_row(reason, played)}</li>" for reason in found)
    return f'<ol class="why">{rows}</ol>'


def _row(reason: Reason, played: Played) -> str:
    node = node_of(played.stage.setting, reason.flow, reason.node)
    said = "; ".join(reason.said)
    if node is None:
        return said[:1].upper() + said[1:]
    elsewhere = reason.flow != played.stage.flow.id
    title = played.stage.setting.library.live[reason.flow].flow.title if elsewhere else ""
    where = f' <span class="mut">({escape(title)})</span>' if elsewhere else ""
    return f"<b>{escape(node.title)}</b>{where} {said or _did(reason, node.type)}"


def _did(reason: Reason, kind: str) -> str:
    if not reason.wrote:
        began = node_type(kind).category == "trigger"
        return escape(_("began the conversation") if began else node_type(kind).label.lower())
    cut = reason.wrote if len(reason.wrote) <= SHOWN else f"{reason.wrote[: SHOWN - 1].rstrip()}…"
    return escape(_("wrote “{text}”", text=cut))


def _put(told: list[Reason], waiting: list[str]) -> None:
    if not waiting:
        return
    if not told:
        told.append(Reason("", ""))
    told[-1].said += waiting


def _fact(event: Event, workspace: Workspace) -> list[str]:
    """What the event says to a designer; nothing for what the chat shows already."""
    match event:
        case FieldSet(name, value):
            return _field(name, value, workspace)
        case MessageSent() | MessageReceived() | SessionStarted() | SessionUnparked():
            return []
        case HandedOver(team):
            name = team_name(workspace, team)
            return [escape(_("handed the conversation to {team}", team=name))]
        case StaffNotified(team):
            return [escape(_("told {team}", team=team_name(workspace, team)))]
    told = _SENTENCES.get(type(event))
    return [escape(told(event))] if told else []


def _field(name: str, value: object, workspace: Workspace) -> list[str]:
    bare = name.removeprefix("session.")
    known = declared(workspace).get(name)
    if bare.startswith("_") or (known is None and not value):
        return []
    chip = f'<span class="chip">{escape(known.label if known else bare)}</span>'
    if value is None:
        return [_("emptied {field}", field=chip)]
    return [_("saved “{value}” as {field}", value=escape(str(value)), field=chip)]


_SENTENCES: dict[type, Callable[[Any], str]] = {
    TagAdded: lambda event: _("added the tag “{tag}”", tag=event.tag),
    TagRemoved: lambda event: _("took away the tag “{tag}”", tag=event.tag),
    StageEntered: lambda event: _("moved to the stage “{stage}”", stage=event.stage),
    OrderRegistered: lambda event: _(
        "registered the order {order}, {total}", order=event.order.id, total=event.order.total
    ),
    OrderChanged: lambda event: _(
        "the order {order} is “{status}” now", order=event.order, status=event.status
    ),
    SubscriptionChanged: lambda event: (
        _("subscribed the customer") if event.subscribed else _("unsubscribed the customer")
    ),
    HttpRequested: lambda event: _("asked another system: {url}", url=event.url),
    TakenBack: lambda event: _("the bot is back: {why}", why=event.why),
    AnswerRejected: lambda event: _("did not accept the answer: {why}", why=event.why),
    SessionFailed: lambda event: _("broke off: {why}", why=event.why),
    SessionEnded: lambda event: (
        _("the conversation is over")
        if event.reason == "done"
        else _("the conversation ended: {why}", why=event.reason)
    ),
    SessionParked: lambda event: _("waits aside, because “{flow}” asks now", flow=event.by),
    Deferred: lambda event: _("what was due is put off: {why}", why=event.why),
    Ignored: lambda event: _("nobody took “{what}”: {why}", what=event.what, why=event.why),
}
