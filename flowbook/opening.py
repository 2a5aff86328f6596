"""Whether the shop is open now, by its named hours and its own clock."""

from __future__ import annotations

from flowbook.schedule import is_open, next_opening
from flowbook.schedule import zone as zone_named
from flowbook.situation import Situation

DEFAULT = "default"


def opening(situation: Situation, name: str) -> tuple[bool, str]:
    """Open or not, and a sentence on why. Hours that the workspace does not have never close, so that nobody
    is turned away by a spelling mistake; the checks tell of it."""
    workspace = situation.setting.workspace
    hours = workspace.hours.get(name)
    if hours is None:
        return True, f"there are no hours called “{name}”, so it is taken to be open"
    zone = zone_named(workspace.timezone)
    if is_open(situation.now, hours, zone):
        return True, "it is open"
    again = next_opening(situation.now, hours, zone)
    local = again.astimezone(zone_named(hours.get("timezone") or workspace.timezone)) if again else None
    return False, f"it is closed until {local:%a %-d %b, %H:%M}" if local else "it is closed"
