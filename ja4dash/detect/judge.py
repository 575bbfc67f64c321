"""The judge: gradient boosting over sessions of addresses that analysts called bot or legitimate (`xgb_prob`).

It learns from what was seen of a session when it was scored (table session_features): features and signals, never the
score, the level, or who a simulated source is. Analysts decide mostly about what was raised; so that the judge knows the rest
of the traffic too, sessions that nobody decided about and nothing spoke against stand beside the legitimate ones, as a small
part of their weight. They count for nothing when its quality is measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]
from sklearn.metrics import average_precision_score  # type: ignore[import-untyped]
from sklearn.model_selection import StratifiedGroupKFold  # type: ignore[import-untyped]
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from ja4dash.db import HEAVY
from ja4dash.detect import store
from ja4dash.detect.models import BOOSTING, FEATURES, FOREST, Matrix, describe
from ja4dash.detect.signals import SIGNALS
from ja4dash.detect.windows import HOUR, LOOK_BACK, Window

if TYPE_CHECKING:
    from ja4dash.db import Door

FEWEST: Final = 20
"""Addresses of each kind that must be decided before anything is learned."""

MEMORY: Final = timedelta(days=30)
"""So far back sessions teach; as long as session_features keeps them."""

MOST: Final = 6000
"""Sessions that teach: the newest of every address first, at most forty of one."""

MOST_BACKGROUND: Final = 1000
BACKGROUND: Final = 0.3
"""Part of the weight of legitimate sessions that those nobody decided about have together."""

RELEARN: Final = 6 * HOUR
"""So long a judge serves while the verdicts stay as they are."""

FOLDS: Final = 5
LEAST_SKILL: Final = 0.4
"""Below this the judge is not heard."""

FORGIVEN: Final = 5
"""A signal may be weakened only if it spoke against so many addresses that analysts called legitimate: that none of them
showed it is no reason to trust it."""

SPOKE: Final = 0.25

SURE: Final = 1.645
"""Standard errors below the measured accuracy that count: with few addresses a good figure may be luck (95 %)."""

PARAMETERS: Final[Mapping[str, Any]] = {
    "max_iter": 60,
    "max_depth": 4,
    "min_samples_leaf": 5,
    "learning_rate": 0.1,
    "l2_regularization": 1.0,
    "early_stopping": False,
    "random_state": 0,
}

_OWN_VOICE: Final = ("analysts", "fleet", "odd")
"""Signals that are no trait of the session itself: the judge's own, and what other models make of it."""

SPOKEN: Final = {
    f"signal_{signal.name.lower().replace(' ', '_').replace('-', '_')}": signal.name
    for signal in SIGNALS
    if signal.name not in _OWN_VOICE
}
"""Signals by their names in session_features."""

INPUTS: Final = (*FEATURES, *SPOKEN)


@dataclass(frozen=True)
class Lessons:
    """Decided sessions (`seen`: rows × INPUTS, NaN unknown), whether analysts called their address a bot, their addresses, and
    the sessions nobody decided about."""

    seen: Matrix
    bots: npt.NDArray[np.bool_]
    addresses: npt.NDArray[np.str_]
    background: Matrix

    @property
    def counts(self) -> tuple[int, int]:
        """Addresses called bot, and legitimate."""
        return len(np.unique(self.addresses[self.bots])), len(np.unique(self.addresses[~self.bots]))


@dataclass(frozen=True)
class Judge:
    """What was learned. `quality`: cross-validated by address, so that none stands on both sides: `average_precision`,
    `balanced_accuracy`, `precision` and `recall` of bots at 0.5, 0..1. `skill`, how loud the judge is: twice the balanced
    accuracy that is sure, less 1; 0 is a coin, 1 is always right. `forgiven`: signals that may be weakened."""

    classifier: HistGradientBoostingClassifier
    others: tuple[HistGradientBoostingClassifier, ...]
    folds: Mapping[str, int]
    bots: int
    legitimate: int
    sessions: int
    background: int
    quality: Mapping[str, float]
    skill: float
    forgiven: frozenset[str]

    def probability(self, seen: Matrix, addresses: pd.Series) -> Matrix:
        """Chance (0..1) that analysts would call a session's address a bot. Of an address that taught, it is said by what the
        others taught: the verdict itself is known, and the models can be compared with it."""
        folds, chances = addresses.map(self.folds).fillna(-1).to_numpy(int), np.zeros(len(seen))
        for fold in np.unique(folds):
            chances[folds == fold] = _chances(self.classifier if fold < 0 else self.others[fold], seen[folds == fold])
        return chances


