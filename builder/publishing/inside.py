"""Who is in a flow now, where they stand, and what becomes of them when another version goes live."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from builder.look import kit
from builder.places import store
from builder.publishing.stranding import stranded_rows
from builder.texts import _, many
from flowbook.flow import Flow
from flowbook.nodes import node_type
from flowbook.rehearsal import END, MOVE, PEOPLE, RESTART, STAY, Fate
from flowbook.store.bots import bot_names
from flowbook.store.moving import Taken, rehearsal
from flowbook.store.releases import count_inside


def count_people(flow: str) -> int:
    return sum(count_inside(store(), flow).values())


def inside_card(draft: Flow, following: int) -> str:
    """The choice that was made, a key of PEOPLE; `following` is the version that would go live."""
    if not count_people(draft.id):
        with st.container(border=True, key="card-rehearsal"):
            title = f'<div class="big">{escape(_("Nobody is in this flow now"))}</div>'
            told = escape(_("Publishing interrupts no conversation."))
            kit.show(f'{title}<div class="mut sm">{told}</div>')
        return STAY
    with st.container(border=True, key="card-rehearsal"):
        top = st.container()
        people = choose_people(f"{draft.id}-{following}")
        fates = rehearsal(store(), draft, tuple(bot_names(store())), people)
        with top:
            lost = stranded_rows(draft) if people != STAY else ""
            kit.show(f'<div class="big">{escape(_title(fates))}</div>{_table(fates)}{lost}')
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


def _table(fates: Sequence[Fate]) -> str:
    names = (_("Waiting at"), _("People"), _("What happens"), _("Why"))
    heads = "".join(
        f'<th class="{"r" if number == 1 else ""}">{escape(name)}</th>' for number, name in enumerate(names)
    )
    rows = "".join(map(_row, fates))
    return f'<div class="scroll"><table class="tbl stack"><tr>{heads}</tr>{rows}</table></div>'


def _row(fate: Fate) -> str:
    standing = fate.standing
    title = standing.step.title if standing.step else standing.node
    category = node_type(standing.step.type).category if standing.step else "data"
    step = f'<span class="row">{kit.tile(category, small=True)}{escape(title)}</span>'
    why = " ".join(filter(None, (_(fate.why), _(fate.then))))
    return (
        f'<tr><td>{step}</td><td class="r num"><b>{standing.count:,}</b></td><td>{_pill(fate)}</td>'
        f'<td class="mut">{escape(why)}</td></tr>'
    )


def _pill(fate: Fate) -> str:
    version = fate.standing.release.version if fate.standing.release else 0
    words, tone = {
        STAY: (_("Stay on v{version}", version=version), "ok"),
        MOVE: (_("Go on in the new one"), "act"),
        RESTART: (_("Begin anew"), "warn"),
        END: (_("Ends"), "bad"),
    }[fate.outcome]
    return kit.pill(words, tone)
