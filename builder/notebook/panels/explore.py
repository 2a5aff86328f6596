"""The panel that explores the flow: what can be reached, what nobody can ever do, which rules are broken, and
tests written from it at one press."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from builder import drafts, seeking, state
from builder.look import kit
from builder.notebook.desk import Desk
from builder.notebook.panel import Panel
from builder.notebook.upheld import upheld_switches
from builder.places import data_folder
from builder.proofs import issue_of
from builder.texts import _, many
from flowbook.explore.notebooks import EXPLORED
from flowbook.store import notebooks as shelf

EVERY = 0.7
MOST = 6


def draw(desk: Desk) -> None:
    flow = desk.flow.id
    if seeking.under_way(flow):
        _running(flow)
        return
    last = seeking.found(flow)
    if last is None:
        _mute(
            _("Looks for a customer and a conversation for every way on, and proves what nobody can ever do.")
        )
    elif last.told is None:
        _mute(_("The exploration broke off. Look at the problems in Draw, then try it again."))
    else:
        _told(flow, last.told, stale=last.stale)
    if last is None or last.stale or last.told is None:
        label = _("Explore this flow") if last is None else _("Explore again")
        if kit.button(label, key="explore", glyph="waypoints", type="primary"):
            seeking.begin(flow)
            st.rerun()
    with st.expander(_("Rules for all conversations"), key="explore-rules"):
        upheld_switches()


@st.fragment(run_every=EVERY)
def _running(flow: str) -> None:
    """The page is drawn anew when it has come to its end."""
    errand = seeking.under_way(flow)
    if errand is None:
        st.rerun(scope="app")
    st.progress(errand.progress, _("Exploring …"))
    if kit.button(_("Stop"), key="explore-stop", glyph="circle-stop"):
        seeking.stop(flow)
        st.rerun(scope="app")


def _told(flow: str, told: Mapping[str, Any], *, stale: bool) -> None:
    if stale:
        _mute(_("The flow has been changed since."))
    kit.show(f"<p>{escape(' '.join(_sums(told)))}</p>")
    for row in told["issues"][:MOST]:
        issue = issue_of(row)
        kit.show(kit.problem(issue.severity, _(issue.text, **issue.values)))
    on = drafts.workspace().invariants
    for row in told["broken"]:
        if row["invariant"] in on:
            _broken(row)
    if not stale:
        _offer(flow, told)
    for row in told["broken"]:
        if row["invariant"] not in on:
            _would_break(row)


def _sums(told: Mapping[str, Any]) -> list[str]:
    found, proved, open_ = (len(told[name]) for name in ("found", "proved", "unsettled"))
    words = [many("{count} way on was found.", "{count} ways on were found.", found)]
    if proved:
        words.append(
            many(
                "Nobody can ever take {count}, which is proved.",
                "Nobody can ever take {count}; all proved.",
                proved,
            )
        )
    if open_:
        words.append(
            many("{count} is neither found nor proved.", "{count} are neither found nor proved.", open_)
        )
    return words


def _broken(row: Mapping[str, Any]) -> None:
    kit.show(kit.problem("error", _(row["label"]), _(row["text"], **row["values"])))
    _conversation(row, _("Show the conversation"))


def _would_break(row: Mapping[str, Any]) -> None:
    """A rule that nobody has switched on is broken by nobody; it is only told what it would find."""
    rule, finding = _(row["label"]), _(row["text"], **row["values"])
    _conversation(row, _("If “{rule}” were on: {finding}", rule=rule, finding=finding))


def _conversation(row: Mapping[str, Any], label: str) -> None:
    """The shortest that shows it."""
    with st.expander(kit.plain(label), key=f"broken-{row['invariant']}-{row['node']}"):
        kit.show("".join(map(_turn, row["conversation"]["acts"])))


def _turn(act: Mapping[str, Any]) -> str:
    (name, value), *_more = act.items()
    lines = "".join(f'<br><span class="mut">{escape(line)}</span>' for line in act["bot"])
    return f'<p class="sm"><b>{escape(_deed(name, value))}</b>{lines}</p>'


def _deed(name: str, value: Any) -> str:
    match name:
        case "say":
            return _("writes “{text}”", text=value)
        case "tap":
            return _("taps “{button}”", button=value)
        case "wait":
            return _("waits until something happens") if value == "next" else _("waits {time}", time=value)
        case "event":
            return _("“{event}” is reported", event=value)
        case "undelivered":
            return _("the message does not arrive")
    return f"{name}: {value}"


def _offer(flow: str, told: Mapping[str, Any]) -> None:
    files = told["tests"]
    if not files:
        _mute(_("Your tests check all of it already."))
        return
    label = many("Write {count} test", "Write {count} tests", len(files))
    _mute(_("They check what your own tests do not: every way on, rules from both sides, limits, timers."))
    if kit.button(label, key="explore-write", glyph="list-plus", type="primary"):
        _write(flow, files)
        state.note(many("{count} test was written.", "{count} tests were written.", len(files)))
        st.rerun()


def _write(flow: str, files: list[Mapping[str, str]]) -> None:
    """In place of those of an earlier exploration."""
    fresh = {one["name"] for one in files}
    for path in shelf.notebook_paths(data_folder(), flow):
        if path.name.startswith(f"{flow}.{EXPLORED}") and path.name not in fresh:
            shelf.delete_notebook(data_folder(), flow, path.name)
    for one in files:
        shelf.save_notebook(data_folder(), flow, one["name"], one["text"])


def _mute(text: str) -> None:
    kit.show(f'<p class="mut sm">{escape(text)}</p>')


PANEL = Panel(
    name="explore",
    title=lambda desk: _("Explore"),
    draw=draw,
    glyph="search",
    order=40,
    shows=lambda desk: not desk.sheet,
)
