"""Models: an isolation forest and a linear autoencoder, and what is told of every model (`judge` is the third).

All are trained in this process from a baseline of earlier sessions with fixed random states; what is kept on disk is one
JSON file a model that says what it is (name, version, trained_at, features, metrics), never code to be loaded.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest  # type: ignore[import-untyped]

Matrix = npt.NDArray[np.float64]

FOREST: Final = "session-forest"
AUTOENCODER: Final = "session-autoencoder"
BOOSTING: Final = "analyst-boosting"
VERSION: Final = "1"

FEATURES: Final[dict[str, bool]] = {
    "hits": True,
    "hit_velocity": True,
    "fuzzing_index": True,
    "post_ratio": False,
    "asset_ratio": False,
    "direct_access_ratio": False,
    "temporal_entropy": False,
    "path_diversity_ratio": False,
    "modern_browser_score": False,
    "header_count": False,
    "src_port_density": False,
    "distinct_ja4_count": True,
    "orphan_ratio": False,
    "fingerprint_coherence_score": False,
    "tls_h2_family_mismatch": False,
    "is_ua_rotating": False,
    "interarrival_mean_s": True,
    "burstiness": False,
    "refused_share": False,
    "missed_share": False,
    "throttled_share": False,
    "trial_share": False,
    "call_share": False,
}
"""What the models see, and whether by its logarithm."""

COMPONENTS: Final = 8
ENOUGH_ROWS: Final = 50
_SPREAD: Final = 10.0


@dataclass
class Models:
    """Trained on one baseline. `usual` and `scale` standardise; `edges` are the deciles of each feature, for drift."""

    trained_at: datetime
    rows: int
    usual: Matrix
    scale: Matrix
    forest: IsolationForest
    centre: Matrix
    components: Matrix
    middle: float
    worst: float
    usual_error: float
    edges: list[Matrix] = field(default_factory=list)
    valid: int = 0

    def raw(self, standard: Matrix) -> Matrix:
        """The forest's `score_samples`: -1 (isolated at once) to 0, lower is worse."""
        scores: Matrix = self.forest.score_samples(standard)
        return scores

    def odd(self, raw: Matrix) -> Matrix:
        """How unusual a raw score is: 0 at the baseline's median, 1 at its worst in a thousand."""
        return np.clip((self.middle - raw) / max(self.middle - self.worst, 1e-9), 0, 1)

    def error(self, standard: Matrix) -> Matrix:
        """Mean squared error of a session told by the principal components alone, in standard deviations squared."""
        told = self.centre + (standard - self.centre) @ self.components.T @ self.components
        errors: Matrix = np.mean((standard - told) ** 2, axis=1)
        return errors

    def standard(self, matrix: Matrix) -> Matrix:
        """Features in robust standard deviations from the baseline's median; unknown is usual."""
        standard = (np.where(np.isnan(matrix), self.usual, matrix) - self.usual) / self.scale
        return np.clip(standard, -_SPREAD, _SPREAD)

    def drift(self, matrix: Matrix) -> float:
        """Share of features whose distribution moved: population stability index above 0.25 over the baseline's deciles."""
        moved = [_stability(edges, column) > 0.25 for edges, column in zip(self.edges, matrix.T, strict=True)]
        return float(np.mean(moved)) if moved else 0.0


def matrix(sessions: pd.DataFrame) -> Matrix:
    """The sessions' features as numbers; NaN is unknown."""
    columns = [sessions[name].astype("float64") for name in FEATURES]
    values = [np.log1p(column) if logged else column for column, logged in zip(columns, FEATURES.values(), strict=True)]
    return np.column_stack(values) if len(sessions) else np.zeros((0, len(FEATURES)))


def train(baseline: Matrix, at: datetime) -> Models:
    """Models of a baseline (rows × FEATURES)."""
    known = np.where(np.isfinite(baseline).any(axis=0), baseline, 0.0)
    usual = np.nanmedian(known, axis=0)
    filled = np.where(np.isnan(known), usual, known)
    scale = np.maximum(1.4826 * np.median(np.abs(filled - usual), axis=0), np.std(filled, axis=0) / 2)
    varying = scale > 1e-6
    scale = np.where(varying, scale, 1.0)
    standard = np.clip((filled - usual) / scale, -_SPREAD, _SPREAD)
    forest = IsolationForest(n_estimators=100, max_samples=min(256, len(standard)), random_state=0, n_jobs=1).fit(standard)
    centre = standard.mean(axis=0)
    _, _, directions = np.linalg.svd(standard - centre, full_matrices=False)
    raw = forest.score_samples(standard)
    models = Models(
        trained_at=at,
        rows=len(baseline),
        usual=usual,
        scale=scale,
        forest=forest,
        centre=centre,
        components=directions[:COMPONENTS],
        middle=float(np.median(raw)),
        worst=float(np.quantile(raw, 0.001)),
        usual_error=0.0,
        edges=[np.quantile(column, np.linspace(0.1, 0.9, 9)) for column in filled.T],
        valid=int(varying.sum()),
    )
    models.usual_error = float(np.median(models.error(standard)))
    models.edges = [_with_shares(edges, column) for edges, column in zip(models.edges, filled.T, strict=True)]
    return models


def _with_shares(edges: Matrix, column: Matrix) -> Matrix:
    """Distinct edges above, the baseline's share of each bin below."""
    distinct = np.unique(edges)
    return np.vstack([np.append(distinct, np.inf), _shares(distinct, column)])


def _shares(edges: Matrix, column: Matrix) -> Matrix:
    counts = np.bincount(np.searchsorted(edges, column, side="left"), minlength=len(edges) + 1)
    shares: Matrix = (counts + 0.5) / (counts.sum() + 0.5 * len(counts))
    return shares


def _stability(edges: Matrix, column: Matrix) -> float:
    """Population stability index of a column against the baseline; 0 where too few sessions say anything."""
    known = column[np.isfinite(column)]
    if len(known) < ENOUGH_ROWS:
        return 0.0
    usual, now = edges[1], _shares(edges[0][:-1], known)
    return float(np.sum((now - usual) * np.log(now / usual)))


def describe(
    folder: Path,
    name: str,
    trained_at: datetime,
    metrics: Mapping[str, Any],
    parameters: Mapping[str, Any],
    *,
    features: Iterable[str] = tuple(FEATURES),
) -> None:
    """Write a model's metadata as `<folder>/<name>.json`, whole or not at all; OSError when the folder refuses."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {
            "name": name,
            "version": VERSION,
            "trained_at": f"{trained_at:%Y-%m-%dT%H:%M:%SZ}",
            "features": list(features),
            "metrics": dict(metrics),
            "parameters": dict(parameters),
        },
        indent=2,
    )
    with tempfile.NamedTemporaryFile("w", dir=folder, suffix=".part", delete=False, encoding="utf-8") as part:
        part.write(text)
    Path(part.name).replace(folder / f"{name}.json")
