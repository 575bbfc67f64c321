"""The judge on lessons made by hand: when it learns, how it is measured, what it may weaken, and what it says of whom."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import pytest

from ja4dash.detect import judge, scoring
from ja4dash.detect.judge import FEWEST, FORGIVEN, INPUTS, Judge, Lessons
from ja4dash.detect.models import FEATURES, Matrix

TELLING: Final = list(INPUTS).index("fuzzing_index")
BARE: Final = list(INPUTS).index("signal_bare_pages")
GUESSING: Final = list(INPUTS).index("signal_guessing")


def sessions(count: int, value: float, seed: int, **spoken: float) -> Matrix:
    """Sessions that differ in one feature only, which is near a value, and in what spoke against them."""
    made = np.zeros((count, len(INPUTS)))
    made[:, TELLING] = value + np.random.default_rng(seed).uniform(-1, 1, count)
    for name, strength in spoken.items():
        made[:, INPUTS.index(name)] = strength
    return made


def lessons(
    bots: int = 30, legitimate: int = 30, *, each: int = 2, apart: float = 10.0, background: int = 0, **spoken: float
) -> Lessons:
    """Addresses with some sessions each; `spoken`: signals that spoke against the legitimate ones."""
    seen = np.vstack([sessions(bots * each, apart, 1), sessions(legitimate * each, 0.0, 2, **spoken)])
    addresses = np.array([f"::ffff:10.0.{place // 200}.{place % 200}" for place in range(bots + legitimate)]).repeat(each)
    return Lessons(seen, np.arange(len(seen)) < bots * each, addresses, sessions(background, 0.0, 3))


def judged(given: Lessons) -> Judge:
    found = judge.learned(given)
    assert found.judge is not None, found.state
    return found.judge


# --- whether it learns ------------------------------------------------------------------------------------------------


def test_two_kinds_that_differ_are_learned_and_the_figures_say_so() -> None:
    found = judge.learned(lessons(30, 40, background=50))
    assert (found.state, found.lasting) == ("used", True)
    counts = {name: found.metrics[name] for name in ("bots", "legitimate", "sessions", "background_sessions")}
    assert counts == {"bots": 30, "legitimate": 40, "sessions": 140, "background_sessions": 50}
    assert [found.metrics[name] for name in ("average_precision", "balanced_accuracy", "precision", "recall")] == [1, 1, 1, 1]
    assert found.judge is not None
    assert (found.judge.bots, found.judge.legitimate, found.judge.sessions, found.judge.background) == (30, 40, 140, 50)


@pytest.mark.parametrize(("bots", "legitimate"), [(FEWEST - 1, 40), (40, FEWEST - 1), (0, 40), (0, 0)])
def test_too_few_addresses_of_a_kind_teach_nothing_however_many_sessions(bots: int, legitimate: int) -> None:
    found = judge.learned(lessons(bots, legitimate, each=10))
    assert found.judge is None
    assert found.state == f"not enough verdicts: {bots} bot and {legitimate} legitimate with stored sessions, needs 20 of each"
    assert not found.lasting, "another decision may be enough"


def test_the_fewest_are_enough() -> None:
    assert judge.learned(lessons(FEWEST, FEWEST)).state == "used"


def test_what_cannot_be_told_apart_is_not_used_and_is_said_with_its_figure() -> None:
    found = judge.learned(lessons(apart=0.0))
    assert found.judge is None
    assert found.state == f"cannot tell them apart: balanced accuracy {found.metrics['balanced_accuracy']:.2f}"
    assert found.metrics["skill"] < judge.LEAST_SKILL
    assert found.lasting


def test_verdicts_given_at_random_are_not_learned() -> None:
    """Nor by heart: an address that is told by what it taught would always be told rightly."""
    given = lessons(40, 40, each=3)
    shuffled = np.random.default_rng(4).permutation(80)[(np.arange(len(given.seen)) // 3)] < 40
    found = judge.learned(Lessons(given.seen, shuffled, given.addresses, given.background))
    assert found.judge is None
    assert found.metrics["balanced_accuracy"] == pytest.approx(0.5, abs=0.2)


# --- whose word about whom --------------------------------------------------------------------------------------------


def test_a_decided_address_is_told_by_the_fold_that_did_not_see_it() -> None:
    """One bot looks exactly like people: who had seen it would know it, who had not takes it for one of them."""
    given = lessons(each=1)
    given.seen[0] = given.seen[-1]
    found = judged(given)
    own = found.probability(given.seen[:1], pd.Series(given.addresses[:1]))
    others = [judge._chances(classifier, given.seen[:1])[0] for classifier in found.others]
    assert own[0] == others[found.folds[str(given.addresses[0])]]
    assert own[0] == min(others) < 0.1
    stranger = found.probability(given.seen[:1], pd.Series(["2001:db8::1"]))
    assert stranger[0] == judge._chances(found.classifier, given.seen[:1])[0]


def test_sessions_are_told_each_by_its_own_address_in_any_order() -> None:
    given = lessons()
    found = judged(given)
    addresses = pd.Series([*given.addresses, *["2001:db8::1"] * len(given.seen)], index=range(7, 7 + 2 * len(given.seen)))
    rows = np.vstack([given.seen, given.seen])
    chances = found.probability(rows, addresses)
    order = np.random.default_rng(5).permutation(len(rows))
    assert np.array_equal(found.probability(rows[order], addresses.iloc[order]), chances[order])
    bots = np.tile(given.bots, 2)
    assert chances[bots].min() > 0.9
    assert chances[~bots].max() < 0.1


def test_every_decided_address_stands_in_one_fold() -> None:
    given = lessons(each=7)
    assert judged(given).folds.keys() == set(given.addresses.tolist())
    assert set(judged(given).folds.values()) == set(range(judge.FOLDS))


def test_the_same_lessons_teach_the_same() -> None:
    given = lessons(apart=1.5)
    first, second = (judged(given).probability(given.seen, pd.Series(given.addresses)) for _ in range(2))
    assert np.array_equal(first, second)


# --- weights and quality ----------------------------------------------------------------------------------------------


def test_kinds_weigh_the_same_and_so_do_the_addresses_of_a_kind() -> None:
    bots = np.array([True, True, True, False, False, False, False])
    addresses = np.array(["a", "a", "b", "c", "d", "d", "d"])
    weights = judge._weights(bots, addresses, 0)
    assert weights == pytest.approx([1 / 8, 1 / 8, 1 / 4, 1 / 4, 1 / 12, 1 / 12, 1 / 12])


def test_those_nobody_decided_about_are_a_small_part_of_the_legitimate() -> None:
    bots = np.array([True, False])
    weights = judge._weights(bots, np.array(["a", "b"]), 3)
    assert weights == pytest.approx([0.5, 0.5 * (1 - judge.BACKGROUND), *[0.5 * judge.BACKGROUND / 3] * 3])


def test_an_address_is_as_bad_as_its_worst_session() -> None:
    given = Lessons(
        np.zeros((5, len(INPUTS))),
        np.array([True, True, True, False, False]),
        np.array(["a", "a", "b", "c", "d"]),
        np.zeros((0, len(INPUTS))),
    )
    quality = judge._quality(given, np.array([0.1, 0.9, 0.2, 0.6, 0.3]))
    assert quality["recall"] == 0.5, "a is found by its second session, b is not"
    assert quality["precision"] == 0.5, "a is called a bot rightly, c wrongly"
    assert quality["balanced_accuracy"] == 0.5
    assert quality["average_precision"] == pytest.approx((1 + 2 / 4) / 2), "order: a, c, d, b"


def test_skill_grows_with_what_is_right_and_with_how_many_were_asked() -> None:
    def skill(right: int, asked: int) -> float:
        outcomes = pd.Series([True] * right + [False] * (asked - right))
        return judge._skill(outcomes, outcomes)

    assert skill(20, 20) < skill(200, 200) < 1
    assert skill(150, 200) < skill(190, 200)
    assert skill(10, 20) == 0, "a coin"


# --- what may be weakened ---------------------------------------------------------------------------------------------


def test_a_signal_is_forgiven_where_it_spoke_against_enough_legitimate_addresses() -> None:
    given = lessons(each=3)
    rows = np.flatnonzero(~given.bots)
    given.seen[rows[: FORGIVEN * 3], BARE] = 1.0
    given.seen[rows[: (FORGIVEN - 1) * 3], GUESSING] = 1.0
    given.seen[given.bots, INPUTS.index("signal_contradiction")] = 1.0
    assert judge._forgiven(given) == {"bare pages"}


def test_many_sessions_of_few_addresses_forgive_nothing() -> None:
    given = lessons(each=30)
    rows = np.flatnonzero(~given.bots)
    given.seen[rows[: (FORGIVEN - 1) * 30], BARE] = 1.0
    assert judge._forgiven(given) == frozenset()


def test_a_whisper_forgives_nothing() -> None:
    assert judge._forgiven(lessons(signal_bare_pages=judge.SPOKE - 0.01)) == frozenset()
    assert judge._forgiven(lessons(signal_bare_pages=judge.SPOKE)) == {"bare pages"}


def test_what_is_forgiven_is_weakened_by_trust_but_never_an_attack() -> None:
    strong = pd.DataFrame({"bare pages": [1.0, 1.0], "guessing": [1.0, 1.0], "contradiction": [1.0, 1.0]})
    scoring.forgive(strong, pd.Series([0.0, 1.0]), {"bare pages", "guessing"})
    assert strong["bare pages"].tolist() == [1.0, 1 - scoring.TRUSTED]
    assert strong["guessing"].tolist() == [1.0, 1.0], "an attack is one whoever does it"
    assert strong["contradiction"].tolist() == [1.0, 1.0], "nobody forgave it"


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_a_silent_signal_is_zero_to_the_judge_and_an_unknown_feature_stays_unknown() -> None:
    sessions = pd.DataFrame({name: [1.0, np.nan] for name in FEATURES})
    strong = pd.DataFrame({"guessing": [0.5, 0.0]})
    kept = judge.seen(sessions, strong)
    assert list(kept.columns) == list(INPUTS)
    assert kept["signal_guessing"].tolist()[0] == 0.5
    assert kept["signal_guessing"].isna().tolist() == [False, True], "silence is not stored"
    told = judge.vectors(kept)
    assert told[:, GUESSING].tolist() == [0.5, 0.0]
    assert np.isnan(told[1, : len(FEATURES)]).all()


def test_the_judge_never_learns_from_itself() -> None:
    assert not {"signal_analysts", "signal_fleet", "signal_odd", "xgb_prob", "anomaly_score", "threat_level"} & set(INPUTS)
