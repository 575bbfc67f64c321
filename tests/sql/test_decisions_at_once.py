"""Two people deciding and undoing at once, against a model in Python; and a process killed in the middle of it."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import feedback, source
from ja4dash.rights import Person, Role
from ja4dash.scope import Scope
from ja4dash.writes.feedback import CLASSIFICATIONS, Written, decide, undo
from tests.sql.test_decisions import counted, detect, now_counts, waiting

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = [f"203.0.113.{number}" for number in range(1, 9)]
EACH: Final = 100


@dataclass(frozen=True)
class Said:
    """An acknowledged write: which batch said what about which sources, between two instants; `undoes` for an undo."""

    batch: str
    verdicts: dict[str, str]
    undoes: str
    begun: datetime
    ended: datetime


@dataclass
class Writer:
    """Somebody who decides about one to four sources, or takes back a batch of anybody's, at random."""

    name: str
    shared: list[str]
    said: list[Said] = field(default_factory=list)
    refused: int = 0

    def write(self) -> None:
        dice, who = random.Random(self.name), Person(self.name, Role.ANALYST)
        for _ in range(EACH):
            begun, target = datetime.now(UTC), ""
            try:
                if self.shared and dice.random() < 0.4:
                    target = dice.choice(self.shared[-6:])
                    written = undo(target, who=who)
                else:
                    written = decide(dice.sample(SOURCES, dice.randint(1, 4)), dice.choice(CLASSIFICATIONS), who=who)
            except QueryError as error:
                assert error.category is Category.CONFLICT, error
                self.refused += 1
                continue
            self._note(written, target, begun)

    def _note(self, written: Written, target: str, begun: datetime) -> None:
        verdicts = dict(written.rows[["ip", "classification"]].itertuples(index=False, name=None))
        self.said.append(Said(written.batch, verdicts, target, begun, datetime.now(UTC)))
        self.shared.append(written.batch)


@dataclass
class Model:
    """What counts of each source: a list of entries (batch, verdict, batch that first said so) that only grows."""

    entries: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: {ip: [] for ip in SOURCES})

    def apply(self, ip: str, said: Said) -> None:
        """Append a decision, or what was said before the entry that an undo names."""
        log = self.entries[ip]
        if not said.undoes:
            log.append((said.batch, said.verdicts[ip], said.batch))
            return
        place = next(place for place, entry in enumerate(log) if entry[0] == said.undoes)
        before = log[place - 1] if place else ("", "undecided", "")
        assert said.undoes in (log[-1][0], log[-1][2]) or log[-1][1:] == before[1:], "an undo destroyed a newer decision"
        log.append((said.batch, before[1], before[2]))

    def counts(self) -> dict[str, str]:
        return {ip: log[-1][1] for ip, log in self.entries.items() if log and log[-1][1] != "undecided"}


@pytest.fixture
def written(door: Door) -> list[Said]:
    """Two writers at once, 200 decisions and undos."""
    detect(door, *SOURCES)
    shared: list[str] = []
    writers = [Writer(name, shared) for name in ("ana", "bob")]
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(writer.write) for writer in writers]:
            done.result()
    said = [one for writer in writers for one in writer.said]
    assert len(said) + sum(writer.refused for writer in writers) == 2 * EACH
    assert sum(bool(one.undoes) for one in said) > 20
    return said


def stored(door: Door) -> list[tuple[str, str, str]]:
    """Source, batch and verdict of every row, in the order of the decisions."""
    sql = (
        "SELECT replaceOne(toString(src_ip), '::ffff:', '') AS ip, batch, classification"
        " FROM {db:Identifier}.soc_feedback ORDER BY ordered_at, batch"
    )
    return list(door.query(sql, {"db": door.settings.processing_db}).itertuples(index=False, name=None))


def test_history_statistics_and_queue_agree_with_the_model(door: Door, written: list[Said]) -> None:
    rows, by_batch = stored(door), {one.batch: one for one in written}
    acknowledged = Counter((ip, one.batch, verdict) for one in written for ip, verdict in one.verdicts.items())
    assert Counter(rows) == acknowledged, "all that was acknowledged is there, once, and nothing else"

    model = Model()
    for ip, batch, _ in rows:
        model.apply(ip, by_batch[batch])
    assert {ip: [entry[:2] for entry in log] for ip, log in model.entries.items()} == {
        ip: [(batch, verdict) for at, batch, verdict in rows if at == ip] for ip in SOURCES
    }
    assert_in_order(rows, by_batch)

    counts = model.counts()
    assert now_counts() == counts
    assert counted() == dict(Counter(counts.values()))
    assert feedback.stats()["decisions"].iloc[0] == sum(len(one.verdicts) for one in written if not one.undoes)
    assert waiting(door) == set(SOURCES) - set(counts)
    for ip in SOURCES:
        assert source.summary(ip, Scope())["verdict"].iloc[0] == counts.get(ip, "undecided")
        assert source.verdicts(ip, limit=500)["decision"].tolist() == [batch for at, batch, _ in reversed(rows) if at == ip]


