"""How a flow stands: live or draft, changed since, its problems, who is inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from babel.dates import format_date, format_timedelta

from builder import drafts
from builder.look import kit
from builder.places import store
from builder.texts import _, language, many
from flowbook.errors import FlowbookError
from flowbook.flow import Flow
from flowbook.store.releases import count_inside, list_releases
from flowbook.writing import fingerprint

DAYS_AGO = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """`live` is the version that is live, 0 for none; `latest` the last version ever published. `changed`:
    the draft says something else than what is live."""

    live: int = 0
    latest: int = 0
    changed: bool = False
    inside: int = 0
    errors: int = 0
    warnings: int = 0


def standing_of(flow: Flow, beside: tuple[drafts.Stamp, ...] | None = None) -> Standing:
    """`beside` as for drafts.issues."""
    notes = list_releases(store(), flow.id)
    live = next((note for note in notes if note.bots), None)
    found = drafts.issues(flow.id, beside)
    errors = sum(issue.severity == "error" for issue in found)
    return Standing(
        live=live.version if live else 0,
        latest=notes[0].version if notes else 0,
        changed=bool(live) and live is not None and live.sha256 != fingerprint(flow),
        inside=sum(count_inside(store(), flow.id).values()),
        errors=errors,
        warnings=len(found) - errors,
    )


def pills(standing: Standing) -> str:
    """The states of a card, the most important first."""
    shown = [kit.pill(_("Draft"), "", "pencil")]
    if standing.live:
        shown = [kit.pill(_("Live v{version}", version=standing.live), "ok", "circle-check")]
        shown += [kit.pill(_("Changes to publish"), "act", "pencil")] if standing.changed else []
    if standing.errors:
        shown.append(kit.pill(problems_in_words(standing.errors), "bad", "circle-alert"))
    elif standing.warnings:
        shown.append(kit.pill(hints_in_words(standing.warnings), "warn", "triangle-alert"))
    return "".join(shown)


def bar_pill(standing: Standing) -> str:
    """One pill for the bar of a flow."""
    if standing.live and standing.changed:
        words = _("Live v{version} · draft of v{next}", version=standing.live, next=standing.latest + 1)
        return kit.pill(words, "act")
    if standing.live:
        return kit.pill(_("Live v{version}", version=standing.live), "ok")
    return kit.pill(_("Draft of v{version}", version=standing.latest + 1))


def problems_in_words(count: int) -> str:
    return many("{count} problem", "{count} problems", count)


def hints_in_words(count: int) -> str:
    return many("{count} thing to look at", "{count} things to look at", count)


def ago(at: datetime) -> str:
    """ "4 minutes ago", after a week the day."""
    gap = datetime.now(UTC) - at
    if gap.days > DAYS_AGO:
        return format_date(at, "d MMM", locale=language())
    if gap.total_seconds() < 60:
        return _("just now")
    return format_timedelta(-gap, add_direction=True, locale=language())


def safe_standing(flow: Flow, beside: tuple[drafts.Stamp, ...] | None = None) -> Standing:
    """For lists: a flow whose checks cannot be asked now must not hide the others."""
    try:
        return standing_of(flow, beside)
    except FlowbookError:
        return Standing()
