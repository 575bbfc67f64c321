"""Many people at once: real websocket sessions that click through every page, as browsers do, for some minutes.

    python -m tests.bench.sessions --people 50 --minutes 5

A page's time runs from the click to the last element. Prints 50th and 95th percentile and the longest, by page and of all;
errors (exception boxes, panels that failed, closed connections); the server's processor time a page; its resident memory
as it went. `--url` measures an app that is served already.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.bench.resident import Resident
from tests.browser.served import listening, served
from tests.browser.test_pages import PAGES

VARIANTS = ("", "", "window=1h", "window=7d", "window=24h&method=POST", "window=3d&country=!US", "window=24h&http=HTTP/2.0")
ABOUT = {"/ip": "ip=203.0.113.68", "/campaign": "campaign=1"}
FAILED = ("Engine unreachable", "Too slow", "Too big", "Too busy", "Query failed", "No longer wanted", "This page has a fault")
PATIENCE = 300.0


@dataclass
class Seen:
    """What all the people went through."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    bytes: int = 0

    def everything(self) -> list[float]:
        """All pages together."""
        return [one for page in self.seconds.values() for one in page]


@dataclass
class Person:
    """Somebody at a browser: opens pages, and keeps the pieces fresh that refresh themselves."""

    socket: ClientConnection
    seen: Seen
    chance: random.Random
    refreshing: dict[str, float] = field(default_factory=dict)

    async def click(self, path: str) -> None:
        """Open a page and wait for its last element."""
        self.refreshing.clear()
        query = "&".join(part for part in (ABOUT.get(path, ""), self.chance.choice(VARIANTS)) if part)
        begun = time.perf_counter()
        await self.socket.send(_rerun(path, query))
        async with asyncio.timeout(PATIENCE):
            async for message in self.messages():
                if (
                    message.WhichOneof("type") == "script_finished"
                    and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                ):
                    break
        self.seen.seconds[path].append(time.perf_counter() - begun)

    async def look(self, path: str, seconds: float) -> None:
        """Read the page for a while; what refreshes itself does."""
        until = time.monotonic() + seconds
        due = {name: time.monotonic() + every for name, every in self.refreshing.items()}
        while (left := until - time.monotonic()) > 0:
            for name, moment in due.items():
                if moment <= time.monotonic():
                    due[name] += self.refreshing[name]
                    await self.socket.send(_rerun(path, "", fragment=name))
            try:
                async with asyncio.timeout(min([left, *(moment - time.monotonic() for moment in due.values())])):
                    async for _ in self.messages():
                        pass
            except TimeoutError:
                continue

    async def messages(self) -> AsyncIterator[ForwardMsg]:
        """What the server sends, with what is wrong in it noted."""
        async for data in self.socket:
            assert isinstance(data, bytes)
            self.seen.bytes += len(data)
            message = ForwardMsg()
            message.ParseFromString(data)
            if message.WhichOneof("type") == "auto_rerun":
                self.refreshing[message.auto_rerun.fragment_id] = message.auto_rerun.interval
            if message.WhichOneof("type") == "delta":
                self._note(message)
            yield message

    def _note(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.seen.errors[f"exception box: {element.exception.message[:80]}"] += 1
        if kind == "markdown":
            for words in FAILED:
                if f"**{words}**" in element.markdown.body:
                    self.seen.errors[words] += 1


def _rerun(path: str, query: str, fragment: str = "") -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = path.strip("/")
    message.rerun_script.fragment_id = fragment
    message.rerun_script.is_auto_rerun = bool(fragment)
    message.rerun_script.context_info.url = f"http://127.0.0.1{path}"
    return bytes(message.SerializeToString())


async def visit(address: str, seen: Seen, number: int, end: float, pause: float) -> None:
    """One person, from the first page until the end."""
    chance = random.Random(number)
    await asyncio.sleep(chance.uniform(0, pause))
    url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    try:
        async with connect(
            url, subprotocols=[Subprotocol("streamlit")], origin=None, max_size=None, ping_interval=None, open_timeout=PATIENCE
        ) as socket:
            person = Person(socket, seen, chance)
            while time.monotonic() < end:
                path = chance.choice(list(PAGES))
                await person.click(path)
                await person.look(path, chance.uniform(0.5, 1.5) * pause)
    except (ConnectionClosed, TimeoutError, OSError) as error:
        seen.errors[f"{type(error).__name__}: {error}"[:100]] += 1


async def crowd(address: str, people: int, seconds: float, pause: float) -> tuple[Seen, Resident]:
    """So many people for so long; the server's memory is looked at every ten seconds."""
    seen, memory = Seen(), Resident(listening(address))
    end = time.monotonic() + seconds
    visitors = [asyncio.create_task(visit(address, seen, number, end, pause)) for number in range(people)]
    memory.sample()
    while time.monotonic() < end:
        await asyncio.sleep(min(10.0, max(end - time.monotonic(), 0.1)))
        at, now = memory.sample()
        print(f"{at:5.0f} s {now:6.0f} MiB, {len(seen.everything())} pages, {sum(seen.errors.values())} errors", flush=True)
    await asyncio.gather(*visitors)
    return seen, memory


def report(seen: Seen, memory: Resident, processor: float) -> None:
    """What was measured, in lines."""
    print(f"{'page':<16}{'opened':>7}{'p50':>8}{'p95':>8}{'max':>8}  seconds")
    for path, seconds in [*sorted(seen.seconds.items()), ("all", seen.everything())]:
        cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
        print(f"{path:<16}{len(seconds):>7}{cuts[9]:>8.2f}{cuts[18]:>8.2f}{max(seconds):>8.2f}")
    pages = len(seen.everything())
    load = os.getloadavg()[0]
    print(f"processor time a page {processor / pages:.2f} s, {seen.bytes / pages / 1024:.0f} KiB a page, load {load:.1f}")
    print(f"memory at first {memory.samples[0][1]:.0f}, highest {memory.highest:.0f}, at the end {memory.samples[-1][1]:.0f} MiB")
    print(f"errors: {dict(seen.errors) or 'none'}")


@contextmanager
def _app(url: str) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        settings = {name: value for name, value in os.environ.items() if name.startswith("JA4DASH_")}
        with served(Path(folder), settings) as address:
            yield address


def main() -> None:
    """Serve, visit, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--pause", type=float, default=10.0, help="seconds that somebody reads a page, on average")
    parser.add_argument("--warm", type=float, default=30.0, help="seconds for the simulation to begin")
    parser.add_argument("--url", default="", help="measure this app instead of serving one")
    options = parser.parse_args()
    with _app(options.url) as address:
        asyncio.run(visit(address, Seen(), 0, time.monotonic() + options.warm, 1.0))
        before = Resident(listening(address)).processor()
        seen, memory = asyncio.run(crowd(address, options.people, options.minutes * 60, options.pause))
        report(seen, memory, memory.processor() - before)


if __name__ == "__main__":
    main()
