"""A wall as its server sees it: a session over a websocket that asks for its picture again and again, without a browser."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlparse

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol


@dataclass
class Screen:
    """One session of a page, told apart by nothing but its connection."""

    base: str
    page: str
    query: str = ""
    parts: dict[str, Any] = field(default_factory=dict)
    """The data of the components that were drawn last, by the key they have."""
    _socket: ClientConnection | None = None
    _fragment: str = ""
    _page_hash: str = ""

    def open(self) -> None:
        """Connect, and have the whole page drawn."""
        address = f"ws://{urlparse(self.base).netloc}/_stcore/stream"
        self._socket = connect(address, origin=Origin(self.base), subprotocols=[Subprotocol("streamlit")], max_size=None)
        asked = BackMsg()
        asked.rerun_script.page_name = self.page
        asked.rerun_script.query_string = self.query
        self._ask(asked)

    def refresh(self) -> float:
        """Have the picture drawn again, as the timer in a browser does; seconds until it was there."""
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_script_hash = self._page_hash
        asked.rerun_script.fragment_id = self._fragment
        asked.rerun_script.is_auto_rerun = True
        begun = time.perf_counter()
        self._ask(asked)
        return time.perf_counter() - begun

    def close(self) -> None:
        """Go away."""
        assert self._socket is not None
        self._socket.close()

    def _ask(self, asked: BackMsg) -> None:
        assert self._socket is not None
        self._socket.send(asked.SerializeToString())
        while True:
            received = ForwardMsg()
            received.ParseFromString(self._socket.recv(timeout=60, decode=False))
            kind = received.WhichOneof("type")
            if kind == "new_session":
                self._page_hash = received.new_session.page_script_hash
            elif kind == "auto_rerun":
                self._fragment = received.auto_rerun.fragment_id
            elif kind == "delta":
                self._note(received)
            elif kind == "script_finished" and received.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    def _note(self, received: ForwardMsg) -> None:
        element = received.delta.new_element
        if element.WhichOneof("type") == "bidi_component":
            component = element.bidi_component
            self.parts[component.component_name] = json.loads(component.json or "null")
