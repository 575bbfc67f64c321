"""Casting: sources, looks and truth of a world while its groups are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ja4dash.simulate.behaviours.base import Behaviour, Group
from ja4dash.simulate.behaviours.machines import LONG, Steps
from ja4dash.simulate.events import Numbers, choice
from ja4dash.simulate.looks import Looks, Pool
from ja4dash.simulate.networks import UNLABELLED, Sources, networks
from ja4dash.simulate.profiles import Device, Profile, captured
from ja4dash.simulate.schedules import DAY, Schedule

CROWD: Final = 150_000
"""Actors of a group at most: what a world may take of memory."""

HOSTING: Final = {"datacenter": 0.62, "hosting": 0.02, UNLABELLED: 0.21, "vpn": 0.03, "isp": 0.1, "education": 0.02}
"""Where rented machines are, by label of the AS number."""

RENTED_IN: Final = {
    "US": 36, "DE": 12, "FR": 10, "NL": 7, "GB": 8, "CA": 5, "SG": 3, "PL": 3, "CH": 3, "ES": 2, "IT": 2, "IN": 2, "SE": 2, "": 5,
}  # fmt: skip
"""Countries of rented machines, whatever they do; "" is anywhere."""

RESIDENTIAL: Final = {"isp": 0.86, UNLABELLED: 0.12, "education": 0.02}
"""Where people are."""

MARKETS: Final = {
    "FR": 27, "DE": 14, "GB": 9, "ES": 6, "IT": 6, "US": 8, "CH": 4, "NL": 3, "AT": 2, "BE": 2, "PL": 3, "CA": 3, "SE": 1.5,
    "NO": 1, "BR": 2, "AU": 0.8, "JP": 0.7, "IN": 1.5, "KR": 0.6, "TH": 0.6, "RU": 1, "TW": 0.5, "AR": 0.6, "": 3,
}  # fmt: skip
"""Countries of the shop's visitors, about in per cent; "" is anywhere."""

ELSEWHERE: Final = {
    "US": 18,
    "BR": 14,
    "IN": 14,
    "CN": 8,
    "KR": 6,
    "TH": 5,
    "RU": 6,
    "TW": 4,
    "FR": 8,
    "DE": 6,
    "GB": 4,
    "ES": 4,
    "AR": 3,
}
"""Countries of borrowed home connections."""

_LANGUAGES: Final = {
    "FR": "fr", "DE": "de", "ES": "es", "IT": "it", "CH": "de", "NL": "nl", "AT": "de", "BE": "fr", "PL": "pl", "SE": "sv",
    "NO": "nb", "BR": "pt", "JP": "ja", "CN": "zh", "KR": "ko", "TH": "th", "RU": "ru", "TW": "zh", "AR": "es",
}  # fmt: skip


