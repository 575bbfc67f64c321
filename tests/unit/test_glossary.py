"""The glossary: complete, short, findable."""

from __future__ import annotations

import re

import pytest

from ja4dash.column import SPELLINGS
from ja4dash.glossary import Entry, entries, found, meaning
from ja4dash.queries import features, sessions

WANTED = """
JA4; JA4_a; JA4_b; JA4_c; ALPN; SNI; GREASE; TLS resumption; HTTP/2 fingerprint; SETTINGS; WINDOW_UPDATE; Pseudo-header order;
Sec-CH-UA; Sec-Fetch; Coherence; Session; Source; Detection; Score; Threat level; Verdict; Campaign; Fleet; Recurrence; Velocity;
Fuzzing index; Orphan ratio; Port exhaustion; Temporal entropy; Modern browser score; Signature versus fingerprint; ASN label;
Drift; Cascade
"""


def test_the_terms_of_the_field_are_there() -> None:
    terms = {entry.term for entry in entries()}
    assert not {term.strip() for term in WANTED.split(";")} - terms


def test_every_feature_is_explained() -> None:
    for feature in {*sessions.FEATURES, *(name for names in features.SETS.values() for name in names)}:
        assert meaning(feature), feature


def test_no_name_means_two_things() -> None:
    names = [name.casefold() for entry in entries() for name in (entry.term, *entry.also)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.term)
def test_a_term_is_plain_and_its_source_an_address(entry: Entry) -> None:
    sentences = [part for part in re.split(r"(?<=[.:])\s+(?=[A-Z])", entry.meaning) if part]
    assert 1 <= len(sentences) <= 4
    assert 30 < len(entry.meaning) < 330
    assert entry.meaning.endswith(".")
    assert not re.search(r"[<>`*$\[\]]", entry.meaning), "it is shown as Markdown"
    assert not entry.url or re.fullmatch(r"https://[\w.-]+/\S+", entry.url)
    assert entry.source or not entry.url


def test_a_search_finds_names_before_mentions_and_columns_too() -> None:
    assert [entry.term for entry in found("grease")] == ["GREASE"]
    assert found("ja4")[0].term == "JA4"
    assert found("h2_window_update")[0].term == "WINDOW_UPDATE"
    mentions = [entry.term for entry in found("resumption")]
    assert mentions[:2] == ["TLS resumption", "Resumption siblings"]
    assert "JA4 rotation" in mentions
    assert found("no such word") == []
    assert len(found("")) == len(entries())


def test_what_is_not_explained_has_no_meaning() -> None:
    with pytest.raises(KeyError):
        meaning("no such column")


def test_a_column_is_called_by_its_term_else_in_words() -> None:
    assert SPELLINGS["features"](["hit_velocity", "POST share", "my_own_feature"]) == "Velocity, POST share, my own feature"


def test_figures_of_a_model_are_said_in_words() -> None:
    pairs = {"median_error": 0.11134, "parameters": {"max_depth": 3, "tree": {"leaf_rows": 20}}, "state": "learned"}
    assert SPELLINGS["pairs"](pairs) == "median error 0.111, max depth 3, leaf rows 20, state learned"
