"""Whoever goes to another page gets there, whatever the page that they leave still asks of the server."""

from __future__ import annotations

from dataclasses import replace

from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType


class SteadyRunner(ScriptRunner):
    """Streamlit lets the newest request say which page is shown. Until a browser hears that another page
    comes, clocks and buttons of the one before it name that one, and would bring it back."""

    def request_rerun(self, rerun_data: RerunData) -> bool:
        told = steadied(rerun_data, self._requests, self._pages_manager.current_page_script_hash)
        return told is None or super().request_rerun(told)


def steadied(asked: RerunData, waiting: ScriptRequests, shown: str) -> RerunData | None:
    """What is to be asked in its place; None for what nobody needs any more. `shown` is the page of the last
    run. The script's own thread may take what waits at any moment; then its page is drawn once more."""
    state, before = waiting._state, waiting._rerun_data  # noqa: SLF001 - it has no public word for them
    if state is ScriptRequestType.STOP:
        return asked
    page = before.page_script_hash if state is ScriptRequestType.RERUN else shown
    if not (page and asked.page_script_hash) or asked.page_script_hash == page:
        return asked
    if asked.fragment_id or asked.is_auto_rerun:
        return None
    is_from_before = _is_pressed(asked) or (
        state is ScriptRequestType.RERUN and asked.page_script_hash == shown
    )
    if not is_from_before or before.page_script_hash != page:
        return asked
    return replace(asked, page_script_hash=page, page_name=before.page_name, query_string=before.query_string)


def _is_pressed(asked: RerunData) -> bool:
    """A button of a page, or something drawn on it; a way to another page comes with nothing pressed. What is
    done because of it is done before a page is drawn, whichever that is."""
    states = asked.widget_states.widgets if asked.widget_states else ()
    kinds = ((one, one.WhichOneof("value") or "") for one in states)
    return any(getattr(one, kind) for one, kind in kinds if kind.endswith("trigger_value"))


def install() -> None:
    """For every visit that begins from now on."""
    app_session.ScriptRunner = SteadyRunner
