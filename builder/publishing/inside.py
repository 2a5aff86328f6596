"""Who is in a flow now, where they stand, and what becomes of them when another version goes live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from builder.look import kit
from builder.places import store
from builder.publishing.stranding import stranded_rows
from builder.texts import _, many
from flowbook.flow import Release
from flowbook.nodes import node_type
from flowbook.rehearsal import END, MOVE, PEOPLE, RESTART, STAY, Fate, rehearse
from flowbook.store.moving import Taken, standings
from flowbook.store.releases import count_inside


@dataclass(frozen=True, slots=True)
class Landing:
    """What is to go live, where, and as which version; a draft is a release with the number 0."""

    release: Release
    bots: Sequence[str]
    version: int


def count_people(flow: str) -> int:
    return sum(count_inside(store(), flow).values())


def inside_card(landing: Landing) -> str:
    """The choice that was made, a key of PEOPLE."""
    calm = _("Nobody is in this flow now"), _("Publishing interrupts no conversation.")
    if elsewhere := count_people(landing.release.flow.id):
        calm = _("Nobody is in this flow on the bots you have chosen"), _elsewhere(elsewhere)
    with st.container(border=True, key="card-rehearsal"):
        return inside_part(landing, calm)


def inside_part(landing: Landing, calm: tuple[str, str]) -> str:
    """Who waits where, and what becomes of each; returns the choice. `calm` is said where nobody does: a
    title, and what it means."""
    release, bots = landing.release, landing.bots
    found = standings(store(), release.flow.id, bots, release.number)
    if not found:
        title, told = map(escape, calm)
        kit.show(f'<div class="big">{title}</div><div class="mut sm">{told}</div>')
        return STAY
    top = st.container()
    people = choose_people(f"{release.flow.id}-{landing.version}-{release.number}")
    fates = rehearse(release.flow, found, people)
    lost = stranded_rows(release, bots) if people != STAY else ""
    with top:
        kit.show(f'<div class="big">{escape(_title(fates))}</div>{_table(fates, landing.version)}{lost}')
    return people


def choose_people(key: str) -> str:
    """What is to become of people inside."""
    words = {STAY: PEOPLE[STAY], MOVE: PEOPLE[MOVE], RESTART: PEOPLE[RESTART], END: PEOPLE[END]}
    chosen = st.radio(
        _("What becomes of them"), list(words), format_func=lambda one: _(words[one]), key=f"people-{key}"
    )
    return chosen or STAY


def taken_words(taken: Taken) -> str:
    """What became of people, after the click; empty where nobody was touched."""
    told = (
        many("{count} person went over.", "{count} people went over.", taken.move) if taken.move else "",
        many("{count} begins anew.", "{count} begin anew.", taken.restart) if taken.restart else "",
        many("For {count} it has ended.", "For {count} it has ended.", taken.end) if taken.end else "",
        many("{count} finishes where they began.", "{count} finish where they began.", taken.stay)
        if taken.stay
        else "",
    )
    return " ".join(filter(None, told))


def _title(fates: Sequence[Fate]) -> str:
    versions = sorted({fate.standing.release.version for fate in fates if fate.standing.release})
    return many(
        "{count} person is in this flow now, on {versions}",
        "{count} people are in this flow now, on {versions}",
        sum(fate.standing.count for fate in fates),
        versions=", ".join(f"v{version}" for version in versions),
    )


def _elsewhere(count: int) -> str:
    return many(
        "{count} person is in it on another bot, and goes on as they began.",
        "{count} people are in it on other bots, and go on as they began.",
        count,
    )


def _table(fates: Sequence[Fate], version: int) -> str:
    names = (_("Waiting at"), _("People"), _("What happens"), _("Why"))
    heads = "".join(
        f'<th class="{"r" if number == 1 else ""}">{escape(name)}</th>' for number, name in enumerate(names)
    )
    rows = "".join(_row(fate, version) for fate in fates)
    return f'<div class="scroll"><table class="tbl stack"><tr>{heads}</tr>{rows}</table></div>'


def _row(fate: Fate, version: int) -> str:
    standing = fate.standing
    title = standing.step.title if standing.step else standing.node
    category = node_type(standing.step.type).category if standing.step else "data"
    step = f'<span class="row">{kit.tile(category, small=True)}{escape(title)}</span>'
    why = " ".join(filter(None, (_(fate.why), _(fate.then))))
    return (
        f'<tr><td>{step}</td><td class="r num"><b>{standing.count:,}</b></td><td>{_pill(fate, version)}</td>'
        f'<td class="mut">{escape(why)}</td></tr>'
    )


def _pill(fate: Fate, version: int) -> str:
    own = fate.standing.release.version if fate.standing.release else 0
    words, tone = {
        STAY: (_("Stay on v{version}", version=own), "ok"),
        MOVE: (_("Go on in v{version}", version=version), "act"),
        RESTART: (_("Begin anew"), "warn"),
        END: (_("Ends"), "bad"),
    }[fate.outcome]
    return kit.pill(words, tone)
