"""How the runs of one visit follow each other: a page's own timers put no press aside."""

from __future__ import annotations

from functools import cache

from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType


@cache
def keep_in_order() -> None:
    """Once for each server. Streamlit lays what is asked while a run is at work onto what waits already, and the
    newer page wins: a look for news, which pages take by themselves, would bring back the page that somebody has
    just left. Where a whole run waits such a look is not needed. Streamlit has no public word for this; its
    version is pinned."""
    ask = ScriptRequests.request_rerun

    def asked(waiting: ScriptRequests, wanted: RerunData) -> bool:
        if wanted.is_auto_rerun and _waits_for_all(waiting):
            return True
        return ask(waiting, wanted)

    ScriptRequests.request_rerun = asked  # type: ignore[method-assign]


def _waits_for_all(waiting: ScriptRequests) -> bool:
    fields = vars(waiting)
    whole = not fields["_rerun_data"].fragment_id_queue and not fields["_rerun_data"].fragment_id
    return bool(fields["_state"] == ScriptRequestType.RERUN and whole)