@dataclass(frozen=True)
class Learned:
    """The judge, or None and why there is none; `metrics` are told in the model's file. `lasting`: another look is no use yet."""

    judge: Judge | None
    state: str
    metrics: Mapping[str, Any]
    lasting: bool = False


def seen(sessions: pd.DataFrame, strong: pd.DataFrame) -> pd.DataFrame:
    """What is kept of sessions: a column an input. `strong`: the signals of each session's worst client, same index; NaN
    where one does not speak."""
    features = {name: sessions[name].astype("float64") for name in FEATURES}
    spoken = {key: strong[name].where(strong[name] > 0) if name in strong else np.nan for key, name in SPOKEN.items()}
    return pd.DataFrame(features | spoken, index=sessions.index)


def lessons(door: Door, window: Window, decided: pd.Series) -> Lessons:
    """What can be learned from before the end of a window; `decided`: verdict by address. Raises QueryError."""
    until, asked = window.seen, partial(door.read, guard=HEAVY, names=list(INPUTS), model=FOREST, until=window.seen)
    taught = asked("detect/learned_from", since=until - MEMORY, limit=MOST)
    rest = asked("detect/background", since=until - LOOK_BACK, limit=MOST_BACKGROUND)
    taught = taught[taught["address"].isin(decided.index)]
    bots = (taught["address"].map(decided) == "bot").to_numpy(bool)
    return Lessons(_stacked(taught), bots, taught["address"].to_numpy("str"), _stacked(rest))


def _stacked(frame: pd.DataFrame) -> Matrix:
    return _with_silence(np.array(frame["vector"].tolist(), np.float64).reshape(-1, len(INPUTS)))


def _with_silence(matrix: Matrix) -> Matrix:
    """A signal that did not speak is not kept: it is 0, not unknown."""
    features = len(FEATURES)
    return np.hstack([matrix[:, :features], np.nan_to_num(matrix[:, features:])])


def vectors(frame: pd.DataFrame) -> Matrix:
    """Sessions of `seen` as the judge takes them."""
    return _with_silence(frame[list(INPUTS)].to_numpy(np.float64))


def learned(given: Lessons) -> Learned:
    """A judge, if there is enough to learn from and it can tell the two kinds apart."""
    bots, legitimate = given.counts
    counts: dict[str, float] = {"bots": bots, "legitimate": legitimate, "sessions": len(given.seen)}
    if min(bots, legitimate) < FEWEST:
        state = f"not enough verdicts: {bots} bot and {legitimate} legitimate with stored sessions, needs {FEWEST} of each"
        return Learned(None, state, counts)
    others, folds, chances = _in_turn(given)
    quality = _quality(given, chances)
    counts |= {"background_sessions": len(given.background)} | quality
    if (skill := quality["skill"]) < LEAST_SKILL:
        return Learned(
            None, f"cannot tell them apart: balanced accuracy {quality['balanced_accuracy']:.2f}", counts, lasting=True
        )
    judge = Judge(
        classifier=_fitted(given, np.ones(len(given.seen), bool)),
        others=others,
        folds=folds,
        bots=bots,
        legitimate=legitimate,
        sessions=len(given.seen),
        background=len(given.background),
        quality=quality,
        skill=skill,
        forgiven=_forgiven(given),
    )
    return Learned(judge, "used", counts, lasting=True)


def _fitted(given: Lessons, used: npt.NDArray[np.bool_]) -> HistGradientBoostingClassifier:
    rows = np.vstack([given.seen[used], given.background])
    bots = np.concatenate([given.bots[used], np.zeros(len(given.background), bool)])
    weights = _weights(given.bots[used], given.addresses[used], len(given.background))
    with threadpool_limits(limits=1):
        return HistGradientBoostingClassifier(**PARAMETERS).fit(rows, bots, weights * len(rows))


def _forgiven(given: Lessons) -> frozenset[str]:
    spoken = given.seen[~given.bots, len(FEATURES) :] >= SPOKE
    by_address = pd.DataFrame(spoken, columns=list(SPOKEN.values())).groupby(given.addresses[~given.bots]).any().sum()
    return frozenset(by_address.index[by_address >= FORGIVEN])


