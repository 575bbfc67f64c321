"""The registry: 41 operations by the names of the contract, and what each takes."""

from __future__ import annotations

import inspect

import pytest

from ja4dash.operations import OPERATIONS, Operation

NAMES = """
overview alerts timeline-detail detections scores traffic heatmap ip ip-radar cascade features behavior geo fingerprints
browsers browser-signatures signature-entries add-signature delete-signature fingerprint-discovery campaigns
campaign-graph campaign-scatter campaign-detail brute-force ja4-rotation ua-rotation recurrence ja4 fleet models
models-timeline models-threats health classify classify-stats suggested classifications dictionaries reflist reflist-stats
"""
FINISHED = [operation for operation in OPERATIONS.values() if operation.finished and not operation.writes]


def test_all_41_are_there_in_their_order() -> None:
    assert list(OPERATIONS) == NAMES.split()
    assert [operation.number for operation in OPERATIONS.values()] == list(range(1, 42))
    assert all(operation.purpose for operation in OPERATIONS.values())


def test_what_is_finished() -> None:
    assert {operation.number for operation in FINISHED} >= {1, 2, 3, 6, 7, 8, 9, 10, 39, 40, 41}


@pytest.mark.parametrize("operation", FINISHED, ids=lambda operation: operation.name)
def test_an_operation_takes_what_it_says(operation: Operation) -> None:
    assert operation.run is not None
    taken = list(inspect.signature(operation.run).parameters.values())
    if operation.window:
        assert taken.pop(0).name == "scope"
    assert [parameter.name for parameter in taken] == [parameter.name for parameter in operation.parameters]
    for one, declared in zip(taken, operation.parameters, strict=True):
        assert (one.default is inspect.Parameter.empty) == (declared.default is None), declared.name
        assert declared.default is None or one.default == declared.default, declared.name
        assert declared.default is None or isinstance(declared.default, declared.type), declared.name
        assert declared.default in (None, *declared.choices) or not declared.choices, declared.name
