"""What separates people's networks from hosting, by hand and against a second computation in Python (operation 11; trap 12)."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import pandas as pd
import pytest

from ja4dash import db, statement
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import features
from ja4dash.scope import Scope
from tests.sql.traffic import send

OF_THE_CLOCK = {"temporal_entropy"}
"""Its minutes are counted back from the moment of asking."""


def network(door: Door, label: str) -> int:
    """A network of this kind, by the shipped list."""
    sql = "SELECT min(src_asn) AS asn FROM {processing:Identifier}.ref_asn_reputation WHERE label = {label:String}"
    return int(door.query(sql, door.names() | {"label": label})["asn"].iloc[0])


@pytest.fixture(scope="module")
def mixed_door(file_door: Door) -> Door:
    """Eighty sessions at random, a few of them of one request, half of them of people's networks."""
    asns = [network(file_door, "isp"), network(file_door, "datacenter"), network(file_door, "hosting"), 64500]
    chance = random.Random(4)
    rows = [
        {
            "src_ip": f"10.0.{number % 7}.{number}",
            "host": chance.choice(["a.example", "b.example"]),
            "ago": chance.randrange(60, 3000),
            "path": f"/{chance.choice('abc')}/{chance.randrange(9)}",
            "method": chance.choice(["GET", "GET", "POST"]),
            "src_port": chance.randrange(1024, 65535),
            "header_accept_language": chance.choice(["", "de"]),
            "header_referer": chance.choice(["", "https://a.example/"]),
            "src_asn": asns[0] if number % 2 else asns[1 + number % 3],
        }
        for number in range(80)
        for _ in range(chance.choice([1, 2, 3, 8]))
    ]
    send(file_door, rows)
    return file_door


@pytest.fixture
def mixed(mixed_door: Door) -> Iterator[Door]:
    with db.use(mixed_door):
        yield mixed_door


def test_means_ranks_and_both_measures_by_hand(door: Door) -> None:
    """POST shares 0, 0 (ISP), 0.5 (another), 0.5, 1 (hosting): the places of five sessions are 0.2, 0.2, 0.6, 0.6, 0.9."""
    isp, hosting = network(door, "isp"), network(door, "hosting")
    get, post = {"method": "GET", "ago": 60}, {"method": "POST", "ago": 60}
    send(
        door,
        [
            {"src_ip": "10.0.0.1", "src_asn": isp} | get,
            {"src_ip": "10.0.0.2", "src_asn": isp} | get,
            {"src_ip": "10.0.0.3", "src_asn": 64500} | get,
            {"src_ip": "10.0.0.3", "src_asn": 64500} | post,
            {"src_ip": "10.0.0.4", "src_asn": hosting} | get,
            {"src_ip": "10.0.0.4", "src_asn": hosting} | post,
            {"src_ip": "10.0.0.5", "src_asn": network(door, "datacenter")} | post,
        ],
    )
    for frame in (features.behaviour(Scope()), features.research(Scope()), features.alone(Scope())):
        row = frame[frame["feature"] == "post_ratio"].iloc[0]
        assert row[["mean", "human", "bot"]].tolist() == pytest.approx([0.4, 0, 0.75])
        assert row[["human_rank", "bot_rank"]].tolist() == pytest.approx([0.2, 0.75])
        assert row[["effect", "cohens_d"]].tolist() == pytest.approx([1, 3])
        assert row[["sessions", "human_sessions", "bot_sessions"]].tolist() == [5, 2, 2]
    found = features.behaviour(Scope())
    (constant,) = found[found["feature"] == "orphan_ratio"].to_dict("records")
    assert (constant["human_rank"], constant["bot_rank"], constant["effect"]) == (0.5, 0.5, 0)
    assert math.isnan(constant["cohens_d"]), "nothing varies"


def expected(view: pd.DataFrame, feature: str) -> list[float]:
    """Means, mean places, Cliff's delta over all pairs, Cohen's d: as the books have them."""
    told = view[view[feature].notna()]
    values = told[feature].astype("float64")
    place = (values.rank(method="average") - 0.5) / len(values)
    human, bot = told["asn_label"] == "isp", told["asn_label"].isin(["datacenter", "hosting"])
    pairs = [(b > h) - (b < h) for b in values[bot] for h in values[human]]
    spread = ((human.sum() - 1) * values[human].var() + (bot.sum() - 1) * values[bot].var()) / (human.sum() + bot.sum() - 2)
    apart = values[bot].mean() - values[human].mean()
    return [
        values.mean(),
        values[human].mean(),
        values[bot].mean(),
        place[human].mean(),
        place[bot].mean(),
        sum(pairs) / len(pairs),
        apart / math.sqrt(spread) if spread else math.nan,
        len(values),
        human.sum(),
        bot.sum(),
    ]


