"""Publishing: a flow without problems becomes a release and goes live; an older release can come back."""

from __future__ import annotations

from collections.abc import Sequence

from flowbook.errors import PublishRefused, StoreError
from flowbook.flow import Flow, Release
from flowbook.notebook.gate import REASON, Verdict
from flowbook.reading import read_flow
from flowbook.store.audit import OVERRODE, note_deed
from flowbook.store.bots import bot_names
from flowbook.store.folder import load_drafts
from flowbook.store.port import Store
from flowbook.store.releases import (
    keep_release,
    list_releases,
    live_releases,
    load_release,
    make_live,
    next_version,
    take_down,
)
from flowbook.store.workspaces import load_workspace
from flowbook.writing import write_flow


def publish(store: Store, flow: Flow, bots: Sequence[str], *, author: str = "", note: str = "") -> Release:
    """Check the flow, keep it as a release and make it live on the bots ("practice" is always one).
    Raises PublishRefused with the first problem, UnreadableFile for configs that are not valid, StoreError
    for a bot that is not there."""
    names = bot_names(store)
    refuse_problems(store, flow, bots)
    with store.transaction():
        _need_bots(bots, names)
        number, version = keep_release(store, flow, author, note)
        make_live(store, flow.id, number, tuple(bots))
        where = ", ".join(names[bot] for bot in bots)
        note_deed(store, author, "published", flow.id, f"release {version} on {where}. {note}".strip())
    return load_release(store, number)


def refuse_problems(store: Store, flow: Flow, bots: Sequence[str]) -> None:
    """Raises PublishRefused when a check finds an error, seen together with what is live on these bots, and
    UnreadableFile for configs that are not valid."""
    from flowbook.checks import blocks, check

    # Checks look into settings that the form of each step promises to be there.
    read_flow(write_flow(flow), carry=True)
    live = [live_releases(store, bot) for bot in bots]
    others = {number for one in live for other, number in one.items() if other != flow.id}
    flows = [load_release(store, number).flow for number in sorted(others)]
    found = check(flow, load_workspace(store.data), flows, load_drafts(store.data))
    errors = [issue for issue in found if blocks(issue)]
    if errors:
        more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
        raise PublishRefused(f"“{flow.title}” has problems: {errors[0].sentence}{more}")


def pass_gate(store: Store, flow: Flow, tests: Verdict, *, despite: str = "", author: str = "") -> None:
    """In the transaction of the publishing. Raises PublishRefused when tests fail. With a reason, `despite`,
    they do not stop it; then reason and failures go to the record of deeds."""
    if tests.passed:
        return
    reason = " ".join(despite.split())
    if not reason:
        raise PublishRefused(tests.sentence)
    if len(reason) < REASON:
        raise PublishRefused(f"A reason has at least {REASON} characters. Colleagues will read it.")
    failing = ", ".join(f"“{title}”" for title in tests.failing)
    told = f"release {next_version(store, flow.id)}: {reason} Failing: {failing}."
    note_deed(store, author, OVERRODE, flow.id, told)


def rollback(store: Store, flow: str, to_version: int | None = None, *, author: str = "") -> Release:
    """Make an older release live again wherever the flow is live: the one before, or the version named.
    Raises PublishRefused where there is none. People inside the newer release finish there."""
    with store.transaction():
        release, bots = earlier(store, flow, to_version)
        go_back(store, release, bots, author=author)
    return release


def go_back(store: Store, release: Release, bots: Sequence[str], *, author: str = "") -> None:
    """`rollback` to what `earlier` has told, in the transaction in which it did."""
    flow = release.flow.id
    make_live(store, flow, release.number, tuple(bots))
    note_deed(store, author, "rolled back", flow, f"to release {release.version}")


def earlier(store: Store, flow: str, to_version: int | None = None) -> tuple[Release, tuple[str, ...]]:
    """What `rollback` would bring back, and the bots on which it would. Raises PublishRefused as it does."""
    notes = list_releases(store, flow)
    bots = tuple(sorted({bot for one in notes for bot in one.bots}))
    now = max((one.version for one in notes if one.bots), default=0)
    wanted = to_version or max((one.version for one in notes if one.version < now), default=0)
    found = next((one for one in notes if one.version == wanted), None)
    if not bots:
        raise PublishRefused(f"The flow “{flow}” is live nowhere. Publish it first.")
    if found is None:
        missing = f"release {to_version}" if to_version else "earlier release"
        raise PublishRefused(f"There is no {missing} of “{flow}” to go back to.")
    return load_release(store, found.number), bots


def unpublish(store: Store, flow: str, bots: Sequence[str], *, author: str = "") -> None:
    """No new conversations on these bots; those inside finish. Raises StoreError where it was not live."""
    with store.transaction():
        if not take_down(store, flow, tuple(bots)):
            raise StoreError(f"The flow “{flow}” is not live there.")
        note_deed(store, author, "unpublished", flow, ", ".join(bots))


def _need_bots(bots: Sequence[str], names: dict[str, str]) -> None:
    missing = next((bot for bot in bots if bot not in names), None)
    if missing is not None:
        raise StoreError(f"There is no bot “{missing}”. Add it in the settings first.")
    if not bots:
        raise StoreError("Choose at least one bot to publish to; “practice” needs no token.")
