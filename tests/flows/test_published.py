"""Every release of the year counts: what is out cannot be taken back."""

from __future__ import annotations

import json

import pytest

from flows.published import released_folders
from flows.workspace import Workspace
from schemas.period import Period
from tests.flows.small_union import make_union

RELEASES = {
    "2023-12/v1": "2024-01-08",
    "2024-07/v1": "2024-08-08",
    "2024-08/v1": "2024-09-08",
    "2024-07/v2": "2024-09-20",
    "2024-07/v3": "2024-10-10",
    "2024Q3/v1": "2024-10-20",
}


@pytest.fixture
def union(tmp_path):
    root = make_union(tmp_path)
    for name, day in RELEASES.items():
        folder = root / "out" / name
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text(json.dumps({"released_at": day}), "utf-8")
    return Workspace.at(root)


def names(union, period, **how):
    return [f"{of}/{folder.name}" for of, folder in released_folders(union, period, **how)]


@pytest.mark.parametrize("period", ["2024-07", "2024-09", "2024Q3"])
def test_every_version_of_every_period_of_the_year_counts(union, period):
    assert names(union, Period.parse(period)) == [
        "2024-07/v1",
        "2024-07/v2",
        "2024-07/v3",
        "2024-08/v1",
        "2024Q3/v1",
    ]


def test_what_was_released_last_stays_what_a_run_made_though_later_periods_came_out(union):
    """July's v3 was made when August was out and the quarter was not."""
    assert names(union, Period.parse("2024-07"), unreleased=True) == [
        "2024-07/v1",
        "2024-07/v2",
        "2024-08/v1",
    ]