@dataclass
class Casting:
    """What groups are drawn with. `rate`: mean requests a second of the whole world."""

    seed: int
    rate: float
    rng: np.random.Generator
    sources: Sources
    looks: Looks
    forwarded: Pool
    groups: list[Group] = field(default_factory=list)

    def add(
        self,
        kind: str,
        behaviour: Behaviour,
        schedule: Schedule,
        source: Numbers,
        budget: float,
        *,
        activity: Numbers | None = None,
        malicious: bool = False,
        coordinated: str = "",
    ) -> None:
        """A new group; `budget`: its share of all requests (0..1)."""
        weights = self.rng.lognormal(0, 0.6, len(source)) if activity is None else activity
        self.groups.append(
            Group(
                key=len(self.groups),
                kind=kind,
                behaviour=behaviour,
                schedule=schedule,
                source=source,
                activity=weights,
                budget=budget * self.rate,
                malicious=malicious,
                coordinated=coordinated,
            )
        )

    def count(self, budget: float, daily: float, least: int = 1) -> int:
        """How many actors a share of all requests feeds, at so many requests a day each; never more than CROWD."""
        return max(least, min(CROWD, round(budget * self.rate * DAY / daily)))

    def network_rows(
        self, count: int, labels: Mapping[str, float], countries: Mapping[str, float] | None = None, ipv6: float = 0.2
    ) -> Numbers:
        """Rows of `networks()`: by label, then country, then size; a share of them IPv6."""
        known = networks()
        rows = np.zeros(count, np.int64)
        label = np.array(list(labels))[choice(self.rng, np.array(list(labels.values())), count)]
        names = list(countries or [""])
        country = np.array(names)[choice(self.rng, np.array(list((countries or {"": 1}).values())), count)]
        sixth = self.rng.random(count) < ipv6
        for key in sorted(set(zip(label.tolist(), country.tolist(), sixth.tolist(), strict=True))):
            here = (label == key[0]) & (country == key[1]) & (sixth == key[2])
            options = _options(*key)
            rows[here] = options[choice(self.rng, known.weight[options], int(here.sum()))]
        return rows

    def hosted(self, count: int) -> Numbers:
        """New sources on rented machines."""
        return self.sources.draw(self.network_rows(count, HOSTING, RENTED_IN, ipv6=0.08))

    def countries(self, source: Numbers) -> list[str]:
        """Country of each source."""
        country: list[str] = self.sources.columns()[3][source].tolist()
        return country

    def looked(self, options: Sequence[Profile], count: int, user_agent: str | None = None) -> Numbers:
        """Looks drawn evenly from profiles as they were captured, but for the User-Agent if one is given."""
        numbers = np.array([self.looks.add(profile, user_agent) for profile in options], np.int32)
        return numbers[self.rng.integers(0, len(numbers), count)]

    def carried(self, devices: Sequence[Device], source: Numbers) -> Numbers:
        """Looks of people with devices, speaking the language of their country."""
        picked = choice(self.rng, np.array([device.share for device in devices]), len(source)).tolist()
        luck = self.rng.random(len(source)).tolist()
        countries = self.countries(source)
        looks = []
        for place, country, chance in zip(picked, countries, luck, strict=True):
            profile = devices[place].profile
            looks.append(self.looks.add(profile, language=_language(profile, country, chance)))
        return np.array(looks, np.int32)


def _options(label: str, country: str, ipv6: bool) -> Numbers:
    """Networks of a label, in a country and of a family if there are any such, else the nearest there is."""
    known = networks()
    inside = {country} if country else None
    for labels, where, family in (({label}, inside, ipv6), ({label}, inside, None), (set(RESIDENTIAL), inside, None)):
        found = known.rows(labels, where, ipv6=family)
        if len(found):
            return found
    return known.rows({label})


def _language(profile: Profile, country: str, chance: float) -> str:
    """Accept-Language of somebody there, in the way of the browser."""
    gecko = "Firefox/" in profile.user_agents[0]
    spoken = _LANGUAGES.get(country)
    if spoken is None or chance < 0.18:
        british = country == "GB" and chance > 0.18
        if gecko:
            return "en-GB,en;q=0.5" if british else "en-US,en;q=0.5"
        return "en-GB,en-US;q=0.9,en;q=0.8" if british else "en-US,en;q=0.9"
    if gecko:
        return f"{spoken},{spoken}-{country};q=0.8,en-US;q=0.5,en;q=0.3"
    own = f"{spoken}-{country},{spoken};q=0.9"
    return own if chance < 0.5 else f"{own},en-US;q=0.8,en;q=0.7"


def profiles(*names: str) -> list[Profile]:
    """Captured profiles by name."""
    return [captured()[name] for name in names]


def steps(
    casting: Casting,
    source: Numbers,
    look: Numbers,
    *,
    requests: tuple[float, float],
    gap: tuple[float, float],
    regularity: float = 1.0,
    connection: tuple[int, ...] = (LONG,),
    least: int = 1,
    most: int = 400,
) -> Steps:
    """Steps of actors that differ within bounds: requests a session, seconds between them, requests a connection."""
    rng, count = casting.rng, len(source)
    return Steps(
        source=source,
        look=look,
        requests=np.exp(rng.uniform(np.log(requests[0]), np.log(requests[1]), count)),
        gap=np.exp(rng.uniform(np.log(gap[0]), np.log(gap[1]), count)),
        regularity=regularity * rng.lognormal(0, 0.3, count),
        per_connection=rng.choice(connection, count),
        least=least,
        most=most,
    )