def assert_in_order(rows: Sequence[tuple[str, str, str]], by_batch: dict[str, Said]) -> None:
    """A decision that began when another about the same source had been acknowledged stands behind it."""
    for ip in SOURCES:
        mine = [by_batch[batch] for at, batch, _ in rows if at == ip]
        for place, late in enumerate(mine):
            assert not [early for early in mine[place + 1 :] if early.ended < late.begun]


# --- kill -9 ----------------------------------------------------------------------------------------------------------

SETUP = """
import json, random, sys, threading
from importlib.resources import files
from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import QueryError
from ja4dash.rights import command_line
from ja4dash.settings import load
from ja4dash.writes.feedback import decide, undo
door = Door(load(engine="embedded", data_dir=sys.argv[1]))
"""
DECIDES = (
    SETUP
    + """
for name in ("002_processing", "024_soc_feedback", "043_soc_journal"):
    sql = files("ja4dash.schema").joinpath(name + ".sql").read_text("utf-8")
    door.command(sql, {key: value for key, value in door.names().items() if "{" + key + ":" in sql})

def decides(name):
    dice, who, last = random.Random(name), command_line(name), ""
    while True:
        try:
            if last and dice.random() < 0.4:
                written, last = undo(last, who=who), ""
            else:
                written = decide([f"203.0.113.{dice.randint(1, 8)}" for _ in range(3)], "bot", who=who)
                last = written.batch
        except QueryError as error:
            last = ""
            continue
        print(json.dumps([written.batch, written.rows["ip"].tolist()]), flush=True)

with db.use(door):
    both = [threading.Thread(target=decides, args=(name,)) for name in ("ana", "bob")]
    for one in both: one.start()
    for one in both: one.join()
"""
)
READS = (
    SETUP
    + """
from ja4dash.queries import feedback
names = {"db": door.settings.processing_db}
sql = "SELECT batch, replaceOne(toString(src_ip), '::ffff:', '') AS ip, classification FROM {db:Identifier}.soc_feedback"
rows = door.query(f"{sql} ORDER BY ordered_at, batch", names)
begun = door.query("SELECT batch, target AS ip FROM {db:Identifier}.soc_journal WHERE outcome = 'begun'", names)
done = door.query("SELECT batch, outcome AS ip FROM {db:Identifier}.soc_journal WHERE outcome != 'begun'", names)
with db.use(door):
    stats = feedback.stats()
counted = dict(stats[["classification", "addresses"]].values.tolist())
print(json.dumps([counted, rows.values.tolist(), begun.values.tolist(), done.values.tolist()]))
"""
)


def script(text: str, folder: Path) -> subprocess.Popen[str]:
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(folder), "USER": "tests"}
    return subprocess.Popen(
        [sys.executable, "-c", text, str(folder)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_killed_in_the_middle_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    process = script(DECIDES, tmp_path)
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(40)]
    process.send_signal(signal.SIGKILL)
    rest, errors = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, errors
    acknowledged = [json.loads(line) for line in [*lines, *rest.splitlines()] if line.endswith(("]", "]\n"))]
    answer, errors = script(READS, tmp_path).communicate(timeout=60)
    assert answer, errors
    counted, stored_rows, *journal = json.loads(answer)
    rows = Counter((batch, ip) for batch, ip, _ in stored_rows)
    begun, done = (Counter((batch, said) for batch, said in table) for table in journal)

    told = {(batch, ip) for batch, ips in acknowledged for ip in ips}
    assert told <= set(rows)
    assert set(rows.values()) == {1}, "nothing is there twice"
    under_way = {batch for batch, _ in set(rows) - told}
    assert len(under_way) <= 2, "one write of each thread may have arrived without its acknowledgement"
    assert set(rows) <= set(begun), "what is there stands in the journal"
    assert all(ip in {at for name, at in rows if name == batch} for batch, ip in begun if batch in under_way), "whole batches"
    assert {batch for batch, _ in acknowledged} <= {batch for batch, outcome in done if outcome == "done"}
    latest = {ip: verdict for _, ip, verdict in stored_rows}
    assert counted == Counter(verdict for verdict in latest.values() if verdict != "undecided"), "the latest counts"
