"""Who is in a flow now, where they stand, and what becomes of them when it is published."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from builder.look import kit
from builder.places import store
from builder.texts import _, many
from flowbook.errors import StoreError
from flowbook.flow import Flow
from flowbook.nodes import node_type
from flowbook.store.releases import count_inside, load_release


@dataclass(frozen=True, slots=True)
class Group:
    """People who stand at one step of one release. `gone`: the draft has no such step."""

    title: str
    category: str
    version: int
    count: int
    gone: bool


def groups_of(draft: Flow) -> list[Group]:
    """The largest first."""
    found = [_group(draft, *place, count) for place, count in count_inside(store(), draft.id).items()]
    return sorted(found, key=lambda group: (-group.count, group.title))


def inside_card(draft: Flow, following: int) -> None:
    """`following` is the version that new conversations will meet."""
    groups = groups_of(draft)
    with st.container(border=True, key="card-rehearsal"):
        if not groups:
            title = f'<div class="big">{escape(_("Nobody is in this flow now"))}</div>'
            told = escape(_("Publishing interrupts no conversation."))
            kit.show(f'{title}<div class="mut sm">{told}</div>')
            return
        rows = "".join(_row(group, following) for group in groups)
        names = (_("Waiting at"), _("People"), _("What happens"), _("Why"))
        heads = "".join(
            f'<th class="{"r" if number == 1 else ""}">{escape(name)}</th>'
            for number, name in enumerate(names)
        )
        table = f'<div class="scroll"><table class="tbl stack"><tr>{heads}</tr>{rows}</table></div>'
        kit.show(f'<div class="big">{escape(_title(groups))}</div>{table}')


def _title(groups: list[Group]) -> str:
    versions = sorted({group.version for group in groups})
    return many(
        "{count} person is in this flow now and finishes on {versions}",
        "{count} people are in this flow now and finish on {versions}",
        sum(group.count for group in groups),
        versions=", ".join(f"v{version}" for version in versions),
    )


def _row(group: Group, following: int) -> str:
    step = f'<span class="row">{kit.tile(group.category, small=True)}{escape(group.title)}</span>'
    stays = kit.pill(_("Stay on v{version}", version=group.version), "warn" if group.gone else "ok")
    if group.gone:
        why = _("The step is not in v{version}. Nothing changes for them.", version=following)
    else:
        why = _(
            "Who has begun goes on as they began. Only new conversations meet v{version}.", version=following
        )
    return (
        f'<tr><td>{step}</td><td class="r num"><b>{group.count:,}</b></td><td>{stays}</td>'
        f'<td class="mut">{escape(why)}</td></tr>'
    )


def _group(draft: Flow, release: int, node: str, count: int) -> Group:
    try:
        found = load_release(store(), release)
    except StoreError:
        return Group(node, "data", 0, count, gone=True)
    step = found.flow.get(node)
    if step is None:
        return Group(node, "data", found.version, count, gone=True)
    category = node_type(step.type).category
    return Group(step.title, category, found.version, count, gone=draft.get(node) is None)