def _weights(bots: npt.NDArray[np.bool_], addresses: npt.NDArray[np.str_], background: int) -> Matrix:
    """Both kinds weigh the same, each address of a kind the same, however many sessions it has; sums to 1."""
    _, place, sessions = np.unique(addresses, return_inverse=True, return_counts=True)
    each = 1 / sessions[place]
    ours = 1 - BACKGROUND if background else 1.0
    each = each * np.where(bots, 0.5 / each[bots].sum(), 0.5 * ours / each[~bots].sum())
    return np.concatenate([each, np.full(background, 0.5 * (1 - ours) / max(background, 1))])


def _chances(classifier: HistGradientBoostingClassifier, seen: Matrix) -> Matrix:
    with threadpool_limits(limits=1):
        chances: Matrix = classifier.predict_proba(seen)[:, 1]
    return chances


def _in_turn(given: Lessons) -> tuple[tuple[HistGradientBoostingClassifier, ...], dict[str, int], Matrix]:
    """A classifier for each fold that never saw its addresses, the fold of each address, and what is said of each session by
    the one that did not see it."""
    classifiers, chances = [], np.zeros(len(given.seen))
    fold_of: dict[str, int] = {}
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    for fold, (train, test) in enumerate(folds.split(given.seen, given.bots, given.addresses)):
        used = np.zeros(len(given.seen), bool)
        used[train] = True
        classifiers.append(_fitted(given, used))
        chances[test] = _chances(classifiers[-1], given.seen[test])
        fold_of |= dict.fromkeys(given.addresses[test].tolist(), fold)
    return tuple(classifiers), fold_of, chances


def _quality(given: Lessons, chances: Matrix) -> dict[str, float]:
    """Cross-validated figures over addresses: an address is as bad as its worst session."""
    by_address = pd.DataFrame({"chance": chances, "bot": given.bots}).groupby(given.addresses).max()
    bot, called = by_address["bot"], by_address["chance"] >= 0.5
    return {
        "average_precision": float(average_precision_score(bot, by_address["chance"])),
        "balanced_accuracy": float((called[bot].mean() + (~called[~bot]).mean()) / 2),
        "precision": float(bot[called].mean()) if called.any() else 0.0,
        "recall": float(called[bot].mean()),
        "skill": _skill(called[bot], ~called[~bot]),
    }


def _skill(*right: pd.Series) -> float:
    """Skill by what was right among the addresses of each kind; one more of either outcome stands for what was not seen."""
    shares = [(one.sum() + 1) / (len(one) + 2) for one in right]
    error = sum(share * (1 - share) / (len(one) + 2) for share, one in zip(shares, right, strict=True)) ** 0.5 / len(right)
    return max(0.0, float(2 * (sum(shares) / len(shares) - SURE * error) - 1))


def decided(door: Door) -> pd.Series:
    """The verdict (`bot`, `legitimate`) that counts by address, as the engine writes addresses. Raises QueryError."""
    return door.read("detect/verdicts").set_index("address")["verdict"].sort_index()


class Learner:
    """Learns when verdicts changed, and every six hours of windows; writes what it learned into the model's file."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._last: tuple[datetime, pd.Series, Learned] | None = None

    @cached_property
    def keeps(self) -> bool:
        """True when the deployment keeps what there is to learn from."""
        return store.keeps_features(self._door)

    def learned(self, window: Window, verdicts: pd.Series) -> Learned:
        """What verdicts (by address, sorted) teach for a window. Raises QueryError; OSError when the folder refuses."""
        if self._last is not None:
            at, known, learned_then = self._last
            if learned_then.lasting and timedelta() <= window.since - at < RELEARN and known.equals(verdicts):
                return learned_then
        found = self._learn(window, verdicts)
        if self._last is None or self._last[2] != found:
            told = {"state": found.state, **found.metrics}
            describe(self._door.settings.models_dir, BOOSTING, window.since, told, PARAMETERS, features=INPUTS)
        self._last = (window.since, verdicts, found)
        return found

    def _learn(self, window: Window, verdicts: pd.Series) -> Learned:
        bots, legitimate = int((verdicts == "bot").sum()), int((verdicts == "legitimate").sum())
        counts = {"bots": bots, "legitimate": legitimate}
        if not self.keeps:
            return Learned(None, "no table session_features: `python -m ja4dash migrate` creates it", counts)
        if min(bots, legitimate) < FEWEST:
            return Learned(None, f"not enough verdicts: needs {FEWEST} of each kind", counts)
        return learned(lessons(self._door, window, verdicts))
