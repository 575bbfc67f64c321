"""Whether anybody still waits for what a script is asking: a newer click, or a closed tab, makes its statements unwanted."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType

from ja4dash.watch import never


def asker() -> Callable[[], bool]:
    """For the thread that asks: a function that tells later, from any thread, whether its script is to end."""
    context = get_script_run_ctx(suppress_warning=True)
    requests = context.script_requests if context is not None else None
    return never if requests is None else lambda: _to_end(requests)


def _to_end(requests: ScriptRequests) -> bool:
    """True when the script will end at its next element: stopped, or begun anew as a whole.

    `on_scriptrunner_yield` would tell, but takes the request away from the script: its state is only read.
    """
    state, anew = requests._state, requests._rerun_data
    if state is ScriptRequestType.RERUN:
        return not anew.fragment_id and not anew.fragment_id_queue
    return state is ScriptRequestType.STOP
