"""Campaigns, their ids, and fleets."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from ja4dash.detect import campaigns, counter, fleets, store
from ja4dash.detect.lease import BusyError, lease

GUESSERS: Final = [f"::ffff:203.0.113.{place}" for place in range(12)]
SCRAPERS: Final = [f"2001:db8::{place:x}" for place in range(1, 10)]


def flagged(address: str, ja4: str, host: str, hour: int, place: int, **columns: object) -> dict[str, object]:
    moment = pd.Timestamp("2026-11-18T00:59:59Z") + pd.Timedelta(hours=hour)
    row = {"address": address, "ja4": ja4, "host": host, "detected_at": moment, "anomaly_score": -0.9, "hits": 20 + place}
    return row | {"hit_velocity": 0.1, "fuzzing_index": 2.0, "post_ratio": 0.0} | columns


def day() -> pd.DataFrame:
    """Two crews, each over three hours, and six loners that share nothing."""
    rows = [
        flagged(source, "t13d1516h2_8daaf6152771_d8a2da3f94cd", "login.example", 3 + place % 3, place, post_ratio=1.0)
        for place, source in enumerate(GUESSERS)
    ]
    rows += [
        flagged(source, "t13d1717h2_5b57614c22b0_3cbfd9057e0d", "api.example", 11 + place % 3, place)
        for place, source in enumerate(SCRAPERS)
    ]
    rows += [
        flagged(
            f"::ffff:198.51.100.{place}",
            f"t13d{place}000_loner{place}",
            f"host{place}",
            3 * place,
            50 * place,
            hit_velocity=3.0 * place,
        )
        for place in range(6)
    ]
    return pd.DataFrame(rows)


def test_crews_are_campaigns_and_loners_are_not() -> None:
    found = campaigns.clusters(day())
    assert len({found[source] for source in GUESSERS}) == 1
    assert len({found[source] for source in SCRAPERS}) == 1
    assert found[GUESSERS[0]] != found[SCRAPERS[0]]
    assert set(found) == {*GUESSERS, *SCRAPERS}


def test_too_few_are_no_campaign() -> None:
    assert campaigns.clusters(day().head(3)) == {}


def test_an_id_stays_while_members_overlap_and_is_never_given_again() -> None:
    """Half of the first crew changes; the second is gone; a third is new although a deleted campaign had the id 7."""
    first = dict.fromkeys(GUESSERS, 0) | dict.fromkeys(SCRAPERS, 1)
    ids, last = campaigns.identified(first, {}, 7)
    assert (ids[GUESSERS[0]], ids[SCRAPERS[0]], last) == (8, 9, 9), "the larger one first, above what was ever given"
    changed = dict.fromkeys([*GUESSERS[6:], "x", "y", "z"], 4) | dict.fromkeys(["n", "m", "o", "p"], 2)
    ids, last = campaigns.identified(changed, {8: GUESSERS, 9: SCRAPERS}, last)
    assert (ids["x"], ids["n"], last) == (8, 10, 10)


def test_one_id_for_one_campaign_when_it_splits_and_when_two_merge() -> None:
    split = dict.fromkeys(GUESSERS[:8], 0) | dict.fromkeys(GUESSERS[8:], 1)
    ids, _ = campaigns.identified(split, {3: GUESSERS}, 3)
    assert (ids[GUESSERS[0]], ids[GUESSERS[-1]]) == (3, 4)
    merged = dict.fromkeys([*GUESSERS, *SCRAPERS], 0)
    ids, _ = campaigns.identified(merged, {3: GUESSERS, 4: SCRAPERS}, 4)
    assert set(ids.values()) == {3}


def test_the_counter_survives_and_only_says_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    assert counter.read(folder) == 0
    counter.write(folder, 12)
    assert counter.read(folder) == 12
    (folder / "campaigns.counter").write_text("<b>", "utf-8")
    assert counter.read(folder) == 0


def test_only_one_holds_the_lease(tmp_path: Path) -> None:
    with lease(tmp_path), pytest.raises(BusyError, match=r"detection runs already \(process \d+\)"), lease(tmp_path):
        pass
    with lease(tmp_path):
        pass


# --- fleets -----------------------------------------------------------------------------------------------------------


def shown(sources: list[str], ja4: str, asns: tuple[int, ...]) -> list[dict[str, object]]:
    return [{"address": source, "ja4": ja4, "asn_number": asns[place % len(asns)]} for place, source in enumerate(sources)]


def test_a_fleet_is_one_client_in_many_networks() -> None:
    doubtful = pd.DataFrame(shown(GUESSERS, "botnet", (1, 2, 3, 4)) + shown(SCRAPERS, "scraper", (8, 9, 10)))
    found = fleets.fleets(doubtful, doubtful)
    assert [(fleet.ja4s, fleet.asns) for fleet in found] == [(("botnet",), (1, 2, 3, 4)), (("scraper",), (8, 9, 10))]
    assert [len(fleet.sources) for fleet in found] == [12, 9]
    assert all(0 < fleet.score <= 1 for fleet in found)


def test_everybodys_browser_makes_no_fleet() -> None:
    """Twelve of four hundred who show Chrome's JA4 are doubtful, as many as anywhere else."""
    people = [f"::ffff:198.51.{place // 250}.{place % 250}" for place in range(400)]
    doubtful = pd.DataFrame(shown(GUESSERS, "chrome", (1, 2, 3, 4)))
    everyone = pd.DataFrame(shown([*people, *GUESSERS], "chrome", (1, 2, 3, 4)))
    assert fleets.fleets(doubtful, everyone) == []


def test_a_source_with_several_sessions_counts_once() -> None:
    """Four sources that were seen in ten sessions each are four sources."""
    doubtful = pd.DataFrame(shown(GUESSERS[:4] * 10, "botnet", (1, 2, 3, 4)))
    assert fleets.fleets(doubtful, doubtful) == []


def test_too_few_networks_make_no_fleet() -> None:
    doubtful = pd.DataFrame(shown(GUESSERS, "botnet", (1, 2)))
    assert fleets.fleets(doubtful, doubtful) == []


def test_nobody_doubtful_makes_no_fleet() -> None:
    nobody = pd.DataFrame({"address": [], "ja4": [], "asn_number": pd.Series(dtype="int64")})
    assert fleets.fleets(nobody, pd.DataFrame(shown(GUESSERS, "chrome", (1, 2, 3)))) == []


def test_the_size_of_a_fleet_is_told_of_those_that_fit_it() -> None:
    doubtful = pd.DataFrame(shown(GUESSERS, "botnet", (1, 2, 3)))
    rows = pd.DataFrame({"ja4": ["botnet", "botnet", "other"], "asn_number": [1, 9, 1]})
    assert list(fleets.sizes(rows, fleets.fleets(doubtful, doubtful))) == [12, 0, 0]


# --- store ------------------------------------------------------------------------------------------------------------


def test_rows_are_deleted_where_they_lie() -> None:
    spread = "Distributed('soc-1', 'ja4_processing', 'ml_all_scores_local', cityHash64(src_ip))"
    assert store.rows_of("ml_all_scores", spread) == "`ja4_processing`.`ml_all_scores_local` ON CLUSTER `soc-1`"
    assert store.rows_of("ml_all_scores", "MergeTree ORDER BY detected_at") == "{processing:Identifier}.ml_all_scores"