COLUMNS = ["mean", "human", "bot", "human_rank", "bot_rank", "effect", "cohens_d", "sessions", "human_sessions", "bot_sessions"]


def test_every_feature_against_a_second_computation(mixed: Door) -> None:
    keys = ["src_ip", "ja4", "host"]
    ai = mixed.query("SELECT * FROM {processing:Identifier}.view_ai_features_1h", mixed.names())
    research = mixed.query("SELECT * FROM {processing:Identifier}.view_thesis_features_1h", mixed.names())
    views = {features.AI: ai, features.RESEARCH: research.merge(ai[[*keys, "asn_label"]], on=keys)}
    frame = features.both(Scope())
    compared = 0
    for name, feature in frame[["feature_set", "feature"]].itertuples(index=False):
        if feature in OF_THE_CLOCK:
            continue
        row = frame[(frame["feature_set"] == name) & (frame["feature"] == feature)].iloc[0]
        assert row[COLUMNS].tolist() == pytest.approx(expected(views[name], feature), abs=1e-6, nan_ok=True), (name, feature)
        compared += 1
    assert compared == 28
    timed = frame[frame["feature"] == "burstiness"].iloc[0]
    assert 0 < timed["sessions"] < len(ai), "a session of two requests has no burstiness"


def test_what_separates_most_stands_first(mixed: Door) -> None:
    for frame in (features.behaviour(Scope()), features.research(Scope())):
        assert frame["effect"].abs().is_monotonic_decreasing
        assert len(frame) == 15
        assert set(frame["feature"]) >= set(features.SHARED)


def test_one_view_alone_gives_what_both_give(mixed: Door) -> None:
    alone = features.alone(Scope())
    behaviour = features.behaviour(Scope())
    kept = ~behaviour["feature"].isin(OF_THE_CLOCK)
    pd.testing.assert_frame_equal(
        alone[~alone["feature"].isin(OF_THE_CLOCK)].sort_values("feature", ignore_index=True),
        behaviour[kept].sort_values("feature", ignore_index=True),
    )


def test_filters_hold_for_both_sets(mixed: Door) -> None:
    whole = features.both(Scope()).query("feature == 'hits'").set_index("feature_set")["sessions"]
    part = features.both(Scope().where("host", "a.example")).query("feature == 'hits'").set_index("feature_set")["sessions"]
    rest = features.both(Scope().where("host", "a.example", exclude=True)).query("feature == 'hits'")
    assert (part + rest.set_index("feature_set")["sessions"]).to_dict() == whole.to_dict()
    assert 0 < part["ai"] < whole["ai"]


def test_without_anybody_to_compare_nothing_separates(door: Door) -> None:
    send(door, [{"src_ip": "10.0.0.1", "src_asn": 64500}])
    frame = features.both(Scope())
    assert len(frame) == 27, "the timing of a single request is unknown"
    assert frame[["human", "bot", "human_rank", "bot_rank", "effect", "cohens_d"]].isna().all(axis=None)
    assert frame["mean"].notna().all()
    assert features.both(Scope().where("ip", "10.9.9.9")).empty


def test_a_missing_view_silences_only_its_set(door: Door) -> None:
    send(door, [{"src_ip": "10.0.0.1"}])
    door.command("DROP VIEW {db:Identifier}.view_thesis_features_1h", {"db": door.settings.processing_db})
    assert len(features.behaviour(Scope())) == 15
    with pytest.raises(QueryError) as caught:
        features.research(Scope())
    assert caught.value.category is Category.MISSING
    assert "view_thesis_features_1h" in str(caught.value)


def test_each_view_is_read_once() -> None:
    """Trap 12."""
    both = statement.text("features/both")
    assert (both.count("view_ai_features_1h"), both.count("view_thesis_features_1h")) == (1, 1)
    assert statement.text("features/ai").count("view_ai_features_1h") == 1


def test_the_operation_has_three_tables(mixed: Door) -> None:
    run = OPERATIONS["features"].run
    assert run is not None
    found = run(Scope())
    assert isinstance(found, dict)
    assert list(found) == ["means", "profiles", "separation"]
    assert all(len(frame) == 30 for frame in found.values())
