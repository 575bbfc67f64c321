"""The cast: who visits, how many of them, from where, with what, and how much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from ja4dash.simulate.cast import fleets, hostile, lookalikes, machines, people
from ja4dash.simulate.cast.casting import Casting

Part = Callable[[Casting, float], None]

BENIGN: Final[tuple[tuple[Part, float], ...]] = (
    (people.home, 0.43),
    (people.mobile, 0.16),
    (people.office, 0.1),
    (people.tunnelled, 0.025),
    (people.apps, 0.05),
    (people.tinkerers, 0.005),
    (machines.crawlers, 0.11),
    (machines.declared, 0.015),
    (machines.monitors, 0.03),
    (machines.partners, 0.075),
)
"""Who means well, and their shares of the requests that do."""

MALICIOUS: Final[tuple[tuple[Part, float], ...]] = (
    (hostile.scanners, 0.14),
    (hostile.guessers, 0.12),
    (hostile.agent_rotators, 0.08),
    (hostile.fingerprint_rotators, 0.08),
    (hostile.impersonators, 0.07),
    (hostile.fake_crawlers, 0.07),
    (hostile.headless, 0.12),
    (fleets.fleets, 0.32),
)
"""Who does not, and their shares of the requests that do not."""


LOOKALIKES: Final[tuple[tuple[Part, float], ...]] = (
    (lookalikes.switchers, 0.25),
    (lookalikes.inspected, 0.25),
    (lookalikes.patient_guessers, 0.05),
    (lookalikes.careful_scrapers, 0.45),
)
"""Who is easily mistaken, and their shares of the requests that are."""


def malicious_share(rate: float) -> float:
    """Share of requests that mean harm (0..1): a busier site has more of them, but less than in proportion."""
    return float(np.clip(0.135 * rate**-0.06, 0.08, 0.17))


def draw(casting: Casting, mistaken: float = 0.0) -> None:
    """Everybody; `mistaken`: the share (0..1) of all requests that is left to those who are easily mistaken."""
    bad, rest = malicious_share(casting.rate), 1 - mistaken
    for part, share in BENIGN:
        part(casting, share * (1 - bad) * rest)
    for part, share in MALICIOUS:
        part(casting, share * bad * rest)
    for part, share in LOOKALIKES if mistaken else ():
        part(casting, share * mistaken)
