"""detect: score what is due, once or again and again; or measure the detector against the truth."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ja4dash import db, words
from ja4dash.cli.output import say, write
from ja4dash.cli.run import CommandError
from ja4dash.db import Door
from ja4dash.detect import benefit, evaluate
from ja4dash.detect.cycle import Detector, ForeignDetectorError, Scored, run_cycle
from ja4dash.detect.evaluate import Result
from ja4dash.detect.lease import BusyError
from ja4dash.detect.signals import SIGNALS
from ja4dash.pool import Pool
from ja4dash.settings import Settings, load

_HOURS = 24
_END = datetime(2026, 11, 18, 12, tzinfo=UTC)
"""Evaluations end here, so that a seed gives the same requests on any day."""


def run(options: argparse.Namespace) -> int:
    """Detect, or with --evaluate print how well that works."""
    if options.evaluate:
        return _try_verdicts(options) if options.verdicts else _evaluate(options)
    door = db.door()
    detector = Detector(door)
    while True:
        _once(door, detector, options)
        if options.every is None:
            return 0
        time.sleep(options.every.total_seconds())


def _once(door: Door, detector: Detector, options: argparse.Namespace) -> None:
    now = door.now()
    try:
        report = run_cycle(door, now - options.since, now, force=options.force, detector=detector, told=_told)
    except BusyError as error:
        if options.every is None:
            raise CommandError(str(error)) from error
        say(str(error))
    except ForeignDetectorError as error:
        raise CommandError(str(error)) from error
    else:
        write(report.sentence())


def _told(scored: Scored) -> None:
    found = words.plural(scored.detections, "detection")
    say(f"{scored.window.since:%Y-%m-%d %H:%M} UTC: {words.plural(scored.sessions, 'session')}, {found}")


# --- evaluation -------------------------------------------------------------------------------------------------------


def _evaluate(options: argparse.Namespace) -> int:
    results = []
    with _engine() as open_door:
        for seed in options.seeds:
            door = open_door(f"seed_{seed}")
            results.append(evaluate.simulated(door, seed, rate=options.rate, hours=_HOURS, until=_END))
            _print(results[-1])
            for result in evaluate.ablated(door, seed, _names(options), hours=_HOURS, until=_END):
                write(result.sentence())
        if options.captures:
            _print(evaluate.captured(open_door("captures"), options.captures, options.truth), compared=False)
    _print_mean(results)
    return 0


def _try_verdicts(options: argparse.Namespace) -> int:
    """What verdicts change for sources that nobody decided about."""
    found = []
    with _engine() as open_door:
        for seed in options.seeds:
            trials = benefit.simulated(
                open_door(f"seed_{seed}"),
                seed,
                rate=options.rate,
                mistaken=options.mistaken,
                verdicts=options.verdicts,
                hours=_HOURS,
                until=_END,
            )
            for trial in trials:
                found.append(trial)
                write(f"{trial.sentence()}\n{trial.by_class().to_string()}")
        if options.captures:
            door = open_door("captures")
            before = evaluate.captured(door, options.captures, options.truth).sources
            trial = benefit.captured(door, before, *evaluate.span(door))
            write(f"{trial.sentence()}\n{trial.by_class().to_string()}")
    for how in benefit.HOWS:
        write(benefit.mean(how, [trial for trial in found if trial.how == how]))
    return 0


def _names(options: argparse.Namespace) -> list[str]:
    return [signal.name for signal in SIGNALS] if options.ablate else []


def _print(result: Result, *, compared: bool = True) -> None:
    if compared:
        write(result.sentence())
    write(result.by_class().to_string())


def _print_mean(results: list[Result]) -> None:
    figures = ("precision", "recall", "rand")
    if len(results) > 1:
        means = {name: sum(getattr(result, name) for result in results) / len(results) for name in figures}
        write("mean: " + ", ".join(f"{name} {value:.3f}" for name, value in means.items()))


class _Doors:
    """Doors to fresh databases on one engine in a folder that goes away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.pool = Pool(self._settings("evaluation"))

    def __call__(self, name: str) -> Door:
        return Door(self._settings(name), pool=self.pool)

    def _settings(self, name: str) -> Settings:
        return load(
            engine="embedded",
            data_dir=self._folder,
            models_dir=self._folder / name,
            logs_db=f"logs_{name}",
            processing_db=f"processing_{name}",
            simulate="off",
        )


@contextmanager
def _engine() -> Iterator[_Doors]:
    with tempfile.TemporaryDirectory(prefix="ja4dash-evaluation-") as folder:
        doors = _Doors(Path(folder))
        try:
            yield doors
        finally:
            doors.pool.close()
