"""Reports of turns as tests write them: from records, each with its place."""

from __future__ import annotations

from flowbook.events import Record, Report, Told, append


def report_of(*records: Record) -> Report:
    """At least one; the instant, the customer and the channel are the first one's."""
    told: list[Told] = []
    for one in records:
        append(told, one.session, one.flow, [one.event])
    return Report(records[0].at, records[0].customer, records[0].channel, told)
