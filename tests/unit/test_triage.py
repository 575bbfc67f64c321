"""The queue of a triage: what moves, what stands still."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ja4dash.triage import ELSEWHERE, SKIPPED, News, Queue

IPS = ("10.0.0.1", "10.0.0.2", "10.0.0.3", "2001:db8::1")


def frame(ips: tuple[str, ...] = IPS, waiting: int | None = None) -> pd.DataFrame:
    ja4 = ["a" if ip.endswith(("1", "3")) else "" for ip in ips]
    rows = {"ip": ips, "ja4": ja4, "campaign_id": [0 if ip.startswith("10") else -1 for ip in ips], "asn_number": 0}
    return pd.DataFrame(rows).assign(waiting=len(ips) if waiting is None else waiting)


def test_a_decision_marks_and_goes_on() -> None:
    queue = Queue(frame()).decided(["10.0.0.1"], "bot")
    assert (queue.current, queue.done, queue.waiting) == ("10.0.0.2", 1, IPS[1:])
    assert queue.decided(["10.0.0.2", "10.0.0.3"], "bot").current == "2001:db8::1"


def test_at_the_end_it_begins_again_with_what_was_left_out() -> None:
    queue = Queue(frame()).step(1).decided(["10.0.0.2"], "bot").decided(["10.0.0.3"], "bot").decided(["2001:db8::1"], "bot")
    assert queue.current == "10.0.0.1"
    assert queue.decided(["10.0.0.1"], "bot").done == 4


def test_an_undo_goes_back_to_what_waits_again() -> None:
    queue = Queue(frame()).decided(IPS[:2], "bot").undone(["10.0.0.2"])
    assert (queue.current, queue.done) == ("10.0.0.2", 1)
    assert queue.undone(["192.0.2.1"]).current == "10.0.0.2"


def test_what_is_skipped_is_not_done_and_not_asked_again() -> None:
    queue = Queue(frame()).skipped()
    assert (queue.current, queue.done, queue.marks) == ("10.0.0.2", 0, {"10.0.0.1": SKIPPED})
    decided = queue.step(-1).decided(["10.0.0.1"], "legitimate")
    assert decided.step(-1).skipped().marks["10.0.0.1"] == "legitimate"


def test_steps_stay_in_the_queue() -> None:
    assert Queue(frame()).step(-1).current == "10.0.0.1"
    assert Queue(frame()).step(9).current == "2001:db8::1"


def test_kin_share_a_value_and_still_wait() -> None:
    queue = Queue(frame())
    assert queue.kin("ja4") == ("10.0.0.1", "10.0.0.3", "2001:db8::1")
    assert queue.kin("campaign_id") == IPS[:3]
    assert queue.kin("asn_number") == ()
    assert queue.step(1).kin("ja4") == ()
    assert queue.step(3).kin("campaign_id") == ()
    assert queue.decided(["10.0.0.3"], "bot").kin("ja4") == ("10.0.0.1", "2001:db8::1")


def test_news_are_told_and_change_nothing() -> None:
    queue = Queue(frame())
    later = frame(("192.0.2.9", "10.0.0.2", "10.0.0.3", "2001:db8::1"))
    assert queue.news(later) == News(("192.0.2.9",), ("10.0.0.1",))
    assert queue.ips == IPS
    assert queue.without(("10.0.0.1",)).marks == {"10.0.0.1": ELSEWHERE}


def test_a_cut_answer_says_nothing_of_what_it_does_not_reach() -> None:
    assert Queue(frame()).news(frame(IPS[:2], waiting=4)).gone == ()


def test_what_one_decided_oneself_is_not_gone() -> None:
    queue = Queue(frame()).decided(["10.0.0.1"], "bot")
    assert queue.news(frame(IPS[1:])) == News()


def test_an_empty_queue_has_nobody() -> None:
    queue = Queue(frame(()))
    assert (queue.current, queue.kin("ja4"), queue.news(frame())) == ("", (), News(IPS, ()))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.sets(st.sampled_from(IPS), min_size=1)),
        st.tuples(st.just("undo"), st.sets(st.sampled_from(IPS), min_size=1)),
        st.tuples(st.sampled_from(["skip", "up", "down"]), st.just(set[str]())),
    ),
    max_size=30,
)


@settings(deadline=None)
@given(STEPS)
def test_whatever_is_done_the_order_stands_and_the_cursor_is_in_it(steps: list[tuple[str, set[str]]]) -> None:
    queue, decided = Queue(frame()), set[str]()
    for step, ips in steps:
        if step == "decide":
            queue, decided = queue.decided(sorted(ips), "bot"), decided | ips
        elif step == "undo":
            queue, decided = queue.undone(sorted(ips)), decided - ips
        else:
            queue = queue.skipped() if step == "skip" else queue.step(1 if step == "down" else -1)
        assert queue.ips == IPS
        assert queue.current in IPS
        assert queue.done == len(decided)
        assert not decided & set(queue.waiting)
